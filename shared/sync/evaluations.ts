import { z } from 'zod';
import { comparisonSchema, mostItems, promptSchema } from '../domain/comparison.ts';
import { placed, time } from './feeds.ts';

/* What crosses between a device and the team's server about evaluations: feeds, operations and a lead's calls. */

/** Null where none came. */
const answer = z.string().nullable();

const publishedShape = {
  evaluation_id: z.uuid(),
  /** Judges read it. */
  name: z.string().min(1).max(100),
  /** How many of the members judge each item. */
  judges: z.int().min(1).max(9),
  scored: z.boolean(),
  /** How many there are: each follows by itself. */
  items: z.int().min(1).max(mostItems),
  /** Who judges. */
  members: z.array(z.uuid()).min(1).max(1_000),
};

/** For leads. It names no model: those are known where the models have answered. */
export const evaluationRowSchema = placed.extend({
  ...publishedShape,
  /** Without those whose sample was erased. */
  items: z.int().min(0).max(mostItems),
  state: z.enum(['open', 'closed']),
  created_by: z.uuid(),
  created_at: time,
  closed_at: time.nullable(),
  /** Whether the server has the secret that tells whose the answers are. */
  sealed: z.boolean(),
  /** Who was given it. */
  openings: z.array(z.object({ member_id: z.uuid(), at: time })),
});
export type EvaluationRow = z.infer<typeof evaluationRowSchema>;

/** revoked: given to somebody else. closed: with its evaluation. erased: with its sample. */
export const comparisonStates = ['open', 'revoked', 'closed', 'erased'] as const;

/** An item of an evaluation for one member, who has it under a random id of its own and is told nothing else of it. */
export const comparisonRowSchema = placed.extend({
  comparison_id: z.uuid(),
  evaluation_id: z.uuid(),
  name: z.string(),
  scored: z.boolean(),
  state: z.enum(comparisonStates),
  /** The last judgment that the server has of it, and what that says: null takes back. */
  head_id: z.uuid().nullable(),
  judgment: comparisonSchema.nullable(),
  /** Null where it is not to be judged. The order of both answers is this member's. */
  item: z.object({ prompt: promptSchema, first: answer, second: answer }).nullable(),
});
export type ComparisonRow = z.infer<typeof comparisonRowSchema>;

/** For leads: what stands of one judge on one item, by the places of the item's answers; null while nothing does. */
export const judgmentRowSchema = placed.extend({
  comparison_id: z.uuid(),
  evaluation_id: z.uuid(),
  /** Null where its sample was erased. */
  item_id: z.uuid().nullable(),
  /** That the item is a turn of; null where it has no name. */
  conversation: z.string().nullable(),
  member_id: z.uuid(),
  state: z.enum(comparisonStates),
  /** Received when it was not to be judged any more. */
  late: z.boolean(),
  judgment: comparisonSchema.nullable(),
});
export type JudgmentRow = z.infer<typeof judgmentRowSchema>;

export const evaluationOps = [
  /** Puts an evaluation before the team; its items follow. */
  z.object({ kind: z.literal('evaluation'), ...publishedShape }),
  z.object({
    kind: z.literal('evaluation_item'),
    evaluation_id: z.uuid(),
    item_id: z.uuid(),
    /** For leads, and so that the item goes with its sample. */
    sample_id: z.string(),
    /** Turns of one tell less than as many conversations; null where it has no name. */
    conversation: z.string().nullable(),
    prompt: promptSchema,
    first: answer,
    second: answer,
  }),
  z.object({
    kind: z.literal('judgment'),
    comparison_id: z.uuid(),
    /** By the places of the answers as this judge saw them; null takes back. */
    judgment: comparisonSchema.nullable(),
  }),
] as const;

/** `assay_assign_judges(evaluation_id, members)`: how many comparisons it gave. */
export const assignAnswerSchema = z.object({ given: z.int() });

/** `assay_close_evaluation(evaluation_id)`. */
export const closeAnswerSchema = z.object({ state: z.literal('closed') });

/** `assay_seal_evaluation(evaluation_id, secret)`: the secret in hexadecimal digits. The first one holds. */
export const sealAnswerSchema = z.object({ sealed: z.literal(true) });

/** `assay_unseal_evaluation(evaluation_id)`: ends the judging, notes who asks, and tells whose the answers are. */
export const unsealAnswerSchema = z.object({ secret: z.string().regex(/^[0-9a-f]{64}$/) });
