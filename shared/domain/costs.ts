import { z } from 'zod';

const amount = z.number().nonnegative();
const day = z.iso.date();

/**
 * What one model costs, as its source said on a day. Null is not known, never zero: a zero is a price.
 */
export const modelPriceSchema = z.object({
  model: z.string().min(1),
  /** The day on which the source was read. */
  asOf: day,
  source: z.url(),
  /** Per million tokens. */
  training: amount.nullable(),
  baseInput: amount.nullable(),
  baseOutput: amount.nullable(),
  tunedInput: amount.nullable(),
  tunedOutput: amount.nullable(),
  /** Per hour in which the tuned model is up, used or not. */
  hosting: amount.nullable(),
  /** When the tuned model ends with its base; `none` where no end is announced, or the weights are one's own. */
  shutdown: z.union([day, z.literal('none')]).nullable(),
});
export type ModelPrice = z.infer<typeof modelPriceSchema>;

/** All amounts are in one currency, an ISO 4217 code. */
export const priceTableSchema = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/),
  models: z.array(modelPriceSchema).refine((rows) => new Set(rows.map(({ model }) => model)).size === rows.length, {
    message: 'names a model twice',
  }),
});
export type PriceTable = z.infer<typeof priceTableSchema>;

/** What the estimate rests on beside the price table. Null is not known. */
export const costAssumptionsSchema = z.object({
  /** A row of the price table. */
  model: z.string().nullable(),
  epochs: z.int().min(1).max(50).nullable(),
  wagePerHour: amount.nullable(),
  answersPerMonth: amount.nullable(),
  inputTokensPerAnswer: amount.nullable(),
  outputTokensPerAnswer: amount.nullable(),
  /** What an answer costs that is not good enough as it is: its correction, its escalation. */
  costPerPoorAnswer: amount.nullable(),
  /** Production approval now, and what is expected of the tuned model, as shares. */
  approvalNow: z.number().min(0).max(1).nullable(),
  approvalExpected: z.number().min(0).max(1).nullable(),
});
export type CostAssumptions = z.infer<typeof costAssumptionsSchema>;

/** What a person keeps of costs in a workspace. */
export const costSettingsSchema = z.object({ prices: priceTableSchema, assumptions: costAssumptionsSchema });
export type CostSettings = z.infer<typeof costSettingsSchema>;

/** What can be missing from an estimate, as a screen points at it. */
export const costInputs = [
  'model',
  'training',
  'baseInput',
  'baseOutput',
  'tunedInput',
  'tunedOutput',
  'hosting',
  'shutdown',
  'epochs',
  'wagePerHour',
  'answersPerMonth',
  'inputTokensPerAnswer',
  'outputTokensPerAnswer',
  'costPerPoorAnswer',
  'approvalNow',
  'approvalExpected',
  'trainingTokens',
  'labelingHours',
] as const;
export type CostInput = (typeof costInputs)[number];

/** The estimate. What a missing input leaves open is null. Amounts are in the currency of the table. */
export const costsSchema = z.object({
  currency: z.string(),
  model: z.string().nullable(),
  /** The day and the page of the prices. */
  prices: z.object({ asOf: z.string(), source: z.string() }).nullable(),
  /** Paid once. */
  training: z.number().nullable(),
  labeling: z.number().nullable(),
  once: z.number().nullable(),
  /** A month: what fewer poor answers save, what hosting costs, what the tuned model's tokens cost more (or less). */
  saved: z.number().nullable(),
  hosting: z.number().nullable(),
  tokens: z.number().nullable(),
  monthly: z.number().nullable(),
  /** Until what is paid once has come back; null also where it never does. */
  paysBackMonths: z.number().nullable(),
  /** Null where no end is announced, or it is not known. */
  monthsToShutdown: z.number().nullable(),
  /** The gain in approval from which it pays back before the shutdown, as a share; above 1 no gain would do. */
  breakEvenGain: z.number().nullable(),
  missing: z.array(z.enum(costInputs)),
  settle: z.object({ inputs: z.array(z.enum(costInputs)) }).nullable(),
});
