import { parentPort, workerData } from 'node:worker_threads';
import type { JobProgress } from '../../../shared/domain/job.ts';
import { AssayError, type ErrorReport, toReport } from '../../../shared/errors.ts';
import { translate } from '../store/database.ts';

/** What a job's thread tells its runner; the last message before it ends decides the job's state. */
export type JobMessage =
  | { type: 'progress'; progress: JobProgress }
  | { type: 'end'; state: 'done' | 'cancelled' | 'interrupted' | 'failed'; result: unknown; error: ErrorReport | null };

/** Thrown by a job that stops where its owner asked it to; what it has done so far stays. */
export class Stopped extends Error {
  readonly result: unknown;
  constructor(result: unknown) {
    super('stopped');
    this.result = result;
  }
}

export type JobThread = {
  jobId: string;
  params: unknown;
  context: unknown;
  /** True when a person cancelled or Assay is closing: stop at the next safe point by throwing Stopped. */
  stopping(): boolean;
  /** Tells how far it is; at most some ten times a second reach the runner. */
  progress(progress: JobProgress): void;
};

/** Runs the body of a job's thread and reports how it ended. The body closes what it opened before it returns. */
export async function runJob(body: (thread: JobThread) => Promise<unknown> | unknown): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('runJob() runs in a worker thread');
  const { jobId, params, context, cancel } = workerData as {
    jobId: string;
    params: unknown;
    context: unknown;
    cancel: Int32Array;
  };
  let told = 0;
  const end = (state: 'done' | 'cancelled' | 'interrupted' | 'failed', result: unknown, error: ErrorReport | null) =>
    port.postMessage({ type: 'end', state, result, error } satisfies JobMessage);
  try {
    const result = await body({
      jobId,
      params,
      context,
      stopping: () => Atomics.load(cancel, 0) !== 0,
      progress: (progress) => {
        const now = performance.now();
        if (now - told < 100) return;
        told = now;
        port.postMessage({ type: 'progress', progress } satisfies JobMessage);
      },
    });
    end('done', result ?? null, null);
  } catch (thrown) {
    const error = translate('the workspace', thrown);
    // 1: a person cancelled. 2: Assay is closing, and the job goes on at the next start.
    if (error instanceof Stopped) end(Atomics.load(cancel, 0) === 2 ? 'interrupted' : 'cancelled', error.result, null);
    else {
      if (!(error instanceof AssayError)) console.error(error);
      end('failed', null, toReport(error));
    }
  }
  port.close();
}
