import { z } from 'zod';
import { queueOrders, queueStates, roles } from '../sync/feeds.ts';
import { draftSchema, verdictLabelSchema, verdictSchema } from './label.ts';
import { rubricSchema } from './rubric.ts';
import { sampleSchema, timestampSchema } from './sample.ts';

/** What a queue draws from: all given ones must hold. */
export const queueFilterSchema = z.object({
  agent: z.string().optional(),
  intent: z.string().optional(),
  tag: z.string().optional(),
  /** Bounds of `created_at`: from inclusive, to exclusive. */
  from: timestampSchema.optional(),
  to: timestampSchema.optional(),
  minConfidence: z.number().min(0).max(1).optional(),
  maxConfidence: z.number().min(0).max(1).optional(),
  /** Conversations that this experiment has met, as many of either arm, and one turn of each. */
  experiment: z.uuid().optional(),
});

/** What a lead decides about a queue. */
export const queuePlanSchema = z.object({
  queueId: z.uuid(),
  name: z.string().trim().min(1).max(200),
  state: z.enum(queueStates),
  filter: queueFilterSchema,
  rubricVersion: z.int().positive(),
  /** Markdown. */
  guidelines: z.string().max(200_000),
  /** What every labeler must have read before going on; empty for nothing. Changing it asks again. */
  mustRead: z.string().max(20_000),
  /** Labelers per sample. */
  overlap: z.int().min(1).max(20),
  itemOrder: z.enum(queueOrders),
  allowSkip: z.boolean(),
  /** Whether key 0 may fill the unscored rest. */
  allowFill: z.boolean(),
});
export type QueuePlan = z.infer<typeof queuePlanSchema>;

export const teamMemberSchema = z.object({
  memberId: z.string(),
  name: z.string(),
  role: z.enum(roles),
  removedAt: z.string().nullable(),
});
export type TeamMember = z.infer<typeof teamMemberSchema>;

/** A question that waits for a ruling, with what it is about. */
export const openQuestionSchema = z.object({
  questionId: z.string(),
  queueId: z.string(),
  sampleId: z.string(),
  memberId: z.string(),
  text: z.string(),
  askedAt: z.string(),
  query: z.string(),
  response: z.string(),
});
export type OpenQuestion = z.infer<typeof openQuestionSchema>;

/** A sample on whose decision its labelers differ, and that no lead has settled since. */
export const disagreementSchema = z.object({
  queueId: z.string(),
  sampleId: z.string(),
  query: z.string(),
  response: z.string(),
  labels: z.array(verdictLabelSchema),
});
export type Disagreement = z.infer<typeof disagreementSchema>;

/** What a lead decides on: the sample as its labelers saw it, and what each of them says of it now. */
export const disputeSchema = z.object({
  queueId: z.uuid(),
  sample: sampleSchema,
  /** The newest version that one of the labels was given by. */
  rubricVersion: z.int(),
  labels: z.array(verdictLabelSchema).min(1),
  /** What the lead has entered and not committed. */
  draft: draftSchema.nullable(),
});
export type Dispute = z.infer<typeof disputeSchema>;

/** A verdict of the team that stands on a sample: a labeler's, or the final one of a lead. */
export const teamVerdictSchema = z.object({
  id: z.string(),
  /** The names of queue and member. */
  queue: z.string(),
  by: z.string(),
  final: z.boolean(),
  committedAt: z.string(),
  verdict: verdictSchema,
});
export type TeamVerdict = z.infer<typeof teamVerdictSchema>;

/** The team as the feeds have told of it. */
export const teamViewSchema = z.object({
  members: z.array(teamMemberSchema),
  queues: z.array(queuePlanSchema.extend({ samples: z.int(), free: z.int(), broughtAlong: z.boolean() })),
  rubrics: z.array(rubricSchema),
  questions: z.array(openQuestionSchema),
  disagreements: z.array(disagreementSchema),
});
export type TeamView = z.infer<typeof teamViewSchema>;

/** Figures of a labeler's day that have samples behind them. */
export const workKinds = [
  'done',
  'doneToday',
  'corrections',
  'disagreements',
  'late',
  'tooFast',
  'straightLined',
] as const;
export type WorkKind = (typeof workKinds)[number];

/** How one labeler is doing in one queue: counts are of what stands. */
export const labelerDaySchema = z.object({
  queueId: z.string(),
  memberId: z.string(),
  done: z.int(),
  /** In the last 24 hours. */
  doneToday: z.int(),
  remaining: z.int(),
  leaseUntil: z.string().nullable(),
  /** Time at work on everything that is done. */
  activeMs: z.number(),
  corrections: z.int(),
  skips: z.int(),
  returned: z.int(),
  expired: z.int(),
  disagreements: z.int(),
  openQuestions: z.int(),
  late: z.int(),
  /** Faster than the sample can be read; every score the same. */
  tooFast: z.int(),
  straightLined: z.int(),
  lastLabelAt: z.string().nullable(),
});
export type LabelerDay = z.infer<typeof labelerDaySchema>;

/** The lead's day, as the server counts it. */
export const leadDaySchema = z.object({
  serverTime: z.string(),
  labelers: z.array(labelerDaySchema),
  queues: z.array(z.object({ queueId: z.string(), samples: z.int(), decided: z.int(), disagreements: z.int() })),
  flagged: z.int(),
  /** Verdicts that could not be written back into the table of samples. */
  notWritten: z.int(),
});
export type LeadDay = z.infer<typeof leadDaySchema>;
