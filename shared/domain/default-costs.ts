import type { CostSettings, ModelPrice } from './costs.ts';

/**
 * OpenAI's pages as they were on that day, in USD per million tokens, standard processing: tuned models are billed by the
 * token, and an hour costs nothing. All four end with their bases on 2027-01-14, and nobody can train one after
 * 2027-01-06 (developers.openai.com/api/docs/deprecations). Other hosts publish no table that could be read: their rows
 * are a person's to enter.
 */
const openAi = {
  asOf: '2026-08-05',
  source: 'https://developers.openai.com/api/docs/pricing',
  hosting: 0,
  shutdown: '2027-01-14',
} as const;

const models: ModelPrice[] = [
  { model: 'gpt-4.1-2025-04-14', training: 25, baseInput: 2, baseOutput: 8, tunedInput: 3, tunedOutput: 12 },
  { model: 'gpt-4.1-mini-2025-04-14', training: 5, baseInput: 0.4, baseOutput: 1.6, tunedInput: 0.8, tunedOutput: 3.2 },
  { model: 'gpt-4o-2024-08-06', training: 25, baseInput: 2.5, baseOutput: 10, tunedInput: 3.75, tunedOutput: 15 },
  { model: 'gpt-4o-mini-2024-07-18', training: 3, baseInput: 0.15, baseOutput: 0.6, tunedInput: 0.3, tunedOutput: 1.2 },
].map((row) => ({ ...row, ...openAi }));

/** What a workspace begins with: published prices, and no assumption that its people have not made. */
export const defaultCosts: CostSettings = {
  prices: { currency: 'USD', models },
  assumptions: {
    model: null,
    epochs: null,
    wagePerHour: null,
    answersPerMonth: null,
    inputTokensPerAnswer: null,
    outputTokensPerAnswer: null,
    costPerPoorAnswer: null,
    approvalNow: null,
    approvalExpected: null,
  },
};
