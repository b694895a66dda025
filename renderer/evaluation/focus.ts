import { focusNow } from '../labeling/focus-element.ts';
import type { ScorePlace } from './work.ts';

export const verdictPlace = 'verdict';
export const notePlace = 'note';
export const scorePlaceName = ({ place, scale }: ScorePlace): string => `${place}.${scale}`;

/** DOM focus is the only cursor: what it is on, the keys are about. */
export function focusVerdict(choice?: number): void {
  focusNow(verdictPlace, choice);
}

export function focusScore(place: ScorePlace): void {
  focusNow(scorePlaceName(place));
}
