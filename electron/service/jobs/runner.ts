import { v7 as uuidv7 } from 'uuid';
import type { Job, JobKind, JobLogLine, JobState } from '../../../shared/domain/job.ts';
import { AssayError, type ErrorReport, toReport } from '../../../shared/errors.ts';
import { workspaceClosed } from '../store/closed.ts';
import { type Connection, translate } from '../store/database.ts';
import { JobLog } from './log.ts';
import { ProgressNotes } from './progress.ts';
import type { JobListener, JobSpec } from './spec.ts';
import { type RunningThread, startThread } from './start.ts';
import type { StopReason } from './stop-flag.ts';
import { listedJobs, noSuchJob, readJob } from './table.ts';

type EndState = Exclude<JobState, 'waiting' | 'running'>;

/** Whoever reads a log learns how it ended. */
const ends: Record<EndState, string> = {
  done: 'Done.',
  failed: 'The job failed.',
  cancelled: 'Cancelled.',
  interrupted: 'Stopped because Assay closes.',
};

type Running = Pick<RunningThread, 'stop' | 'hurry'> & { lane: string; ended: Promise<void>; stopping: boolean };

/** Runs long work in threads, one row of work.db a job: durable state, progress, cancel, resume after a crash. */
export class JobRunner {
  readonly #specs: Record<JobKind, JobSpec>;
  readonly #listener: JobListener;
  readonly #work: Connection;
  readonly #log: JobLog;
  readonly #running = new Map<string, Running>();
  readonly #statements;
  readonly #progress: ProgressNotes;
  /** Lanes that are taken by work that is no job, and when each is free again. */
  readonly #occupied = new Map<string, Promise<void>>();
  /** Ends that the disk refused to record: told from here while this process lives; the next start finds them interrupted. */
  readonly #unrecorded = new Map<string, Pick<Job, 'state' | 'error'>>();
  #closed = false;

  /** @param journal a second connection to the same file that waits for no disk: for logs and progress */
  constructor(
    { work, journal }: { work: Connection; journal: Connection },
    specs: Record<JobKind, JobSpec>,
    listener: JobListener,
  ) {
    this.#specs = specs;
    this.#listener = listener;
    this.#work = work;
    this.#log = new JobLog(journal, () => listener.wrote());
    this.#progress = new ProgressNotes(journal, () => listener.wrote());
    this.#statements = {
      insert: work.prepare(
        `INSERT INTO jobs (id, kind, state, params, created_at, updated_at)
         VALUES (@id, @kind, 'waiting', @params, @now, @now)`,
      ),
      state: work.prepare(
        `UPDATE jobs SET state = @state, progress = coalesce(@progress, progress), result = @result, error = @error,
         updated_at = @now WHERE id = @id`,
      ),
      one: work.prepare('SELECT * FROM jobs WHERE id = ?'),
      all: work.prepare(listedJobs),
      waiting: work.prepare(`SELECT * FROM jobs WHERE state = 'waiting' ORDER BY id`),
      interrupted: work.prepare(`SELECT * FROM jobs WHERE state = 'interrupted' ORDER BY id`),
      unfinished: work.prepare(`SELECT * FROM jobs WHERE state IN ('running', 'waiting') ORDER BY id`),
    };
    // What runs is run by this process, and it has just begun. On a full disk this is told and not recorded.
    for (const row of this.#statements.unfinished.all()) {
      const { id, state } = readJob(row);
      this.#say(id, 'warning', state === 'running' ? 'Assay ended while it ran.' : 'Assay ended before it began.');
      this.#write(id, 'interrupted', null, null);
    }
  }

  /**
   * Records the job, starts it as soon as its lane is free, and returns it as recorded.
   *
   * @param belongs writes what must not be there without the job, nor the job without it
   * @throws AssayError cancelled once this was closed: whoever closes it counts on nothing more being done, or paid for
   */
  start(kind: JobKind, params: unknown, belongs: (id: string) => void = () => {}): Job {
    if (this.#closed) throw workspaceClosed();
    const id = uuidv7();
    const now = new Date().toISOString();
    this.#work
      .transaction(() => {
        this.#statements.insert.run({ id, kind, params: JSON.stringify(params), now });
        belongs(id);
      })
      .immediate();
    this.#startWaiting();
    return this.get(id);
  }

  /**
   * Goes on with a job that was interrupted, cancelled or failed, from where its thread last saved; one that runs and waits
   * goes on at once.
   *
   * @throws AssayError conflict where nothing is left to do, cancelled once this was closed
   */
  resume(id: string): Job {
    if (this.#closed) throw workspaceClosed();
    const job = this.get(id);
    if (job.state === 'done') throw conflict('This job is finished.', 'Start a new one.');
    if (job.over) throw conflict('This job is over: nothing is left to go on with.', 'Start a new one.');
    if (job.state === 'running') {
      this.#running.get(id)?.hurry();
      return job;
    }
    if (job.state === 'waiting') {
      // It may have become urgent.
      this.#startWaiting();
      return this.get(id);
    }
    // Not begun: a disk that refuses this is said, and nothing has happened.
    this.#record(id, 'waiting', null, null);
    this.#say(id, 'info', `Resumed after it ${job.state === 'failed' ? 'had' : 'was'} ${job.state}.`);
    this.#startWaiting();
    return this.get(id);
  }

  /** Goes on with what Assay's end interrupted and is to go on by itself; never with what was cancelled or failed. */
  goOn(): void {
    for (const row of this.#statements.interrupted.all()) {
      const { id, kind } = readJob(row);
      if (this.#specs[kind].goesOn) this.resume(id);
    }
  }

  /** @param why abandoned leaves what the job would do before it is cancelled */
  cancel(id: string, why: Exclude<StopReason, 'closing'> = 'cancelled'): Job {
    const running = this.#running.get(id);
    const { state } = this.get(id);
    if (running || state === 'waiting') this.#say(id, 'info', 'Asked to cancel.');
    if (running) {
      running.stop(why);
      running.stopping = true;
      this.#listener.changed(this.get(id));
    } else if (state === 'waiting') this.#end(id, 'cancelled', null, null);
    return this.get(id);
  }

  get(id: string): Job {
    const row = this.#statements.one.get(id);
    if (!row) throw noSuchJob();
    return this.#read(row);
  }

  list(): Job[] {
    return this.#statements.all.all().map((row) => this.#read(row));
  }

  /** Lines of the job's log behind `after`, oldest first; at most `limit`, and one that says how many were dropped. */
  log(id: string, after: number, limit: number): JobLogLine[] {
    return this.#log.read(this.get(id).id, after, limit);
  }

  /** Resolves when the job has ended, whichever way. */
  async settled(id: string): Promise<Job> {
    while (['waiting', 'running'].includes(this.get(id).state)) {
      const ends = [...[...this.#running.values()].map(({ ended }) => ended), ...this.#occupied.values()];
      if (ends.length === 0) break;
      // One that waits may be next whichever of them ends, or be cancelled meanwhile.
      await (this.#running.get(id)?.ended ?? Promise.race(ends));
    }
    return this.get(id);
  }

  /**
   * Takes a lane for work that is no job, and answers how to give it back; null while somebody else has it. Jobs of the
   * lane wait meanwhile.
   */
  occupy(lane: string): (() => void) | null {
    if (this.#runningIn(lane) > 0 || this.#occupied.has(lane)) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#occupied.set(lane, promise);
    return () => {
      this.#occupied.delete(lane);
      resolve();
      this.#startWaiting();
    };
  }

  /**
   * Asks every running job to stop and waits until their threads have closed their databases, whatever fails meanwhile.
   * From now on none begins.
   */
  async close(): Promise<void> {
    this.#closed = true;
    const running = [...this.#running.values()];
    for (const { stop } of running) stop('closing');
    const ended = Promise.allSettled(running.map((job) => job.ended));
    try {
      for (const job of this.#statements.waiting.all()) this.#end(this.#read(job).id, 'interrupted', null, null);
    } finally {
      await ended;
    }
    await Promise.all(running.map((job) => job.ended));
  }

  #startWaiting(): void {
    if (this.#closed) return;
    for (const row of this.#statements.waiting.all()) {
      const job = this.#read(row);
      // A disk that refuses leaves a job waiting there that has begun, or even ended.
      if (job.state !== 'waiting') continue;
      const { lane, limit = 1, urgent } = this.#specs[job.kind];
      const starts = this.#runningIn(lane) < limit || urgent?.(job) === true;
      if (starts && !this.#occupied.has(lane)) this.#run(job);
    }
  }

  #runningIn(lane: string): number {
    return [...this.#running.values()].filter((running) => running.lane === lane).length;
  }

  #run(job: Job): void {
    const spec = this.#specs[job.kind];
    const { id } = job;
    const { ended, ...thread } = startThread(
      spec.thread,
      `${job.kind} ${id}`,
      { jobId: id, params: job.params, context: spec.data(job) },
      {
        progress: (progress) => {
          this.#progress.told(id, progress);
          this.#listener.changed(this.get(id));
        },
        log: (line) => this.#log.add(id, line),
        answers: spec.answers?.(job) ?? {},
      },
    );
    this.#running.set(id, {
      ...thread,
      lane: spec.lane,
      stopping: false,
      ended: ended.then(({ state, result, error }) => {
        this.#running.delete(id);
        this.#end(id, state, result, error);
        this.#progress.forget(id);
        this.#startWaiting();
      }),
    });
    this.#say(id, 'info', 'Begins.');
    this.#write(id, 'running', null, null);
  }

  /** The log is written whole before the job is seen to have ended. */
  #end(id: string, state: EndState, result: unknown, error: ErrorReport | null): void {
    const text = [ends[state], error?.message, error?.safe, error?.remedy].filter((part) => part).join(' ');
    this.#say(id, error ? 'error' : 'info', text);
    this.#write(id, state, result, error);
  }

  /** What the runner itself says is rare, and is there whatever happens next. */
  #say(id: string, level: JobLogLine['level'], text: string): void {
    this.#log.add(id, { at: new Date().toISOString(), level, text });
    this.#log.flush();
  }

  /** Records a state. Where the disk refuses, it is told with the refusal: what has happened has happened. */
  #write(id: string, state: JobState, result: unknown, error: ErrorReport | null): void {
    try {
      this.#record(id, state, result, error);
    } catch (thrown) {
      this.#unrecorded.set(id, { state, error: error ?? toReport(translate('the workspace', thrown)) });
      this.#listener.changed(this.get(id));
    }
  }

  #record(id: string, state: JobState, result: unknown, error: ErrorReport | null): void {
    const progress = this.#progress.of(id);
    this.#statements.state.run({
      id,
      state,
      progress: progress ? JSON.stringify(progress) : null,
      result: result === null ? null : JSON.stringify(result),
      error: error === null ? null : JSON.stringify(error),
      now: new Date().toISOString(),
    });
    this.#unrecorded.delete(id);
    this.#listener.wrote();
    this.#listener.changed(this.get(id));
  }

  /** A job as recorded, with what its thread told since. */
  #read(row: unknown): Job {
    const recorded = readJob(row);
    const { id } = recorded;
    const job = { ...recorded, progress: this.#progress.of(id) ?? recorded.progress, ...this.#unrecorded.get(id) };
    if (this.#running.get(id)?.stopping) return { ...job, stopping: true };
    const isOver = ['cancelled', 'failed'].includes(job.state) && this.#specs[job.kind].isOver?.(job) === true;
    return isOver ? { ...job, over: true } : job;
  }
}

function conflict(message: string, remedy: string): AssayError {
  return new AssayError({ kind: 'conflict', message, safe: 'Nothing was changed.', remedy });
}
