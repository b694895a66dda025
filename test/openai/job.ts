import { notFound } from './api-error.ts';
import { unixSeconds } from './clock.ts';
import type { StoredFile } from './files.ts';
import { brokenDown } from './job-course.ts';
import type { JobLife } from './job-life.ts';
import type { BaseModel } from './models.ts';
import { metricsFile } from './result-files.ts';
import type { State } from './state.ts';
import type { Method, TrainingFile } from './training-file.ts';

const organization = 'org-fake';

/** As they are asked for, where `auto` leaves it to the server. Servers of this shape have more of them. */
export type Hyperparameters = {
  [name: string]: unknown;
  n_epochs: number | 'auto';
  batch_size: number | 'auto';
  learning_rate_multiplier: number | 'auto';
};

export type Job = {
  id: string;
  at: number;
  base: BaseModel;
  /** The model that is trained: a dated one, never a name that stands for one. */
  model: string;
  tunedModel: string;
  method: Method;
  asked: Hyperparameters;
  trainingFile: StoredFile;
  validationFile: StoredFile | null;
  seed: number;
  metadata: Record<string, string> | null;
  /** Known once its files have been read. */
  prepared: Promise<Prepared>;
};

/** What comes out of reading the files. */
export type Prepared = { life: JobLife; training: TrainingFile; used: Hyperparameters & { n_epochs: number } };

export async function jobObject(state: State, job: Job, now: number): Promise<object> {
  const { life, training, used } = await job.prepared;
  const status = life.statusAt(now);
  const finished = life.finishedAt(now);
  const hyperparameters = status === 'validating_files' ? job.asked : used;
  const succeeded = status === 'succeeded';
  return {
    object: 'fine_tuning.job',
    id: job.id,
    model: job.model,
    created_at: unixSeconds(job.at),
    finished_at: finished === null ? null : unixSeconds(finished),
    fine_tuned_model: succeeded && !state.habits.givesWeights ? job.tunedModel : null,
    organization_id: organization,
    result_files: succeeded && finished !== null ? [await metricsFile(state, job, finished)] : [],
    status: status === 'queued' ? state.habits.queuedState : status,
    validation_file: job.validationFile?.id ?? null,
    training_file: job.trainingFile.id,
    hyperparameters,
    trained_tokens: succeeded ? training.tokens * used.n_epochs : null,
    error: status === 'failed' ? (life.course.refused ?? brokenDown) : null,
    seed: job.seed,
    estimated_finish: status === 'running' ? unixSeconds(life.expectedEnd()) : null,
    integrations: [],
    metadata: job.metadata,
    method: { type: job.method, [job.method]: { hyperparameters } },
    ...state.habits.jobsTell,
  };
}

export function jobOf(state: State, id: string | undefined): Job {
  const job = state.jobs.get(id ?? '');
  if (!job) throw notFound('fine-tune job', id ?? '', 'fine_tune_id');
  return job;
}
