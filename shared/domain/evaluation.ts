import { z } from 'zod';
import { partialScoresSchema, scaleIds } from './rubric.ts';

/** Who is better: one of the two models, neither by far, or neither is good enough. */
export const winners = ['base', 'tuned', 'tie', 'both_bad'] as const;
export type Winner = (typeof winners)[number];

const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

/** One judge's word on one item of an evaluation; at most one of each judge on each item. */
export const judgmentSchema = z.object({
  itemId: z.string(),
  /** That the item is a turn of; null where it has no name. */
  conversation: z.string().nullable(),
  judge: z.string(),
  winner: z.enum(winners),
  /** Of the item; null where none is named. */
  intent: z.string().nullable(),
  /** Rubric scores of both answers, where the judge gave them. */
  scores: z.object({ base: partialScoresSchema, tuned: partialScoresSchema }).nullable(),
});
export type Judgment = z.infer<typeof judgmentSchema>;

/** A mean over conversations with its 95 % interval; low and high are null where they do not tell how much they vary. */
const deltaSchema = z.object({
  scale: z.enum(scaleIds),
  /** Conversations with a score of both answers. */
  conversations: count,
  base: z.number(),
  tuned: z.number(),
  /** Tuned minus base, in steps of the rubric. */
  delta: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type RubricDelta = z.infer<typeof deltaSchema>;

/** How often the tuned model wins, a tie as half a win, with its 95 % interval. */
const winRateSchema = z.object({ conversations: count, rate: share, low: share, high: share });
export type WinRate = z.infer<typeof winRateSchema>;

/** Of all items, and of those of one intent; no win rate where nothing was judged. A conversation counts once. */
const resultShape = { winRate: winRateSchema.nullable(), deltas: z.array(deltaSchema) };

export const evaluationResultsSchema = z.object({
  ...resultShape,
  /** Items that were judged. */
  items: count,
  /** Judgments by what they say. */
  judgments: z.record(z.enum(winners), count),
  /** Conversations that one model wins by the mean of what was judged of them, and the sign test's two-sided p; ties are dropped. */
  sign: z.object({ wins: count, losses: count, ties: count, p: share }),
  /** Conversations still to be compared until this win rate is told from one half; null where no number would do. */
  stillNeeded: count.nullable(),
  /** Conversations with items of two judges or more, and the share of their pairs who say the same, with its interval. */
  agreement: z.object({ conversations: count, share, low: share, high: share }).nullable(),
  /** Most conversations first; null stands for items that name no intent. */
  intents: z.array(z.object({ intent: z.string().nullable(), ...resultShape })),
});
export type EvaluationResults = z.infer<typeof evaluationResultsSchema>;
