import { flushSync } from 'react-dom';
import { focusNow } from '../labeling/focus-element.ts';
import { useComparing } from './comparing-state.ts';
import { notePlace } from './focus.ts';

export function toggleHistory(): void {
  useComparing.setState(({ historyOpen }) => ({ historyOpen: !historyOpen }));
}

/** Opens the note, which takes the focus at once: the next key is its first letter. */
export function openNote(): void {
  flushSync(() => useComparing.setState({ noteOpen: true }));
  focusNow(notePlace);
}

/** Nearly a page, so that a line of what was read stays in sight. */
export function scrollAnswers(direction: 1 | -1): void {
  const middle = document.querySelector('[data-scroll="answers"]');
  middle?.scrollBy({ top: direction * 0.85 * middle.clientHeight });
}
