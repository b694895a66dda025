import { z } from 'zod';
import { errorReportSchema } from './error-report.ts';
import { providerIdSchema, providerSchema } from './provider.ts';
import { partialScoresSchema } from './rubric.ts';

/** The two models of an evaluation: the one that is there, and the one that may take its place. */
export const contenders = ['base', 'tuned'] as const;
export type Contender = (typeof contenders)[number];

/** Where an answer stands on the page. Which model that is, nobody is told before the results are opened. */
export const places = ['first', 'second'] as const;
export type Place = (typeof places)[number];

/** More than judges get through. */
export const mostItems = 5_000;

const chosenSchema = z.object({ providerId: providerIdSchema, model: z.string().trim().min(1).max(200) });

/** What a person asks for. Both models answer the same prompts with the same sampling. */
export const evaluationPlanSchema = z.object({
  name: z.string().trim().min(1).max(100),
  /** Whose hold-out is answered. */
  datasetId: z.string().regex(/^[0-9a-f]{64}$/),
  base: chosenSchema,
  tuned: chosenSchema,
  sampling: z.object({
    /** Null lets the server choose, as some models will have it. */
    temperature: z.number().min(0).max(2).nullable(),
    maxTokens: z.int().min(1).max(32_768),
    seed: z.int().min(0).max(0x7fff_ffff).nullable(),
  }),
  /** Items: at most so many, chosen by a seed; null takes all, up to `mostItems`. */
  sample: z.object({ items: z.int().min(1).max(mostItems), seed: z.int().min(0).max(0x7fff_ffff) }).nullable(),
  /** How many judges each item wants. */
  judges: z.int().min(1).max(9),
  /** Judges may score both answers by the rubric. */
  scored: z.boolean(),
});
export type EvaluationPlan = z.infer<typeof evaluationPlanSchema>;

/** What both models' answers are expected to cost at most. Null is not known, never zero. */
export const answeringEstimateSchema = z.object({
  /** Both models, by o200k_base; answers as long as they may be. */
  inputTokens: z.int(),
  outputTokens: z.int(),
  amount: z.number().nullable(),
  currency: z.string(),
  /** Rows of the price table it rests on. */
  prices: z.array(z.object({ model: z.string(), asOf: z.iso.date(), source: z.url() })),
});
export type AnsweringEstimate = z.infer<typeof answeringEstimateSchema>;

/** What an evaluation would be, before anything is sent. */
export const evaluationPreviewSchema = z.object({
  datasetName: z.string(),
  items: z.int(),
  /** Samples of the hold-out that stay out, because they are not untouched any more or the team has erased them. */
  leftOut: z.object({ trained: z.int(), erased: z.int() }),
  /** Why it cannot be; null where it can. */
  refused: errorReportSchema.nullable(),
  estimate: answeringEstimateSchema.nullable(),
  /** What a person must type before it begins, because it costs much or nobody knows how much; null for nothing. */
  confirm: z.string().nullable(),
});
export type EvaluationPreview = z.infer<typeof evaluationPreviewSchema>;

export const contenderSchema = z.object({
  /** As it was then: a profile may change, and what was asked of whom stays. */
  provider: providerSchema,
  model: z.string(),
});

export const evaluationPhases = [
  /** Answers are being asked for. */
  'answering',
  /** Something stopped that, and answers are missing. */
  'stopped',
  /** All answers are there, and judges are at work. */
  'judging',
  /** Somebody has opened the results: nothing is judged any more. */
  'opened',
] as const;
export type EvaluationPhase = (typeof evaluationPhases)[number];

/** An evaluation as lists show it. Nothing in it tells whose an answer is. */
export const evaluationSchema = z.object({
  id: z.uuid(),
  plan: evaluationPlanSchema,
  base: contenderSchema,
  tuned: contenderSchema,
  datasetName: z.string(),
  estimate: answeringEstimateSchema,
  createdAt: z.string(),
  /** The job of this workspace that asks for the answers. */
  jobId: z.uuid().nullable(),
  phase: z.enum(evaluationPhases),
  items: z.int(),
  /** Items with both answers. */
  answered: z.int(),
  /** Standing judgments of all judges, and of this one; `wanted` of all. */
  judged: z.int(),
  judgedHere: z.int(),
  wanted: z.int(),
  openedAt: z.string().nullable(),
  /** When it was put before the team, whose judgments it then counts; null for one that is judged here. */
  publishedAt: z.string().nullable(),
  /** Why answering stopped. */
  error: errorReportSchema.nullable(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

const toolCallSchema = z.object({ id: z.string(), name: z.string(), arguments: z.string() });

/** What both models were asked, as an `Example` has it. */
export const promptSchema = z.object({
  messages: z.array(
    z.discriminatedUnion('role', [
      z.object({ role: z.enum(['system', 'user']), content: z.string() }),
      z.object({ role: z.literal('assistant'), content: z.string(), toolCalls: z.array(toolCallSchema) }),
      z.object({ role: z.literal('tool'), content: z.string(), toolCallId: z.string() }),
    ]),
  ),
  tools: z.array(
    z.object({
      name: z.string(),
      description: z.string().nullable(),
      parameters: z.record(z.string(), z.unknown()),
    }),
  ),
});
export type Prompt = z.infer<typeof promptSchema>;

/** The better answer, by its place; or neither. */
export const betters = [...places, 'tie', 'both_bad'] as const;
export type Better = (typeof betters)[number];

export const maxJudgmentNote = 2_000;

/** One judge's verdict on one item, in the words of somebody who does not know whose the answers are. */
export const comparisonSchema = z.object({
  better: z.enum(betters),
  /** Rubric scores of both answers, where the evaluation asks for them. */
  scores: z.object({ first: partialScoresSchema, second: partialScoresSchema }).nullable(),
  note: z.string().max(maxJudgmentNote),
  /** Milliseconds in which somebody was at it. */
  activeMs: z.int().nonnegative(),
});
export type Comparison = z.infer<typeof comparisonSchema>;

/** What a judge has entered of an item and not committed. Everything may be missing. */
export const comparisonDraftSchema = z.object({
  better: z.enum(betters).nullable(),
  scores: z.object({ first: partialScoresSchema, second: partialScoresSchema }),
  note: z.string().max(maxJudgmentNote),
  activeMs: z.int().nonnegative(),
});
export type ComparisonDraft = z.infer<typeof comparisonDraftSchema>;

export const emptyComparisonDraft: ComparisonDraft = {
  better: null,
  scores: { first: {}, second: {} },
  note: '',
  activeMs: 0,
};

/** The draft that shows a committed verdict again: what undo and re-opening put on the screen. */
export function comparisonDraftOf({ better, scores, note, activeMs }: Comparison): ComparisonDraft {
  return { better, scores: scores ?? emptyComparisonDraft.scores, note, activeMs };
}

/** What a judge sees of an item. An answer is null where none came, whosever doing that is. */
export const comparedItemSchema = z.object({
  id: z.uuid(),
  evaluationId: z.uuid(),
  prompt: promptSchema,
  first: z.string().nullable(),
  second: z.string().nullable(),
  /** This judge's standing verdict. */
  comparison: comparisonSchema.nullable(),
  /** What this judge has entered since and not committed. */
  draft: comparisonDraftSchema.nullable(),
});
export type ComparedItem = z.infer<typeof comparedItemSchema>;
