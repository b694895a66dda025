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
  judge: z.string(),
  winner: z.enum(winners),
  /** Of the item; null where none is named. */
  intent: z.string().nullable(),
  /** Rubric scores of both answers, where the judge gave them. */
  scores: z.object({ base: partialScoresSchema, tuned: partialScoresSchema }).nullable(),
});
export type Judgment = z.infer<typeof judgmentSchema>;

/** A mean over items with its 95 % interval; low and high are null where the items do not tell how much they vary. */
const deltaSchema = z.object({
  scale: z.enum(scaleIds),
  /** Items with a score of both answers. */
  items: count,
  base: z.number(),
  tuned: z.number(),
  /** Tuned minus base, in steps of the rubric. */
  delta: z.number(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});
export type RubricDelta = z.infer<typeof deltaSchema>;

/** How often the tuned model wins, a tie as half a win, with its 95 % interval. */
const winRateSchema = z.object({ items: count, rate: share, low: share, high: share });
export type WinRate = z.infer<typeof winRateSchema>;

/** Of all items, and of those of one intent; no win rate where nothing was judged. */
const resultShape = { winRate: winRateSchema.nullable(), deltas: z.array(deltaSchema) };

export const evaluationResultsSchema = z.object({
  ...resultShape,
  /** Judgments by what they say. */
  judgments: z.record(z.enum(winners), count),
  /** Items that one model wins by the mean of its judges, and the sign test's two-sided p; ties are dropped. */
  sign: z.object({ wins: count, losses: count, ties: count, p: share }),
  /** Items still to be compared until this win rate is told from one half; null where no number would do. */
  stillNeeded: count.nullable(),
  /** Items with two judges or more, and the share of their pairs who say the same, with its interval. */
  agreement: z.object({ items: count, share, low: share, high: share }).nullable(),
  /** Most items first; null stands for items that name no intent. */
  intents: z.array(z.object({ intent: z.string().nullable(), ...resultShape })),
});
export type EvaluationResults = z.infer<typeof evaluationResultsSchema>;
