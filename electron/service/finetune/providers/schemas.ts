import { z } from 'zod';
import type { ServedModel } from '../../../../shared/domain/provider.ts';
import type { RemoteJob, RunCheckpoint, RunMetric } from '../../../../shared/domain/run.ts';
import { endDay } from '../../../../shared/rules/providers.ts';
import type { ListedJob, RemoteEvent } from './provider.ts';

/**
 * What servers of OpenAI's shape answer, read leniently: what one of them leaves out or says in another way is only not known,
 * and no reason to lose a job that costs money. What Assay hangs on, a name, must be there.
 */

const text = z.string().nullish().catch(null);
const measured = z.number().nullish().catch(null);
const whole = z.int().nullish().catch(null);
const seconds = measured;
/** Of tokens, by which a job is charged. */
const count = z.number().transform(Math.round).pipe(z.int().nonnegative()).nullish().catch(null);

export const fileSchema = z.object({ id: z.string().min(1), filename: text });
export const uploadSchema = z.object({ id: z.string().min(1) });
export const completedSchema = z.object({ file: fileSchema });
export const partSchema = z.object({ id: z.string().min(1) });

export const modelSchema = z
  .object({
    id: z.string().min(1),
    created: seconds,
    owned_by: text,
    shutdown_date: z.unknown().transform(endOf),
  })
  .transform(
    (model): ServedModel => ({
      name: model.id,
      createdAt: isoTime(model.created),
      ownedBy: model.owned_by ?? null,
      shutdown: model.shutdown_date,
    }),
  );

const failure = z.union([
  z.string().transform((message) => ({ message, code: null })),
  z.object({ message: text, code: text }),
]);
const epochsIn = z.object({ n_epochs: measured }).nullish().catch(null);
const hyper = z.object({ hyperparameters: epochsIn }).nullish().catch(null);

const jobFields = z.object({
  id: z.string().min(1),
  status: text,
  created_at: seconds,
  model: text,
  training_file: text,
  metadata: z.record(z.string(), z.unknown()).nullish().catch(null),
  fine_tuned_model: text,
  trained_tokens: count,
  estimated_finish: seconds,
  finished_at: seconds,
  error: failure.nullish().catch(null),
  hyperparameters: epochsIn,
  method: z.object({ supervised: hyper, dpo: hyper }).nullish().catch(null),
});

export const jobSchema = jobFields.transform((job): RemoteJob => {
  const chosen = [job.method?.supervised, job.method?.dpo, { hyperparameters: job.hyperparameters }];
  const epochs = chosen.map((part) => part?.hyperparameters?.n_epochs).find((value) => value != null);
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
    level: text,
    message: text,
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
    step_number: whole,
    fine_tuned_model_checkpoint: text,
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
  total_steps: whole,
  train_loss: measured,
  train_mean_token_accuracy: measured,
  valid_loss: measured,
  valid_mean_token_accuracy: measured,
  full_valid_loss: measured,
  full_valid_mean_token_accuracy: measured,
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

/** A day told as OpenAI does, or in seconds; what is neither is kept as the words that it is told in. */
function endOf(told: unknown): string | null {
  if (typeof told === 'string') return told.trim().slice(0, 100) || null;
  if (typeof told !== 'number') return null;
  const day = isoTime(told)?.slice(0, 10) ?? null;
  return day === null || endDay(day) !== null ? day : String(told);
}

/** Seconds since 1970 as ISO 8601; null for what is no such time. */
function isoTime(value: number | null | undefined): string | null {
  const time = new Date((value ?? 0) * 1_000);
  return time.getTime() > 0 ? time.toISOString() : null;
}
