import type { EditReason } from '../../../shared/domain/label.ts';
import type { CorrectionPattern } from '../../../shared/domain/readiness.ts';
import type { PartialScores } from '../../../shared/domain/rubric.ts';

/** A correction that counts, with the scores of the draft before it and of itself after it. */
export type CorrectionEdit = {
  sampleId: string;
  labelerId: string;
  /** ISO 8601 with a zone. */
  at: string;
  draft: string;
  correction: string;
  reasons: readonly EditReason[];
  before: PartialScores;
  after: PartialScores;
};

/** What a pattern is before anybody asks whether it is consistent. Cases and what goes against them are indexes of edits. */
export type Candidate = Pick<CorrectionPattern, 'id' | 'kind' | 'removed' | 'added' | 'place' | 'example'> & {
  reason: EditReason | null;
  cases: ReadonlySet<number>;
  against: number;
  /** The share of its cases in the one wording that it shows. */
  uniform: number;
};
