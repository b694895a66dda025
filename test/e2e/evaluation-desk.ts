import type { Page } from '@playwright/test';
import { v7 as uuidv7 } from 'uuid';
import type { Evaluation, EvaluationPlan } from '../../shared/domain/comparison.ts';
import { recipeOf } from '../../shared/rules/recipe.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { baseModel, comparedModels, tunedModel } from '../fixtures/evaluations.ts';
import { ownProvider } from '../fixtures/runs.ts';
import type { Exchange } from '../openai/exchange.ts';
import { type FakeOpenAI, startFakeOpenAI } from '../openai/server.ts';
import { ask, test as base, expect } from './labeling-desk.ts';

export { ask, expect };

type OpenAI = { server: FakeOpenAI; exchanges: Exchange[] };

/** Customers who ask about something in words of their own, after some turns. */
export const askingRows = approvedRows(30, 'asks').map((row, index) => ({
  ...row,
  query: {
    ...row.query,
    metadata: {
      history: Array.from({ length: index % 5 }, (_, turn) =>
        turn % 2 === 0
          ? {
              role: 'user' as const,
              content: `I have written to you before about order ${index}, and nobody answered.`,
            }
          : { role: 'assistant' as const, content: 'I am sorry about that. Let me have a look at it right now.' },
      ),
    },
  },
}));

/** The app on samples that pass every gate, and a server that has both models. */
export const test = base.extend<{ openai: OpenAI }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs off the pattern.
  openai: async ({}, use) => {
    const exchanges: Exchange[] = [];
    const server = await startFakeOpenAI({
      models: comparedModels,
      heard: (exchange) => void exchanges.push(exchange),
    });
    await use({ server, exchanges });
    await server.close();
  },
});

async function ended(page: Page, jobId: string): Promise<void> {
  const state = async () => (await ask(page, 'jobs.list', undefined)).find(({ id }) => id === jobId)?.state;
  await expect.poll(state).toBe('done');
}

/** Makes the server known with a key, and builds a dataset that holds half of its samples out. @returns its id */
export async function prepare(page: Page, { url }: FakeOpenAI): Promise<string> {
  await ask(page, 'providers.save', ownProvider(url));
  await ask(page, 'providers.setKey', { id: 'own', key: 'sk-good' });
  const settings = await ask(page, 'workspace.settings', undefined);
  const recipe = { ...recipeOf(settings), split: { seed: 1, validation: 0, holdout: 0.5 }, largeGroupAccepted: true };
  const job = await ask(page, 'jobs.dataset', recipe);
  await ended(page, job.id);
  const { datasets } = await ask(page, 'dataset.list', undefined);
  return datasets[0]?.id ?? '';
}

/** Begins an evaluation through the window's door and waits for its answers. */
export async function begin(page: Page, datasetId: string, change: Partial<EvaluationPlan> = {}): Promise<Evaluation> {
  const plan: EvaluationPlan = {
    name: 'Autumn round',
    datasetId,
    base: { providerId: 'own', model: baseModel },
    tuned: { providerId: 'own', model: tunedModel },
    sampling: { temperature: 0, maxTokens: 300, seed: 7 },
    sample: null,
    judges: 1,
    scored: false,
    ...change,
  };
  const { confirm } = await ask(page, 'evaluation.preview', plan);
  const evaluation = await ask(page, 'evaluation.create', { id: uuidv7(), plan, confirmed: confirm });
  await ended(page, evaluation.jobId ?? '');
  return evaluation;
}

export async function toEvaluations(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+Shift+e');
  await expect(page).toHaveTitle(/^Evaluate/);
}

/** Judges blind, from the list of evaluations. */
export async function toComparing(page: Page): Promise<void> {
  await toEvaluations(page);
  await page.getByRole('button', { name: /^(Judge blind|Go on judging)/ }).click();
  await expect(page.getByRole('radiogroup', { name: 'Which answer is better' })).toBeVisible();
}

export const answerAt = (page: Page, place: 'First' | 'Second') =>
  page.getByRole('region', { name: `${place} answer` });

/** How far the header says that this judge is. */
export const far = (page: Page) => page.getByRole('banner').getByText(/^\d+ of \d+$/);
