import { randomBytes } from 'node:crypto';
import { dirname } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import {
  type ExportParams,
  type ExportResult,
  exportResultSchema,
  type JobProgress,
} from '../../../shared/domain/job.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { JobSpec } from '../jobs/runner.ts';
import { type JobEnd, type RunningThread, startThread } from '../jobs/start.ts';
import { threadUrl } from '../threads.ts';
import type { Writer } from './replace.ts';

/** A process number is given again after a restart; the token tells this process from an earlier one. */
const writer: Writer = { pid: process.pid, token: randomBytes(4).toString('hex') };

/** The export as a job of an open workspace: durable state, progress, cancel. To resume it is to run it again. */
export function datasetJob(files: { work: string }): JobSpec {
  return {
    thread: threadUrl('export'),
    data: () => ({ folder: dirname(files.work), writer }),
    lane: 'export',
  };
}

/** An export outside the job table: it only reads the workspace, and so runs beside an open window. */
export function runExport(
  folder: string,
  params: ExportParams,
  progressed: (progress: JobProgress) => void = () => {},
): { result: Promise<ExportResult>; cancel(): void } {
  const { ended, stop } = startExport(folder, params, progressed);
  return {
    result: ended.then((end) => exportResultSchema.parse(answerOf(end))),
    cancel: () => stop('cancelled'),
  };
}

/** Starts the thread that exports or, without an output path, counts. */
export function startExport(
  folder: string,
  params: unknown,
  progressed: (progress: JobProgress) => void,
): RunningThread {
  return startThread(
    threadUrl('export'),
    'export',
    { jobId: uuidv7(), params, context: { folder, writer } },
    progressed,
  );
}

/** @throws AssayError what made the thread fail, or `cancelled` */
export function answerOf({ state, result, error }: JobEnd): unknown {
  if (state === 'done') return result;
  throw new AssayError(
    error ?? {
      kind: 'cancelled',
      message: 'The export was stopped.',
      safe: 'What was there before is unchanged, and nothing half-written is left.',
      remedy: 'Run it again when you like.',
    },
  );
}
