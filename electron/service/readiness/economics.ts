import {
  type CostAssumptions,
  type CostInput,
  costInputs,
  type ModelPrice,
  modelPriceSchema,
  type PriceTable,
} from '../../../shared/domain/costs.ts';
import type { CostFinding } from '../../../shared/domain/readiness.ts';

/** 365.25 days of 24 hours, in twelve parts. */
const hoursPerMonth = 730.5;
const monthMs = hoursPerMonth * 3_600_000;
const million = 1_000_000;

export type CostFigures = {
  prices: PriceTable;
  assumptions: CostAssumptions;
  /** Tokens that one epoch trains on; null where they are not counted. */
  trainingTokens: number | null;
  /** Time at work on all labels; null where it is not known. */
  labelingHours: number | null;
  /** ISO 8601. */
  asOf: string;
};

/**
 * Whether fine-tuning pays: what it costs once, what it saves and costs a month, and whether it has paid back before
 * the model ends. An estimate of expected values, as good as its inputs; what is missing is named, and never taken for
 * zero.
 */
export function costFinding(figures: CostFigures): CostFinding {
  const { model } = figures.assumptions;
  const price = figures.prices.models.find((row) => row.model === model);
  const of = inputsOf(figures, price);
  // Without a row of the table it is the row that is missing, not each of its prices.
  const missing = costInputs.filter((name) =>
    name === 'model' ? !price : Number.isNaN(of[name]) && (price || !(name in modelPriceSchema.shape)),
  );

  const training = (of.trainingTokens * of.epochs * of.training) / million;
  const labeling = of.labelingHours * of.wagePerHour;
  const once = training + labeling;
  const poorAnswers = of.answersPerMonth * of.costPerPoorAnswer;
  const saved = poorAnswers * (of.approvalExpected - of.approvalNow);
  const hosting = of.hosting * hoursPerMonth;
  const dearer =
    of.inputTokensPerAnswer * (of.tunedInput - of.baseInput) +
    of.outputTokensPerAnswer * (of.tunedOutput - of.baseOutput);
  const tokens = (of.answersPerMonth * dearer) / million;
  const monthly = saved - hosting - tokens;
  const paysBack = monthly > 0 ? once / monthly : Number.NaN;

  // What loses money every month never pays back, whatever else is missing.
  const pays = monthly <= 0 ? 'not met' : paysBack < of.shutdown ? 'met' : 'not met';
  const verdict = missing.length > 0 && !(monthly <= 0) ? 'cannot tell' : pays;
  return {
    criterion: 'cost',
    verdict,
    currency: figures.prices.currency,
    model,
    prices: price ? { asOf: price.asOf, source: price.source } : null,
    training: known(training),
    labeling: known(labeling),
    once: known(once),
    saved: known(saved),
    hosting: known(hosting),
    tokens: known(tokens),
    monthly: known(monthly),
    paysBackMonths: known(paysBack),
    monthsToShutdown: known(of.shutdown),
    breakEvenGain: known(Math.max(0, (once / of.shutdown + hosting + tokens) / poorAnswers)),
    missing,
    settle: verdict === 'cannot tell' ? { inputs: missing } : null,
  };
}

/** Every input as a number; NaN where it is not known makes whatever rests on it unknown too. */
function inputsOf(
  { assumptions, trainingTokens, labelingHours, asOf }: CostFigures,
  price: ModelPrice | undefined,
): Record<Exclude<CostInput, 'model'>, number> {
  return {
    training: number(price?.training),
    baseInput: number(price?.baseInput),
    baseOutput: number(price?.baseOutput),
    tunedInput: number(price?.tunedInput),
    tunedOutput: number(price?.tunedOutput),
    hosting: number(price?.hosting),
    shutdown: monthsUntil(price?.shutdown, asOf),
    epochs: number(assumptions.epochs),
    wagePerHour: number(assumptions.wagePerHour),
    answersPerMonth: number(assumptions.answersPerMonth),
    inputTokensPerAnswer: number(assumptions.inputTokensPerAnswer),
    outputTokensPerAnswer: number(assumptions.outputTokensPerAnswer),
    costPerPoorAnswer: number(assumptions.costPerPoorAnswer),
    approvalNow: number(assumptions.approvalNow),
    approvalExpected: number(assumptions.approvalExpected),
    trainingTokens: number(trainingTokens),
    labelingHours: number(labelingHours),
  };
}

function number(value: number | null | undefined): number {
  return value ?? Number.NaN;
}

/** Infinite where no end is announced. The day of the shutdown is the first without the model. */
function monthsUntil(shutdown: ModelPrice['shutdown'] | undefined, asOf: string): number {
  if (shutdown === 'none') return Number.POSITIVE_INFINITY;
  if (shutdown == null) return Number.NaN;
  return Math.max(0, (Date.parse(`${shutdown}T00:00:00Z`) - Date.parse(asOf)) / monthMs);
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
