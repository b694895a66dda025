import {
  type AnsweringEstimate,
  type Contender,
  contenders,
  type EvaluationPlan,
} from '../../../shared/domain/comparison.ts';
import type { PriceTable } from '../../../shared/domain/costs.ts';
import { tokensOfExample } from '../dataset/tokens.ts';
import type { HeldItem } from './items.ts';
import type { PricedModel, PricedModels } from './priced.ts';
import type { UsageOfBoth } from './table.ts';

type Rate = { input: number; output: number; row: PriceTable['models'][number] };

/** Per million tokens; null where the table does not say. A tuned model is in the row of the one it was tuned from. */
function rateOf({ model, tunedFrom }: PricedModel, { models }: PriceTable): Rate | null {
  const row = models.find((known) => known.model === (tunedFrom ?? model));
  const input = tunedFrom === null ? row?.baseInput : row?.tunedInput;
  const output = tunedFrom === null ? row?.baseOutput : row?.tunedOutput;
  return row === undefined || input == null || output == null ? null : { input, output, row };
}

/** What answering costs at most: every prompt twice, with the tools that no answer calls; answers as long as they may be. */
export function answeringEstimate(
  items: readonly HeldItem[],
  { maxTokens }: EvaluationPlan['sampling'],
  models: PricedModels,
  prices: PriceTable,
): AnsweringEstimate {
  const input = items.reduce(
    (sum, { prompt }) =>
      sum +
      tokensOfExample({ prompt: prompt.messages, tools: prompt.tools, chosen: '', rejected: null, approved: false }),
    0,
  );
  const output = items.length * maxTokens;
  const rates = contenders.map((contender) => rateOf(models[contender], prices));
  const known = rates.filter((rate) => rate !== null);
  return {
    inputTokens: 2 * input,
    outputTokens: 2 * output,
    amount:
      known.length < contenders.length
        ? null
        : known.reduce((sum, rate) => sum + (input * rate.input + output * rate.output) / 1_000_000, 0),
    currency: prices.currency,
    prices: [...new Set(known.map(({ row }) => row))].map(({ model, asOf, source }) => ({ model, asOf, source })),
  };
}

/** What the answers of a model have cost by what its provider counted; null where a price or a count is missing. */
export function costOf(
  contender: Contender,
  usage: UsageOfBoth,
  models: PricedModels,
  prices: PriceTable,
): number | null {
  const rate = rateOf(models[contender], prices);
  const { answers, counted, inputTokens, outputTokens } = usage[contender];
  if (rate === null || counted < answers) return null;
  return (inputTokens * rate.input + outputTokens * rate.output) / 1_000_000;
}
