import type { Estimate } from '../../../../shared/domain/run.ts';
import type { FileFacts, PreflightFacts } from './facts.ts';

/**
 * Epochs that OpenAI chooses where nobody else does, as its cookbook reckons them (“Data preparation and analysis for chat
 * model fine-tuning”): three, and more of a small file or fewer of a large one. Other servers may choose otherwise.
 */
export function usualEpochs(examples: number): number {
  const usual = 3;
  if (examples * usual < 100) return Math.min(25, Math.floor(100 / Math.max(1, examples)));
  if (examples * usual > 25_000) return Math.max(1, Math.floor(25_000 / examples));
  return usual;
}

/**
 * What a run is expected to cost: tokens of one pass, each example cut where the server cuts it, times the passes, at the
 * table's price of training the model.
 *
 * DPO reads a prompt once with either answer, and the longer one is what an example is counted with: twice of that is the
 * most that a pair can be billed. Providers bill “the tokens in the training dataset” and do not say how often a prompt.
 */
export function estimateOf({ file, tokens }: FileFacts, { plan, provider, prices }: PreflightFacts): Estimate {
  const longest = provider.capabilities.longestExample ?? Number.POSITIVE_INFINITY;
  const read = plan.method === 'dpo' ? 2 : 1;
  let billed = 0;
  for (const [size, examples] of tokens) billed += read * Math.min(size, longest) * examples;
  const epochs = plan.epochs ?? usualEpochs(file.rows);
  const base = baseOf(plan.model);
  const row = prices.models.find(({ model }) => model === base);
  const { currency } = prices;
  if (!row || row.training === null) return { tokens: billed, epochs, amount: null, currency, price: null };
  const price = { perMillion: row.training, asOf: row.asOf, source: row.source };
  return { tokens: billed, epochs, amount: (billed * epochs * row.training) / 1_000_000, currency, price };
}

/** A tuned model is tuned further at the price of its base: `ft:gpt-4o-mini-2024-07-18:org::id`. */
export function baseOf(model: string): string {
  return model.startsWith('ft:') ? (model.split(':')[1] ?? model) : model;
}
