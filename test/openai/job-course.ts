import { metricsAt, type StepMetrics } from './curves.ts';
import type { JobError } from './training-file.ts';

/** How long each stage takes, in seconds of the server's clock. */
export type Pace = { validatingSeconds: number; queuedSeconds: number; secondsPerStep: number };

/** Everything that decides how a job goes, known from its beginning. */
export type Course = {
  pace: Pace;
  steps: number;
  stepsPerEpoch: number;
  seed: number;
  /** Whether a validation file is there. */
  validated: boolean;
  files: string[];
  /** Why validating the files ends the job. */
  refused: JobError | null;
  failsAfterHours: number | null;
};

export type Stage = 'validating_files' | 'queued' | 'running' | 'succeeded' | 'failed';

/** Something that a job tells, after so many milliseconds in which it was not paused. */
export type Moment = {
  afterMs: number;
  level: 'info' | 'error';
  message: string;
  /** The stage that begins with it. */
  stage?: Stage;
  metrics?: StepMetrics;
  /** A checkpoint is made of this step. */
  checkpoint?: StepMetrics;
};

export const brokenDown: JobError = {
  code: 'server_error',
  message: 'The job failed due to an internal error. Please try again or contact support.',
  param: null,
};

/** The whole life of a job that nobody pauses or cancels, from its first moment to its last. */
export function lifeOf(course: Course): Moment[] {
  const { pace, refused, files, steps, failsAfterHours } = course;
  const validated = pace.validatingSeconds * 1000;
  const started = validated + pace.queuedSeconds * 1000;
  const moments: Moment[] = [
    { afterMs: 0, level: 'info', message: 'Created fine-tuning job', stage: 'validating_files' },
    ...files.map((file) => ({ afterMs: 0, level: 'info' as const, message: `Validating file: ${file}` })),
  ];
  const failed = (afterMs: number, error: JobError): Moment => ({
    afterMs,
    level: 'error',
    message: error.message,
    stage: 'failed',
  });
  if (refused) return [...moments, failed(validated, refused)];
  moments.push(
    { afterMs: validated, level: 'info', message: 'Files validated, moving job to queued state', stage: 'queued' },
    { afterMs: started, level: 'info', message: 'Fine-tuning job started', stage: 'running' },
  );
  const broken = failsAfterHours === null ? null : started + failsAfterHours * 3_600_000;
  for (let step = 1; step <= steps; step++) {
    const afterMs = started + step * pace.secondsPerStep * 1000;
    if (broken !== null && broken <= afterMs) break;
    moments.push(...stepMoments(step, afterMs, course));
  }
  if (broken !== null) return [...moments, failed(broken, brokenDown)];
  const ended = started + steps * pace.secondsPerStep * 1000;
  moments.push(
    { afterMs: ended, level: 'info', message: 'New fine-tuned model created' },
    { afterMs: ended, level: 'info', message: 'The job has successfully completed', stage: 'succeeded' },
  );
  return moments;
}

function* stepMoments(step: number, afterMs: number, course: Course): Generator<Moment> {
  const metrics = metricsAt(step, course);
  const { train_loss, valid_loss } = metrics;
  const losses = [
    `training loss=${train_loss}`,
    ...(valid_loss === undefined ? [] : [`validation loss=${valid_loss}`]),
  ];
  yield { afterMs, level: 'info', message: `Step ${step}/${course.steps}: ${losses.join(', ')}`, metrics };
  if (step % course.stepsPerEpoch !== 0) return;
  yield { afterMs, level: 'info', message: `Checkpoint created at step ${step}`, checkpoint: metrics };
}
