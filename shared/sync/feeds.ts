import { z } from 'zod';
import { verdictSchema } from '../domain/label.ts';
import { sampleRowSchema } from '../domain/sample.ts';

/** What the team's server tells a device: the feeds of a pull, and the rows that each of them carries. */

/** A place in a feed: everything at or before (xid, id) has been stored. Xids are 64 bit and travel as text. */
export const cursorSchema = z.object({ xid: z.string().regex(/^\d{1,20}$/), id: z.string() });
export type Cursor = z.infer<typeof cursorSchema>;

/**
 * The feeds of a pull, each with a cursor of its own. A labeler has their own assignments and questions, and the queues
 * that these belong to; a lead has all of everything. Comparisons are those of the member alone, whatever their role.
 */
export const feeds = [
  'members',
  'rubrics',
  'queues',
  'samples',
  'assignments',
  'labels',
  'questions',
  'adjudications',
  'datasets',
  'splits',
  'experiments',
  'outcomes',
  'active_models',
  'evaluations',
  'comparisons',
  'judgments',
  'receipts',
] as const;
export type Feed = (typeof feeds)[number];
export const cursorsSchema = z.partialRecord(z.enum(feeds), cursorSchema);
export type Cursors = z.infer<typeof cursorsSchema>;

export const time = z.iso.datetime({ offset: true });
export const placed = z.object({ xid: cursorSchema.shape.xid });

export const roles = ['labeler', 'lead'] as const;
export type Role = (typeof roles)[number];

/** A labeler sees of others no more than a name. */
export const memberRowSchema = placed.extend({
  member_id: z.uuid(),
  name: z.string(),
  role: z.enum(roles),
  removed_at: time.nullable(),
});
export type MemberRow = z.infer<typeof memberRowSchema>;

/** `body` is a rubric as shared/domain/rubric.ts has it. */
export const rubricRowSchema = placed.extend({ version: z.int().positive(), body: z.unknown() });
export type RubricRow = z.infer<typeof rubricRowSchema>;

export const queueStates = ['open', 'paused', 'closed'] as const;

/** What a queue draws from: all given ones must hold. */
export const queueFilterSchema = z.strictObject({
  agent: z.string().optional(),
  intent: z.string().optional(),
  tag: z.string().optional(),
  from: time.optional(),
  to: time.optional(),
  min_confidence: z.number().optional(),
  max_confidence: z.number().optional(),
  /** Conversations that this experiment has met, as many of either arm, and one turn of each. */
  experiment: z.uuid().optional(),
});

export const queueOrders = ['oldest', 'newest', 'least_confident', 'random', 'by_conversation'] as const;

/** What a lead decides about a queue. */
export const queueSpecSchema = z.object({
  queue_id: z.uuid(),
  name: z.string().min(1).max(200),
  state: z.enum(queueStates),
  filter: queueFilterSchema,
  rubric_version: z.int().positive(),
  /** Markdown. */
  guidelines: z.string().max(200_000),
  /** What every labeler must have read before going on; empty for nothing. Changing it asks again. */
  must_read: z.string().max(20_000),
  /** Labelers per sample. */
  overlap: z.int().min(1).max(20),
  item_order: z.enum(queueOrders),
  allow_skip: z.boolean(),
  /** Whether key 0 may fill the unscored rest. */
  allow_fill: z.boolean(),
});
export type QueueSpec = z.infer<typeof queueSpecSchema>;
export const queueRowSchema = placed.extend(queueSpecSchema.shape).extend({
  /** Samples in the queue, and places (sample × overlap) that nobody has taken: what can still be claimed by somebody. */
  samples: z.int(),
  free: z.int(),
  /** The one queue for what labelers had done alone before they joined: nobody claims from it, and nobody can change it. */
  brought_along: z.boolean().default(false),
});
export type QueueRow = z.infer<typeof queueRowSchema>;

/**
 * leased: to be done. done: labeled. skipped. parked: waits for a ruling. released: given back. expired: the lease ended
 * and somebody else may have it; what comes late is still taken. revoked: the sample leaves this labeler's device.
 * returned: a lead asks for it again, with a reason.
 */
export const assignmentStates = [
  'leased',
  'done',
  'skipped',
  'parked',
  'released',
  'expired',
  'revoked',
  'returned',
] as const;
export type AssignmentState = (typeof assignmentStates)[number];

/** The states in which the sample is on the labeler's device. */
export const heldStates: readonly AssignmentState[] = ['leased', 'done', 'skipped', 'parked', 'expired', 'returned'];

export const labelRowSchema = placed.extend({
  label_id: z.uuid(),
  queue_id: z.uuid(),
  sample_id: z.string(),
  member_id: z.uuid(),
  device_id: z.uuid(),
  kind: z.enum(['verdict', 'withdrawal']),
  verdict: verdictSchema.nullable(),
  /** When it was committed, by the server's clock; `received_at` is when it arrived. */
  committed_at: time,
  received_at: time,
  supersedes: z.uuid().nullable(),
  /** Committed or received after the lease had ended. */
  late: z.boolean(),
  /** Another device of the same labeler had superseded the same label. Both are kept. */
  forked: z.boolean(),
});
export type LabelRow = z.infer<typeof labelRowSchema>;

const storedLabelSchema = labelRowSchema.extend({ verdict: labelRowSchema.shape.verdict.catch(null) });

/**
 * A label as a feed has left it. A verdict that this version cannot read says nothing, like one that was taken back: it may
 * come from a newer program, and must not stand in the way of all the others.
 */
export function readLabelRow(body: string): LabelRow {
  return storedLabelSchema.parse(JSON.parse(body));
}

export const assignmentRowSchema = placed.extend({
  assignment_id: z.uuid(),
  queue_id: z.uuid(),
  sample_id: z.string(),
  member_id: z.uuid(),
  state: z.enum(assignmentStates),
  claim_id: z.uuid(),
  lease_until: time,
  rubric_version: z.int().positive(),
  /** Where the sample stands in its queue's order. */
  place: z.number(),
  /** Why a lead wants it again. */
  returned_reason: z.string().nullable(),
  /** The sample as the labeler may see it; null for a lead (the feed `samples` has it) and for a tombstone. */
  sample: sampleRowSchema.nullable(),
});
export type AssignmentRow = z.infer<typeof assignmentRowSchema>;

/** A row of the samples feed. An erased sample is a tombstone: `row` is null, and everything about it must go. */
export const sampleFeedRowSchema = placed.extend({ sample_id: z.string(), row: sampleRowSchema.nullable() });

export const questionRowSchema = placed.extend({
  question_id: z.uuid(),
  queue_id: z.uuid(),
  sample_id: z.string(),
  member_id: z.uuid(),
  text: z.string(),
  asked_at: time,
  ruling: z.string().nullable(),
  ruled_at: time.nullable(),
});
export type QuestionRow = z.infer<typeof questionRowSchema>;

export const adjudicationRowSchema = placed.extend({
  adjudication_id: z.uuid(),
  queue_id: z.uuid(),
  sample_id: z.string(),
  member_id: z.uuid(),
  verdict: verdictSchema,
  saw: z.array(z.uuid()),
  committed_at: time,
});
export type AdjudicationRow = z.infer<typeof adjudicationRowSchema>;

/** A dataset that a lead has built. Its id is the SHA-256 of its manifest, which stays on the server. */
export const datasetRowSchema = placed.extend({
  dataset_id: z.string(),
  name: z.string(),
  /** Examples on each side. */
  train: z.int(),
  validation: z.int(),
  holdout: z.int(),
  /** By the server's clock, like the time at which it arrived. */
  built_at: time,
  recorded_by: z.uuid(),
  recorded_at: time,
});

/** The sides that the datasets of the team have put a sample on. It is told by its name alone and outlives its erasure. */
export const splitRowSchema = placed.extend({
  sample_id: z.string(),
  train: z.boolean(),
  validation: z.boolean(),
  holdout: z.boolean(),
});

/**
 * applied: it took effect. duplicate: it had taken effect before. conflict: it took effect and is marked, because the same
 * labeler had changed the same thing elsewhere. rejected: it cannot take effect; the server keeps it in dead letters.
 */
export const opStatuses = ['applied', 'duplicate', 'conflict', 'rejected'] as const;

/** What became of an operation of this very device: the feed shows it back, and only then does the outbox forget it. */
export const receiptRowSchema = placed.extend({ op_id: z.uuid(), status: z.enum(opStatuses) });
export type ReceiptRow = z.infer<typeof receiptRowSchema>;
