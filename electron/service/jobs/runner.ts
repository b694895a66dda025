import { v7 as uuidv7 } from 'uuid';
import type { Job, JobKind, JobProgress, JobState } from '../../../shared/domain/job.ts';
import { AssayError, type ErrorReport, toReport } from '../../../shared/errors.ts';
import { type Connection, translate } from '../store/database.ts';
import { type RunningThread, startThread } from './start.ts';
import { readJob } from './table.ts';

/** What a feature registers: the thread that does the work, and what it is told beside the job's own parameters. */
export type JobSpec = {
  thread: URL;
  data: (job: Job) => unknown;
  /** Jobs that share a lane run one after the other: one bulk writer for corpus.db. */
  lane: string;
};

type Running = { stop: RunningThread['stop']; ended: Promise<void> };

/** Runs long work in threads, one row of work.db a job: durable state, progress, cancel, resume after a crash. */
export class JobRunner {
  readonly #specs: Record<JobKind, JobSpec>;
  readonly #changed: (job: Job) => void;
  readonly #running = new Map<string, Running>();
  readonly #statements;
  readonly #progress = new Map<string, JobProgress>();
  /** Lanes that are taken by work that is no job, and when each is free again. */
  readonly #occupied = new Map<string, Promise<void>>();
  /** Ends that the disk refused to record: told from here while this process lives; the next start finds them interrupted. */
  readonly #unrecorded = new Map<string, Pick<Job, 'state' | 'error'>>();

  constructor(db: Connection, specs: Record<JobKind, JobSpec>, changed: (job: Job) => void) {
    this.#specs = specs;
    this.#changed = changed;
    this.#statements = {
      insert: db.prepare(
        `INSERT INTO jobs (id, kind, state, params, created_at, updated_at)
         VALUES (@id, @kind, 'waiting', @params, @now, @now)`,
      ),
      state: db.prepare(
        `UPDATE jobs SET state = @state, progress = coalesce(@progress, progress), result = @result, error = @error,
         updated_at = @now WHERE id = @id`,
      ),
      one: db.prepare('SELECT * FROM jobs WHERE id = ?'),
      all: db.prepare('SELECT * FROM jobs ORDER BY id DESC LIMIT 200'),
      waiting: db.prepare(`SELECT * FROM jobs WHERE state = 'waiting' ORDER BY id`),
      unfinished: db.prepare(`SELECT * FROM jobs WHERE state IN ('running', 'waiting') ORDER BY id`),
    };
    // What runs is run by this process, and it has just begun. On a full disk this is told and not recorded.
    for (const row of this.#statements.unfinished.all()) this.#write(readJob(row).id, 'interrupted', null, null);
  }

  /** Records the job, starts it as soon as its lane is free, and returns it as recorded. */
  start(kind: JobKind, params: unknown): Job {
    const id = uuidv7();
    this.#statements.insert.run({ id, kind, params: JSON.stringify(params), now: new Date().toISOString() });
    this.#startWaiting();
    return this.get(id);
  }

  /** Goes on with a job that was interrupted, cancelled or failed, from where its thread last saved. */
  resume(id: string): Job {
    const job = this.get(id);
    if (job.state === 'done') throw conflict('This job is finished.', 'Start a new one.');
    if (job.state === 'running' || job.state === 'waiting') return job;
    // Not begun: a disk that refuses this is said, and nothing has happened.
    this.#record(id, 'waiting', null, null);
    this.#startWaiting();
    return this.get(id);
  }

  cancel(id: string): Job {
    const running = this.#running.get(id);
    if (running) running.stop('cancelled');
    else if (this.get(id).state === 'waiting') this.#write(id, 'cancelled', null, null);
    return this.get(id);
  }

  get(id: string): Job {
    const row = this.#statements.one.get(id);
    if (!row)
      throw new AssayError({
        kind: 'not-found',
        message: 'There is no such job.',
        safe: 'Nothing was changed.',
        remedy: 'Look at the list of jobs.',
      });
    return this.#read(row);
  }

  list(): Job[] {
    return this.#statements.all.all().map((row) => this.#read(row));
  }

  /** Resolves when the job has ended, whichever way. */
  async settled(id: string): Promise<Job> {
    while (['waiting', 'running'].includes(this.get(id).state)) {
      const running = this.#running.get(id) ?? [...this.#running.values()][0];
      const next = running?.ended ?? [...this.#occupied.values()][0];
      if (!next) break;
      await next;
    }
    return this.get(id);
  }

  /**
   * Takes a lane for work that is no job, and answers how to give it back; null while somebody else has it. Jobs of the
   * lane wait meanwhile.
   */
  occupy(lane: string): (() => void) | null {
    if (this.#busy(lane)) return null;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#occupied.set(lane, promise);
    return () => {
      this.#occupied.delete(lane);
      resolve();
      this.#startWaiting();
    };
  }

  /** Asks every running job to stop and waits until their threads have closed their databases. */
  async close(): Promise<void> {
    const running = [...this.#running.values()];
    for (const job of this.#statements.waiting.all()) this.#write(this.#read(job).id, 'interrupted', null, null);
    for (const { stop } of running) stop('closing');
    await Promise.all(running.map(({ ended }) => ended));
  }

  #startWaiting(): void {
    for (const row of this.#statements.waiting.all()) {
      const job = this.#read(row);
      if (!this.#busy(this.#specs[job.kind].lane)) this.#run(job);
    }
  }

  #busy(lane: string): boolean {
    const taken = [...this.#running.keys()].some((id) => this.#specs[this.get(id).kind].lane === lane);
    return taken || this.#occupied.has(lane);
  }

  #run(job: Job): void {
    const spec = this.#specs[job.kind];
    const { stop, ended } = startThread(
      spec.thread,
      `${job.kind} ${job.id}`,
      { jobId: job.id, params: job.params, context: spec.data(job) },
      (progress) => {
        this.#progress.set(job.id, progress);
        this.#changed(this.get(job.id));
      },
    );
    this.#running.set(job.id, {
      stop,
      ended: ended.then(({ state, result, error }) => {
        this.#running.delete(job.id);
        this.#write(job.id, state, result, error);
        this.#progress.delete(job.id);
        this.#startWaiting();
      }),
    });
    this.#write(job.id, 'running', null, null);
  }

  /** Records a state. Where the disk refuses, it is told with the refusal: what has happened has happened. */
  #write(id: string, state: JobState, result: unknown, error: ErrorReport | null): void {
    try {
      this.#record(id, state, result, error);
    } catch (thrown) {
      this.#unrecorded.set(id, { state, error: error ?? toReport(translate('the workspace', thrown)) });
      this.#changed(this.get(id));
    }
  }

  #record(id: string, state: JobState, result: unknown, error: ErrorReport | null): void {
    const progress = this.#progress.get(id);
    this.#statements.state.run({
      id,
      state,
      progress: progress ? JSON.stringify(progress) : null,
      result: result === null ? null : JSON.stringify(result),
      error: error === null ? null : JSON.stringify(error),
      now: new Date().toISOString(),
    });
    this.#unrecorded.delete(id);
    this.#changed(this.get(id));
  }

  /** A job as recorded, with what its thread told since. */
  #read(row: unknown): Job {
    const job = readJob(row);
    return { ...job, progress: this.#progress.get(job.id) ?? job.progress, ...this.#unrecorded.get(job.id) };
  }
}

function conflict(message: string, remedy: string): AssayError {
  return new AssayError({ kind: 'conflict', message, safe: 'Nothing was changed.', remedy });
}
