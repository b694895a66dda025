import { v7 as uuidv7 } from 'uuid';
import type { z } from 'zod';
import type { Recipe } from '../../../shared/domain/dataset.ts';
import {
  type DatasetResult,
  datasetResultSchema,
  type ExportParams,
  type ExportResult,
  exportResultSchema,
  type JobProgress,
} from '../../../shared/domain/job.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { JobSpec } from '../jobs/spec.ts';
import { type JobEnd, startThread } from '../jobs/start.ts';
import { threadUrl } from '../threads.ts';
import { type Rebuilt, rebuiltSchema } from './lockfile/rebuilt.ts';
import { writer } from './writer.ts';

/** A build as a job of an open workspace. To resume it is to run it again. */
export function buildJob(folder: string, version: string): JobSpec {
  return { thread: threadUrl('build'), data: () => ({ folder, writer, version }), lane: 'dataset' };
}

type Told = (progress: JobProgress) => void;
type Run<T> = { result: Promise<T>; cancel(): void };

/** Runs a thread outside the job table: it only reads samples and labels, and so runs beside an open window. */
function run<T>(
  thread: 'build' | 'export',
  params: unknown,
  context: object,
  answer: z.ZodType<T>,
  told: Told,
): Run<T> {
  const { ended, stop } = startThread(
    threadUrl(thread),
    thread,
    { jobId: uuidv7(), params, context },
    { progress: told },
  );
  return { result: ended.then((end) => answer.parse(answerOf(end))), cancel: () => stop('cancelled') };
}

export function runBuild(folder: string, recipe: Recipe, version: string, told: Told): Run<DatasetResult> {
  return run('build', recipe, { folder, writer, version }, datasetResultSchema, told);
}

/** Builds a dataset again and compares the bytes. @param id of the dataset */
export function runRebuild(folder: string, id: string, version: string, told: Told): Run<Rebuilt> {
  return run('build', { rebuild: id }, { folder, writer, version }, rebuiltSchema, told);
}

export function runExport(folder: string, params: ExportParams, told: Told = () => {}): Run<ExportResult> {
  return run('export', params, { folder, writer }, exportResultSchema, told);
}

/** @throws AssayError what made the thread fail, or `cancelled` */
function answerOf({ state, result, error }: JobEnd): unknown {
  if (state === 'done') return result;
  throw new AssayError(
    error ?? {
      kind: 'cancelled',
      message: 'It was stopped.',
      safe: 'What was there before is unchanged, and nothing half-written is left.',
      remedy: 'Run it again when you like.',
    },
  );
}
