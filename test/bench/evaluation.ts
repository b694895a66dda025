import { v7 as uuidv7 } from 'uuid';
import type { Service } from '../../electron/service/service.ts';
import type { EvaluationPlan } from '../../shared/domain/comparison.ts';
import { recipeOf } from '../../shared/rules/recipe.ts';
import { ownProvider } from '../fixtures/runs.ts';
import { ask, finished } from './service.ts';

const items = 1_000;
/** What the bench's server takes for each answer. */
export const latencyMs = 50;
/** The models of the bench's server. */
export const compared = { base: 'gpt-4.1-mini-2025-04-14', tuned: 'gpt-4.1-2025-04-14' };

/** A plan to compare both models of a server on 1,000 held-out samples of a dataset that is built here. */
export async function planOn(service: Service, url: string): Promise<EvaluationPlan> {
  const recipe = recipeOf(await ask(service, 'workspace.settings', undefined));
  const split = { seed: 1, validation: 0, holdout: 0.5 };
  const { id } = await ask(service, 'jobs.dataset', { ...recipe, split, largeGroupAccepted: true });
  const job = await finished(service, id);
  if (job.kind !== 'dataset' || !job.result) throw new Error('a build gives a dataset');
  const { id: providerId, ...provider } = ownProvider(url);
  await ask(service, 'providers.save', { id: providerId, ...provider });
  await giveKey(service);
  return {
    name: 'A bench',
    datasetId: job.result.id,
    base: { providerId, model: compared.base },
    tuned: { providerId, model: compared.tuned },
    sampling: { temperature: 0, maxTokens: 300, seed: 1 },
    sample: { items, seed: 1 },
    judges: 1,
    scored: false,
  };
}

/** The keyring of a bench is forgotten with its service. */
export async function giveKey(service: Service): Promise<void> {
  await ask(service, 'providers.setKey', { id: ownProvider('').id, key: 'sk-any' });
}

/** Lets both models answer, from the word to begin until the last answer is on the disk. */
export async function evaluated(service: Service, plan: EvaluationPlan): Promise<{ id: string; seconds: number }> {
  const preview = await ask(service, 'evaluation.preview', plan);
  if (preview.items !== items) throw new Error(`${preview.items} items are held out, and ${items} are needed`);
  const began = performance.now();
  const id = uuidv7();
  const { jobId } = await ask(service, 'evaluation.create', { id, plan, confirmed: preview.confirm });
  await finished(service, jobId ?? '');
  return { id, seconds: (performance.now() - began) / 1_000 };
}
