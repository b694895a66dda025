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
export function becauseText(what: Difference['what'], because: readonly string[]): string {
  if (what === 'changed') return because.map((key) => changeTexts[key] ?? key).join(', ');
  return `${what === 'came' ? 'before' : 'now'} ${because.map(reasonText).join(', ')}`;
}

type Reason = { what: Difference['what']; because: string; samples: number };

/** Differences by reason (keys as `left:rejected`), the most frequent first. */
export function reasonsOf(because: Readonly<Record<string, number>>): Reason[] {
  return Object.entries(because)
    .flatMap(([key, samples]) => {
      const at = key.indexOf(':');
      const what = Object.keys(whatNames).find((known): known is Difference['what'] => known === key.slice(0, at));
      return what ? [{ what, because: key.slice(at + 1), samples }] : [];
    })
    .sort((a, b) => b.samples - a.samples);
}
