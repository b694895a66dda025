import type { Decision } from '../../../shared/domain/label.ts';
import { compareTimes } from '../../../shared/rules/times.ts';

/**
 * A sample that its first verdict alone lets into the dataset, whatever came later. Those that are still in would all
 * be approved: a re-review that rejects takes its sample out.
 */
export type Entrant = {
  sampleId: string;
  /** SHA-256 (hex) of the text that would be trained on, and whether that is the draft or its correction. */
  textHash: string;
  by: 'draft' | 'correction';
};

/** A verdict as re-review reads it. Give every verdict on the entrants; withdrawals are none. */
export type ReReviewVerdict = {
  labelId: string;
  sampleId: string;
  labelerId: string;
  queueId: string | null;
  /** ISO 8601 with a zone. */
  committedAt: string;
  decision: Decision;
  /** SHA-256 (hex) of the text that was judged. */
  responseHash: string;
};

export type ReReview = { sampleId: string; approved: boolean };

/**
 * The re-reviews of a dataset, at most one a sample: the first later verdict, by another labeler or in another queue,
 * on the very text that would be trained on. Only an approval of that text as it is counts as approved.
 *
 * A second verdict on a draft says nothing about its correction, which its author alone has read: those wait until
 * somebody judges the corrected text.
 */
export function reReviews(entrants: readonly Entrant[], verdicts: readonly ReReviewVerdict[]): ReReview[] {
  const entrantOf = new Map(entrants.map((entrant) => [entrant.sampleId, entrant]));
  const bySample = Map.groupBy(verdicts, ({ sampleId }) => sampleId);
  return [...entrantOf.values()].flatMap(({ sampleId, textHash, by }) => {
    const onSample = (bySample.get(sampleId) ?? []).toSorted(
      (a, b) => compareTimes(a.committedAt, b.committedAt) || (a.labelId < b.labelId ? -1 : 1),
    );
    const first = onSample[0];
    const second = onSample.find(
      ({ responseHash, labelerId, queueId }) =>
        responseHash === textHash && (labelerId !== first?.labelerId || queueId !== first.queueId),
    );
    if (!first || !second || (by === 'draft' && first.responseHash !== textHash)) return [];
    return [{ sampleId, approved: second.decision === 'approve' }];
  });
}
