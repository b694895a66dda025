import { Worker } from 'node:worker_threads';
import type { JobProgress } from '../../../shared/domain/job.ts';
import type { JobMessage } from './thread.ts';

/**
 * A job streams: what it holds it holds for a moment. Left to itself V8 lets that moment grow to some 100 MB before it
 * cleans up; a small young generation costs no measurable time and keeps a million samples flat.
 */
export const youngGenerationMb = 8;

/** How a thread ended, and what it answered. */
export type JobEnd = JobMessage & { type: 'end' };

export type RunningThread = {
  /** Asks the thread to stop at its next safe point: because a person cancelled, or because Assay is closing. */
  stop(why: 'cancelled' | 'closing'): void;
  /** Resolves when the thread is gone, and with it every database that it held. */
  ended: Promise<JobEnd>;
};

/**
 * Starts a thread whose body is `runJob`.
 *
 * It is never killed, because it may hold a database: stopping sets a flag that the thread reads between two batches.
 */
export function startThread(
  code: URL,
  name: string,
  data: { jobId: string; params: unknown; context: unknown },
  progressed: (progress: JobProgress) => void,
): RunningThread {
  const cancel = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(code, {
    name,
    workerData: { ...data, cancel },
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  });
  let end: JobEnd = {
    type: 'end',
    state: 'failed',
    result: null,
    error: {
      kind: 'internal',
      message: 'The job ended without an answer.',
      safe: 'What it had saved is kept.',
      remedy: 'Resume it.',
    },
  };
  worker.on('message', (message: JobMessage) => {
    if (message.type === 'progress') progressed(message.progress);
    else end = message;
  });
  worker.on('error', (error) => console.error(error));
  const { promise: ended, resolve } = Promise.withResolvers<JobEnd>();
  worker.on('exit', () => resolve(end));
  return { ended, stop: (why) => Atomics.store(cancel, 0, why === 'cancelled' ? 1 : 2) };
}
