import { editReasons } from '../../../shared/domain/label.ts';
import type { CorrectionPattern } from '../../../shared/domain/readiness.ts';
import { criterionIds } from '../../../shared/domain/rubric.ts';
import type { CorrectionEdit } from './candidate.ts';

/** What a pattern is about: the reason that its edits give most often, and the criterion that they raise most. */
export function fieldOf(edits: readonly CorrectionEdit[]): Pick<CorrectionPattern, 'reason' | 'rises'> {
  const byReason = editReasons
    .map((reason) => ({ reason, count: edits.filter(({ reasons }) => reasons.includes(reason)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const byCriterion = criterionIds
    .map((criterion) => ({ criterion, by: meanRise(edits, criterion) }))
    .filter(({ by }) => by > 0)
    .sort((a, b) => b.by - a.by);
  return { reason: byReason[0]?.reason ?? null, rises: byCriterion[0] ?? null };
}

function meanRise(edits: readonly CorrectionEdit[], criterion: (typeof criterionIds)[number]): number {
  const rises = edits.flatMap(({ before, after }) => {
    const from = before[criterion];
    const to = after[criterion];
    return from === undefined || to === undefined ? [] : [to - from];
  });
  return rises.length === 0 ? 0 : rises.reduce((sum, rise) => sum + rise, 0) / rises.length;
}
