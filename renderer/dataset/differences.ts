import type { Difference } from '../../shared/domain/dataset.ts';
import { reasonText } from '../../shared/rules/reasons.ts';

export const whatNames: Record<Difference['what'], string> = { came: 'Came', left: 'Left', changed: 'Changed' };

const changeTexts: Record<string, string> = {
  side: 'another side',
  answer: 'another verdict counts',
  draft: 'another draft',
  use: 'trained on instead of an example of what not to say, or the other way round',
};

/** Why a sample differs: what kept it out of the one dataset, or what is another in the other. */
export function becauseText(what: Difference['what'], because: string): string {
  if (what === 'changed') return changeTexts[because] ?? because;
  return `${what === 'came' ? 'before' : 'now'}: ${reasonText(because)}`;
}
