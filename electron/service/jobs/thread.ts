import { parentPort, workerData } from 'node:worker_threads';
import type { JobLogLine, JobProgress } from '../../../shared/domain/job.ts';
import { AssayError, type ErrorReport, toReport } from '../../../shared/errors.ts';
import { translate } from '../store/database.ts';
import { Calls, type Request, type Response } from '../store/rpc.ts';
import { StopFlag } from './stop-flag.ts';

/** What a job's thread tells its runner; the last message before it ends decides the job's state. */
export type JobMessage =
  | { type: 'progress'; progress: JobProgress }
  | { type: 'log'; line: NewLogLine }
  | { type: 'ask'; request: Request }
  | { type: 'end'; state: 'done' | 'cancelled' | 'interrupted' | 'failed'; result: unknown; error: ErrorReport | null };

/** What a runner tells a job's thread: an answer to what it asked, or that a person will not wait. */
export type OwnerMessage = { type: 'answer'; response: Response } | { type: 'hurry' };

/** A line of a job's log before it has its place there. */
export type NewLogLine = Omit<JobLogLine, 'seq'>;

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
  /** The same for a thread that waits: aborted with Stopped, so that what it ends stops the job. */
  signal: AbortSignal;
  /** Each of the reasons, for what has something to do before it is cancelled, and leaves that when Assay closes. */
  cancelled: AbortSignal;
  abandoned: AbortSignal;
  closing: AbortSignal;
  /** Aborts when a person next resumes the job although it runs: it is to do now what it waits to do. */
  hurried(): AbortSignal;
  /**
   * Tells how far it is; at most some ten times a second reach the runner.
   *
   * @param always whatever came just before: nothing may follow for minutes
   */
  progress(progress: JobProgress, always?: 'always'): void;
  /** A line for whoever looks at the job later. It quotes no sample: a log outlives what the team erases. */
  log(level: JobLogLine['level'], text: string): void;
  /**
   * Asks the main thread, which alone writes work.db and holds the secrets, for one of the `answers` of the job's spec.
   * What it records is durable when this resolves. Cancelling does not end it: the answer says what has happened.
   *
   * @throws AssayError that the answer threw
   */
  ask(method: string, input: unknown): Promise<unknown>;
};

/** Runs the body of a job's thread and reports how it ended. The body closes what it opened before it returns. */
export async function runJob(body: (thread: JobThread) => Promise<unknown> | unknown): Promise<void> {
  const port = parentPort;
  if (!port) throw new Error('runJob() runs in a worker thread');
  const { jobId, params, context, stop } = workerData as {
    jobId: string;
    params: unknown;
    context: unknown;
    stop: Int32Array<SharedArrayBuffer>;
  };
  const flag = new StopFlag(stop);
  const cancelled = flag.signal('cancelled', () => new Stopped(null));
  const abandoned = flag.signal('abandoned', () => new Stopped(null));
  const closing = flag.signal('closing', () => new Stopped(null));
  let hurry = new AbortController();
  const calls = new Calls();
  const post = (message: JobMessage) => port.postMessage(message);
  // It also keeps the thread alive while its body waits for nothing but the signal.
  port.on('message', (message: OwnerMessage) => {
    if (message.type === 'answer') return calls.settle(message.response);
    hurry.abort();
    hurry = new AbortController();
  });
  let told = 0;
  const end = (state: (JobMessage & { type: 'end' })['state'], result: unknown, error: ErrorReport | null) =>
    post({ type: 'end', state, result, error });
  try {
    const result = await body({
      jobId,
      params,
      context,
      stopping: () => flag.reason !== null,
      signal: AbortSignal.any([cancelled, closing]),
      cancelled,
      abandoned,
      closing,
      hurried: () => hurry.signal,
      progress: (progress, always) => {
        const now = performance.now();
        if (!always && now - told < 100) return;
        told = now;
        post({ type: 'progress', progress });
      },
      log: (level, text) => post({ type: 'log', line: { at: new Date().toISOString(), level, text } }),
      ask: (method, input) => calls.call(method, input, (request) => post({ type: 'ask', request })),
    });
    end('done', result ?? null, null);
  } catch (thrown) {
    const stopped = stopOf(thrown);
    const error = translate('the workspace', thrown);
    if (stopped) end(flag.reason === 'closing' ? 'interrupted' : 'cancelled', stopped.result, null);
    else {
      if (!(error instanceof AssayError)) console.error(error);
      end('failed', null, toReport(error));
    }
  }
  port.close();
}

/** What was aborted fails with the reason of the signal, or names it as its cause. */
function stopOf(thrown: unknown): Stopped | null {
  const cause = thrown instanceof Error ? thrown.cause : null;
  return [thrown, cause].find((error) => error instanceof Stopped) ?? null;
}
