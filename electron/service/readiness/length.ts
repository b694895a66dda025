import { editReasons } from '../../../shared/domain/label.ts';
import type { Candidate, CorrectionEdit } from './candidate.ts';

/** A change of length that somebody meant: by more than a fifth. */
const meant = 0.2;

/** For each edit reason: do its corrections get shorter, or longer? The commoner of the two, against the other. */
export function lengthCandidates(edits: readonly CorrectionEdit[]): Candidate[] {
  return editReasons.flatMap((reason): Candidate[] => {
    const shorter = new Set<number>();
    const longer = new Set<number>();
    for (const [index, { reasons, draft, correction }] of edits.entries()) {
      if (!reasons.includes(reason)) continue;
      if (correction.length < (1 - meant) * draft.length) shorter.add(index);
      else if (correction.length > (1 + meant) * draft.length) longer.add(index);
    }
    const kind = shorter.size >= longer.size ? 'shorter' : 'longer';
    const [cases, back] = kind === 'shorter' ? [shorter, longer] : [longer, shorter];
    const nothing = { removed: null, added: null, place: null, example: null };
    return cases.size === 0
      ? []
      : [{ id: `${kind}: ${reason}`, kind, ...nothing, reason, cases, against: back.size, uniform: 1 }];
  });
}
