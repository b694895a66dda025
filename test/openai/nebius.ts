import { z } from 'zod';
import { invalid, modelNotFound, notFound } from './api-error.ts';
import { checkpointsOf } from './checkpoints.ts';
import { unixSeconds } from './clock.ts';
import type { Job } from './job.ts';
import type { Model } from './models.ts';
import { type Act, parsed } from './route.ts';
import type { State } from './state.ts';

/** How long a new model is looked at before it answers. */
const validatingMs = 30_000;

/** Weights of a checkpoint that are served under a name of their own, as Nebius does it. */
export type CustomModel = {
  name: string;
  at: number;
  job: Job;
  source: string;
  baseModel: string;
  description: string;
};

const createSchema = z.object({
  source: z.string().regex(/^[^:]+:[^:]+$/, 'job:checkpoint is expected'),
  base_model: z.string().min(1),
  name: z.string().min(1),
  description: z.string().default(''),
});

/** `POST /v0/models`: the answer names the model that chat completions are asked of, which is not the name that was sent. */
export const createCustomModel: Act = async (state, { json, now }) => {
  if (!state.habits.givesWeights) throw notFound('route', '/v0/models', 'path');
  const { source, base_model: baseModel, name, description } = parsed(createSchema, json);
  const [jobId = '', checkpointId = ''] = source.split(':');
  const job = state.jobs.get(jobId);
  if (!job) throw notFound('fine-tune job', jobId, 'source');
  const made = await checkpointsOf(state, job, now);
  if (!made.some(({ id }) => id === checkpointId)) throw notFound('checkpoint', checkpointId, 'source');
  if (baseModel !== job.model) throw invalid(`The job has trained ${job.model}.`, 'base_model');
  const custom = { name: `${name}-${state.ids.next('').slice(0, 4)}`, at: now, job, source, baseModel, description };
  state.customModels.set(custom.name, custom);
  return { json: customModelObject(custom, now) };
};

export const retrieveCustomModel: Act = (state, { params, now }) => {
  const custom = state.customModels.get(params['id'] ?? '');
  if (!custom) throw modelNotFound(params['id'] ?? '');
  return { json: customModelObject(custom, now) };
};

function customModelObject({ name, baseModel, source, description, at }: CustomModel, now: number): object {
  return {
    name,
    base_model: baseModel,
    source,
    description,
    created_at: unixSeconds(at),
    status: now < at + validatingMs ? 'validating' : 'active',
  };
}

/** A served model once it answers. */
export function customModelOf(state: State, name: string, now: number): Model | null {
  const custom = state.customModels.get(name);
  if (!custom || now < custom.at + validatingMs) return null;
  return { id: name, ownedBy: 'fake-org', base: custom.job.base, job: custom.job, createdAt: custom.at };
}
