import type OpenAI from 'openai';
import type { JobCreateParams } from 'openai/resources/fine-tuning/jobs/jobs';
import { z } from 'zod';
import type { ProviderKind } from '../../../../shared/domain/provider.ts';
import type { RemoteJob, RunPlan } from '../../../../shared/domain/run.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { answerOf, listOf } from './answer.ts';
import type { JobRequest } from './provider.ts';
import { checkpointSchema, jobSchema, runMark } from './schemas.ts';

/** What servers of one shape do in their own way: how a job is asked for, and how its model comes to answer. */
export type Dialect = {
  body(request: JobRequest): JobCreateParams;
  serve(client: OpenAI, job: RemoteJob, name: string, signal: AbortSignal): Promise<string>;
};

const openAi: Dialect = {
  body: ({ plan, ...request }) => ({ ...common(plan, request), method: methodOf(plan, hyperparameters(plan)) }),
  // A tuned model answers as soon as its job has succeeded.
  async serve(client, job, _name, signal) {
    if (job.model !== null) return job.model;
    // It may name it a little later than its end.
    return modelOf(
      await answerOf(await client.fineTuning.jobs.retrieve(job.jobId, { signal }).asResponse(), jobSchema),
    );
  },
};

/**
 * Nebius Token Factory trains adapters, takes the learning rate itself where OpenAI takes a factor, and serves a tuned model
 * once it is told to (docs.tokenfactory.nebius.com, post-training).
 */
const nebius: Dialect = {
  body({ plan, ...request }) {
    const chosen = { ...hyperparameters(plan), lora: true };
    return { ...common(plan, request), hyperparameters: chosen, method: methodOf(plan, chosen) };
  },
  async serve(client, job, name, signal) {
    const { jobs } = client.fineTuning;
    const response = await jobs.checkpoints.list(job.jobId, { limit: 100 }, { signal }).asResponse();
    const { data } = await listOf(response, checkpointSchema);
    const last = data.toSorted((a, b) => a.step - b.step).at(-1);
    if (!last) return modelOf(job);
    const named = z.object({ model: z.string() });
    const { model } = await answerOf(await jobs.retrieve(job.jobId, { signal }).asResponse(), named);
    // Served models live beside the versioned API.
    const path = new URL('/v0/models', client.baseURL).href;
    const body = { source: `${job.jobId}:${last.id}`, base_model: model, name };
    const served = z.object({ name: z.string().min(1) });
    return (await answerOf(await client.post(path, { body, signal }).asResponse(), served)).name;
  },
};

export const dialects: Record<ProviderKind, Dialect> = { openai: openAi, nebius, compatible: openAi };

function common(
  { model, seed, suffix }: RunPlan,
  { runId, trainingFile, validationFile }: Omit<JobRequest, 'plan'>,
): JobCreateParams {
  return {
    model,
    training_file: trainingFile,
    // Where a server drops it, the run's own training file still tells the job.
    metadata: { [runMark]: runId },
    ...(validationFile === null ? {} : { validation_file: validationFile }),
    ...(seed === null ? {} : { seed }),
    ...(suffix === null ? {} : { suffix }),
  };
}

type Hyperparameters = { n_epochs?: number; batch_size?: number; learning_rate_multiplier?: number; beta?: number };

/** What a person chose; the server chooses the rest. */
function hyperparameters({ epochs, batchSize, learningRate, beta, method }: RunPlan): Hyperparameters {
  return {
    ...(epochs === null ? {} : { n_epochs: epochs }),
    ...(batchSize === null ? {} : { batch_size: batchSize }),
    ...(learningRate === null ? {} : { learning_rate_multiplier: learningRate }),
    ...(beta === null || method !== 'dpo' ? {} : { beta }),
  };
}

function methodOf({ method }: RunPlan, chosen: Hyperparameters): JobCreateParams.Method {
  return { type: method, [method]: { hyperparameters: chosen } };
}

function modelOf({ model, jobId }: RemoteJob): string {
  if (model !== null) return model;
  throw new AssayError({
    kind: 'not-found',
    message: `The job ${jobId} has succeeded, and names no model that came of it.`,
    safe: 'The job is done, and costs what it costs.',
    remedy: 'Look at the provider’s own page. Resume the run to ask for the model again, or give it up.',
  });
}
