import { z } from 'zod';
import { contenders, promptSchema } from './comparison.ts';
import { evaluationResultsSchema, winners } from './evaluation.ts';
import { partialScoresSchema } from './rubric.ts';

/** A judgment once it is known whose the answers are. */
const namedJudgmentSchema = z.object({
  judge: z.string(),
  /** The judge by name; “you” where nobody else judges. */
  by: z.string(),
  winner: z.enum(winners),
  scores: z.record(z.enum(contenders), partialScoresSchema).nullable(),
  note: z.string(),
});
export type NamedJudgment = z.infer<typeof namedJudgmentSchema>;

/** How an item went by the mean of its judges. */
export const outcomes = ['won', 'lost', 'tied'] as const;
export type Outcome = (typeof outcomes)[number];

/** An item that was judged, as a list shows it: seen from the tuned model. */
export const openedItemSchema = z.object({
  id: z.uuid(),
  sampleId: z.string(),
  intent: z.string().nullable(),
  /** What the customer said last. */
  question: z.string(),
  outcome: z.enum(outcomes),
  judgments: z.array(namedJudgmentSchema),
});
export type OpenedItem = z.infer<typeof openedItemSchema>;

const spentSchema = z.object({
  answers: z.int(),
  /** Of these, those that are none, and those that were cut at the longest length. */
  none: z.int(),
  cut: z.int(),
  inputTokens: z.int(),
  outputTokens: z.int(),
  /** Milliseconds until an answer was there, on average; null without one. */
  meanWaitMs: z.number().nullable(),
  /** By what the provider counted at the prices of the table; null while either is not known. */
  cost: z.number().nullable(),
});
export type Spent = z.infer<typeof spentSchema>;

/** An evaluation whose results somebody has opened. */
export const openedEvaluationSchema = z.object({
  results: evaluationResultsSchema,
  spent: z.record(z.enum(contenders), spentSchema),
  currency: z.string(),
  /** Those that were judged, the newest sample first. */
  items: z.array(openedItemSchema),
});
export type OpenedEvaluation = z.infer<typeof openedEvaluationSchema>;

/** Both answers to a prompt, named. Null is an answer that did not come: the provider declined, or the model had no tokens left. */
export const namedAnswersSchema = z.object({
  prompt: promptSchema,
  answers: z.record(z.enum(contenders), z.string().nullable()),
});
export type NamedAnswers = z.infer<typeof namedAnswersSchema>;

/** Training samples that are nearest to an item, and the dataset that they are in. */
export const nearestSamplesSchema = z.object({
  datasetName: z.string(),
  samples: z.array(
    z.object({
      sampleId: z.string(),
      question: z.string(),
      answer: z.string(),
      /** How much of the item's question they share, from 0 to 1. */
      share: z.number(),
    }),
  ),
});
export type NearestSamples = z.infer<typeof nearestSamplesSchema>;
