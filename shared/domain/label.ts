import { z } from 'zod';
import { loopOrderSchema } from './order.ts';
import { queueIdSchema } from './queue.ts';
import { partialScoresSchema, scaleIds, scoresSchema } from './rubric.ts';

export const decisions = ['approve', 'edit', 'reject'] as const;
/** approve: train on the draft. edit: approve with edit, train on the correction. reject: train on neither. */
export type Decision = (typeof decisions)[number];

/** The reasons of the teams' own table (`human_feedback.edit_reason`), in the order of their digit keys. */
export const editReasons = [
  'tone_adjustment',
  'factual_correction',
  'policy_clarification',
  'added_context',
  'removed_content',
  'complete_rewrite',
  'other',
] as const;
export type EditReason = (typeof editReasons)[number];

export const skipReasons = ['unclear', 'language', 'missing_context', 'personal_data', 'other'] as const;
export type SkipReason = (typeof skipReasons)[number];

/** The longest text that a labeler can write: far above any answer, far below what would stall a window. */
export const maxTextLength = 200_000;
export const maxQuestionLength = 4_000;

const tagSchema = z.string().trim().min(1).max(64);

/** The corrected response with the scores of the correction itself: the text that would be trained on. */
export const correctionSchema = z.object({
  text: z.string().min(1).max(maxTextLength),
  scores: scoresSchema,
  /** True when one key confirmed “meets the bar” and no final score was typed. */
  confirmed: z.boolean(),
  /** Levenshtein distance between draft and correction, in UTF-16 code units. */
  editDistance: z.int().nonnegative(),
});

/** One labeler's verdict. Scores judge the draft, always: that is the truth about the agent. */
export const verdictSchema = z
  .object({
    scores: scoresSchema,
    /** Scales that the one-key fill set: scored by key 0, not one by one. */
    filled: z.array(z.enum(scaleIds)),
    decision: z.enum(decisions),
    correction: correctionSchema.nullable(),
    reasons: z.array(z.enum(editReasons)),
    tags: z.array(tagSchema).max(32),
    note: z.string().max(maxTextLength),
    order: loopOrderSchema,
    rubricVersion: z.int().positive(),
    /** Time in which the labeler was at work on this sample, in milliseconds: idle, lock and suspend excluded. */
    activeMs: z.int().nonnegative(),
    /** SHA-256 (hex) of the draft that was judged: a draft that changes later is no longer the one approved. */
    responseHash: z.string().length(64),
  })
  .refine((v) => (v.decision === 'edit') === (v.correction !== null), {
    message: 'a correction belongs to the decision “approve with edit”, and only to it',
  })
  .refine((v) => v.decision === 'approve' || v.reasons.length > 0, {
    message: 'an edit and a rejection need at least one reason',
  });
export type Verdict = z.infer<typeof verdictSchema>;

const labelBase = z.object({
  /** UUIDv7; also the id of the operation that made it. */
  id: z.uuid(),
  /** Order of operations on this device. */
  seq: z.int(),
  queueId: queueIdSchema,
  sampleId: z.string(),
  labelerId: z.string(),
  /** ISO 8601, UTC. */
  committedAt: z.string(),
  supersedes: z.string().nullable(),
});

/** Where a label is, while it stands: on this device alone, on the team's server, or refused by it. */
export const labelFates = ['here', 'server', 'refused'] as const;
export type LabelFate = (typeof labelFates)[number];

export const verdictLabelSchema = labelBase.extend({ kind: z.literal('verdict'), verdict: verdictSchema });
export type VerdictLabel = z.infer<typeof verdictLabelSchema>;

/** A label as stored: append-only. A change is a new label that supersedes; taking back is a withdrawal. */
export const labelSchema = z.discriminatedUnion('kind', [
  verdictLabelSchema,
  labelBase.extend({ kind: z.literal('withdrawal') }),
]);
export type Label = z.infer<typeof labelSchema>;

/** What a labeler has entered and not committed. Everything may be missing. */
export const draftSchema = z.object({
  scores: partialScoresSchema,
  filled: z.array(z.enum(scaleIds)),
  decision: z.enum(decisions).nullable(),
  /** Null until the labeler starts a correction. */
  correctionText: z.string().max(maxTextLength).nullable(),
  correctionScores: partialScoresSchema,
  correctionConfirmed: z.boolean(),
  reasons: z.array(z.enum(editReasons)),
  tags: z.array(tagSchema).max(32),
  note: z.string().max(maxTextLength),
  /** A question to the lead that is not sent yet. */
  question: z.string().max(maxQuestionLength).default(''),
  activeMs: z.int().nonnegative(),
});
export type Draft = z.infer<typeof draftSchema>;

export const emptyDraft: Draft = {
  scores: {},
  filled: [],
  decision: null,
  correctionText: null,
  correctionScores: {},
  correctionConfirmed: false,
  reasons: [],
  tags: [],
  note: '',
  question: '',
  activeMs: 0,
};

/** True while nothing was entered: time spent reading is no entry. */
export function isBlank(draft: Draft): boolean {
  return JSON.stringify({ ...draft, activeMs: 0 }) === JSON.stringify(emptyDraft);
}

/** The draft that shows a committed verdict again: what undo and re-opening put on the screen. */
export function draftOf(verdict: Verdict): Draft {
  return {
    scores: verdict.scores,
    filled: verdict.filled,
    decision: verdict.decision,
    correctionText: verdict.correction?.text ?? null,
    correctionScores: verdict.correction?.scores ?? {},
    correctionConfirmed: verdict.correction?.confirmed ?? false,
    reasons: verdict.reasons,
    tags: verdict.tags,
    note: verdict.note,
    question: '',
    activeMs: verdict.activeMs,
  };
}
