import { z } from 'zod';
import type { ServedModel } from '../../../../shared/domain/provider.ts';
import type { RemoteJob, RunCheckpoint, RunMetric } from '../../../../shared/domain/run.ts';
import type { ListedJob, RemoteEvent } from './provider.ts';

/**
 * What servers of OpenAI's shape answer, read leniently: what one of them leaves out or says in another word is no reason
 * to lose a job that costs money. What Assay hangs on must be there.
 */

/** Told some other way it is only not known. */
const seconds = z.number().nullish().catch(null);

export const fileSchema = z.object({ id: z.string().min(1), filename: z.string().nullish() });
export const uploadSchema = z.object({ id: z.string().min(1) });
export const completedSchema = z.object({ file: fileSchema });
export const partSchema = z.object({ id: z.string().min(1) });

export const modelSchema = z
  .object({
    id: z.string().min(1),
    created: seconds,
    owned_by: z.string().nullish(),
    shutdown_date: z.string().nullish(),
  })
  .transform(
    (model): ServedModel => ({
      name: model.id,
      createdAt: isoTime(model.created),
      ownedBy: model.owned_by ?? null,
      shutdown: model.shutdown_date ?? null,
    }),
  );

const jobFields = z.object({
  id: z.string().min(1),
  status: z.string().nullish(),
  created_at: seconds,
  model: z.string().nullish(),
  training_file: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  fine_tuned_model: z.string().nullish(),
  trained_tokens: z.number().transform(Math.round).nullish(),
  estimated_finish: seconds,
  finished_at: seconds,
  error: z.object({ code: z.string().nullish(), message: z.string().nullish() }).nullish(),
  hyperparameters: epochsIn(),
  method: z.object({ supervised: hyper(), dpo: hyper() }).partial().nullish(),
});

export const jobSchema = jobFields.transform((job): RemoteJob => {
  const chosen = [job.method?.supervised, job.method?.dpo, { hyperparameters: job.hyperparameters }];
  const epochs = chosen.map((part) => part?.hyperparameters?.n_epochs).find((value) => typeof value === 'number');
  return {
    jobId: job.id,
    status: job.status ?? 'unknown',
    model: job.fine_tuned_model ?? null,
    trainedTokens: job.trained_tokens ?? null,
    estimatedFinish: isoTime(job.estimated_finish),
    finishedAt: isoTime(job.finished_at),
    epochs: epochs ?? null,
    // OpenAI tells an empty error of a job that has none.
    error: job.error?.message ? { code: job.error.code ?? '', message: job.error.message } : null,
  };
});

/** By what a job is marked with a run of ours. */
export const runMark = 'assay_run_id';

export const listedJobSchema = jobFields.transform((job): ListedJob => {
  const mark = job.metadata?.[runMark];
  return {
    jobId: job.id,
    createdAt: isoTime(job.created_at) ?? '',
    status: job.status ?? 'unknown',
    model: job.model ?? '',
    runId: typeof mark === 'string' ? mark : null,
    trainingFile: job.training_file ?? '',
  };
});

export const eventSchema = z
  .object({
    id: z.string().min(1),
    created_at: seconds,
    level: z.string().nullish(),
    message: z.string().nullish(),
    data: z.unknown().optional(),
  })
  .transform(
    (event): RemoteEvent => ({
      id: event.id,
      at: isoTime(event.created_at) ?? '',
      level: event.level ?? 'info',
      message: event.message ?? '',
      metric: metricOf(event.data),
    }),
  );

export const checkpointSchema = z
  .object({
    id: z.string().min(1),
    step_number: z.int().nullish(),
    fine_tuned_model_checkpoint: z.string().nullish(),
    metrics: z.unknown().optional(),
  })
  .transform((checkpoint): RunCheckpoint => {
    const step = checkpoint.step_number ?? 0;
    const metrics = metricOf({ step, ...Object(checkpoint.metrics) });
    return {
      id: checkpoint.id,
      step,
      model: checkpoint.fine_tuned_model_checkpoint ?? null,
      metrics: metrics ?? noMetric(step),
    };
  });

const metricSchema = z.object({
  step: z.int(),
  total_steps: z.int().nullish(),
  train_loss: z.number().nullish(),
  train_mean_token_accuracy: z.number().nullish(),
  valid_loss: z.number().nullish(),
  valid_mean_token_accuracy: z.number().nullish(),
  full_valid_loss: z.number().nullish(),
  full_valid_mean_token_accuracy: z.number().nullish(),
});

/** A point of the curves; over the whole validation file where that was measured, which says more than one batch of it. */
function metricOf(data: unknown): RunMetric | null {
  const parsed = metricSchema.safeParse(data);
  if (!parsed.success) return null;
  const { data: told } = parsed;
  return {
    step: told.step,
    steps: told.total_steps ?? null,
    trainLoss: told.train_loss ?? null,
    trainAccuracy: told.train_mean_token_accuracy ?? null,
    validationLoss: told.full_valid_loss ?? told.valid_loss ?? null,
    validationAccuracy: told.full_valid_mean_token_accuracy ?? told.valid_mean_token_accuracy ?? null,
  };
}

function noMetric(step: number): RunMetric {
  return { step, steps: null, trainLoss: null, trainAccuracy: null, validationLoss: null, validationAccuracy: null };
}

function hyper() {
  return z.object({ hyperparameters: epochsIn() }).nullish();
}

function epochsIn() {
  return z.object({ n_epochs: z.unknown() }).partial().nullish();
}

/** Seconds since 1970 as ISO 8601; null for what is no such time. */
function isoTime(value: number | null | undefined): string | null {
  const time = new Date((value ?? 0) * 1_000);
  return time.getTime() > 0 ? time.toISOString() : null;
}
