import { type EditReason, editReasons } from '../domain/label.ts';
import { type PartialScores, type Score, scoreSchema } from '../domain/rubric.ts';
import type { HumanFeedback } from '../domain/sample.ts';

/** A verdict that came with the row, from before Assay: marked, and never mixed up with a label. */
export type LegacyVerdict = {
  approved: boolean;
  /** Missing is missing, never zero: the old dialect has no completeness, and may have no scores at all. */
  scores: PartialScores;
  editedText: string | null;
  reason: EditReason | null;
  approvedBy: string | null;
  approvedAt: string | null;
};

/** `overall_rating` in words, onto our scale. Both 1 and 2 are written back as poor, so poor reads as the lower. */
const ratings: Record<'poor' | 'fair' | 'good' | 'excellent', Score> = { poor: 1, fair: 3, good: 4, excellent: 5 };

/** Whole scores only: the table allows 3.5, and rounding up would let through what its reviewer held below the bar. */
function score(value: number | null | undefined): Score | undefined {
  return value == null ? undefined : scoreSchema.parse(Math.floor(value));
}

/**
 * Reads `human_feedback` of the teams' own table.
 *
 * The collector writes `{"approved": false}` into every new row, so that alone is no verdict: a verdict needs a mark of
 * a person at work. Returns null where there is none.
 */
export function legacyVerdict(feedback: HumanFeedback | null, qualityReviewed: boolean): LegacyVerdict | null {
  if (!feedback) return null;
  const reviewed =
    qualityReviewed ||
    feedback.approved === true ||
    feedback.overall_rating != null ||
    feedback.quality_scores != null ||
    (feedback.human_edited_text ?? '') !== '' ||
    feedback.approved_at != null;
  if (!reviewed) return null;

  const given = feedback.quality_scores;
  const rating = feedback.overall_rating;
  const scores: PartialScores = {
    factuality: score(given?.factuality),
    helpfulness: score(given?.helpfulness),
    tone: score(given?.tone),
    policy: score(given?.policy ?? given?.policy_alignment),
    completeness: score(given?.completeness),
    overall: typeof rating === 'string' ? ratings[rating] : score(rating),
  };
  return {
    approved: feedback.approved === true,
    scores: Object.fromEntries(Object.entries(scores).filter(([, value]) => value !== undefined)),
    editedText: feedback.human_edited_text || null,
    reason: editReasons.find((reason) => reason === feedback.edit_reason) ?? null,
    approvedBy: feedback.approved_by ?? null,
    approvedAt: feedback.approved_at ?? null,
  };
}
