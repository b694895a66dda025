import { v7 as uuidv7 } from 'uuid';
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
import type { JobSpec } from '../jobs/runner.ts';
import { type JobEnd, startThread } from '../jobs/start.ts';
import { threadUrl } from '../threads.ts';
import { writer } from './writer.ts';

/** A build as a job of an open workspace. To resume it is to run it again. */
export function buildJob(folder: string, version: string): JobSpec {
  return { thread: threadUrl('build'), data: () => ({ folder, writer, version }), lane: 'dataset' };
}

/** A build outside the job table: it reads the workspace beside an open window. */
export function runBuild(
  folder: string,
  recipe: Recipe,
  version: string,
  progressed: (progress: JobProgress) => void,
): { result: Promise<DatasetResult>; cancel(): void } {
  const { ended, stop } = startThread(
    threadUrl('build'),
    'build',
    { jobId: uuidv7(), params: recipe, context: { folder, writer, version } },
    progressed,
  );
  return {
    result: ended.then((end) => datasetResultSchema.parse(answerOf(end))),
    cancel: () => stop('cancelled'),
  };
}

/** An export, outside the job table: it only reads the workspace, and so runs beside an open window. */
export function runExport(
  folder: string,
  params: ExportParams,
  progressed: (progress: JobProgress) => void = () => {},
): { result: Promise<ExportResult>; cancel(): void } {
  const { ended, stop } = startThread(
    threadUrl('export'),
    'export',
    { jobId: uuidv7(), params, context: { folder, writer } },
    progressed,
  );
  return {
    result: ended.then((end) => exportResultSchema.parse(answerOf(end))),
    cancel: () => stop('cancelled'),
  };
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
