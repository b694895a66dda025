import { Worker } from 'node:worker_threads';
import type { JobProgress } from '../../../shared/domain/job.ts';
import { type Api, answer } from '../store/rpc.ts';
import { StopFlag, type StopReason } from './stop-flag.ts';
import type { JobMessage, NewLogLine, OwnerMessage } from './thread.ts';

/**
 * A job streams: what it holds it holds for a moment. Left to itself V8 lets that moment grow to some 100 MB before it
 * cleans up; a small young generation costs no measurable time and keeps a million samples flat.
 */
export const youngGenerationMb = 8;

/** How a thread ended, and what it answered. */
export type JobEnd = JobMessage & { type: 'end' };

/** Whoever starts a thread hears from it, and answers what it asks. */
export type ThreadOwner = {
  progress(progress: JobProgress): void;
  log?(line: NewLogLine): void;
  answers?: Api;
};

export type RunningThread = {
  /** Asks the thread to stop at its next safe point. */
  stop(why: StopReason): void;
  /** Has it do now what it waits to do. */
  hurry(): void;
  /** Resolves when the thread is gone, with every database that it held, and all that it asked for is done. */
  ended: Promise<JobEnd>;
};

/**
 * Starts a thread whose body is `runJob`.
 *
 * It is never killed, because it may hold a database: stopping raises a flag that the thread reads between two batches.
 */
export function startThread(
  code: URL,
  name: string,
  data: { jobId: string; params: unknown; context: unknown },
  owner: ThreadOwner,
): RunningThread {
  const flag = new StopFlag();
  const worker = new Worker(code, {
    name,
    workerData: { ...data, stop: flag.cells },
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
  const tell = (message: OwnerMessage) => worker.postMessage(message);
  const answering = new Set<Promise<void>>();
  worker.on('message', (message: JobMessage) => {
    if (message.type === 'progress') owner.progress(message.progress);
    else if (message.type === 'log') owner.log?.(message.line);
    else if (message.type === 'end') end = message;
    else {
      const answered = answer(owner.answers ?? {}, message.request, (response) => tell({ type: 'answer', response }));
      answering.add(answered);
      void answered.finally(() => answering.delete(answered));
    }
  });
  worker.on('error', (error) => console.error(error));
  const { promise: gone, resolve } = Promise.withResolvers<void>();
  worker.on('exit', () => resolve());
  const ended = gone.then(() => Promise.all(answering)).then(() => end);
  return { ended, stop: (why) => flag.raise(why), hurry: () => tell({ type: 'hurry' }) };
}
