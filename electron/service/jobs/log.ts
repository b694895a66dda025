import type { JobLogLine } from '../../../shared/domain/job.ts';
import type { Connection } from '../store/database.ts';
import type { NewLogLine } from './thread.ts';

/** What is kept of a job's log: how it began, and how it went lately. */
const first = 200;
const last = 2_000;
/** A line is a sentence: an error that quotes a whole answer is cut. */
const lineLength = 2_000;
/** A job that says much costs a write each so many ms. */
const flushMs = 250;

/** Lines of one job that are not written yet, each with its place. */
type Pending = { seq: number; lines: JobLogLine[] };

/** Writes the logs of jobs in batches, on the connection that waits for no disk: a killed process loses some 250 ms. */
export class JobLog {
  readonly #pending = new Map<string, Pending>();
  readonly #wrote: () => void;
  readonly #read: JobLogReader;
  readonly #newest;
  readonly #insert;
  readonly #trim;
  readonly #write;
  #timer: NodeJS.Timeout | null = null;

  /** @param wrote called after each write */
  constructor(db: Connection, wrote: () => void) {
    this.#wrote = wrote;
    this.#read = jobLogReader(db);
    this.#newest = db.prepare<[string], number | null>('SELECT max(seq) FROM job_log WHERE job_id = ?').pluck();
    this.#insert = db.prepare('INSERT INTO job_log (job_id, seq, at, level, text) VALUES (?, ?, ?, ?, ?)');
    this.#trim = db.prepare(`DELETE FROM job_log WHERE job_id = ? AND seq > ${first} AND seq <= ?`);
    this.#write = db.transaction(() => {
      for (const [jobId, { seq, lines }] of this.#pending) {
        for (const line of kept(lines, seq)) this.#insert.run(jobId, line.seq, line.at, line.level, line.text);
        this.#trim.run(jobId, seq - last);
      }
    });
  }

  add(jobId: string, { at, level, text }: NewLogLine): void {
    const pending = this.#pending.get(jobId) ?? { seq: this.#newest.get(jobId) ?? 0, lines: [] };
    pending.seq++;
    const cut = text.length > lineLength ? `${text.slice(0, lineLength - 1)}…` : text;
    pending.lines.push({ seq: pending.seq, at, level, text: cut });
    if (pending.lines.length > 2 * (first + last)) pending.lines = kept(pending.lines, pending.seq);
    this.#pending.set(jobId, pending);
    this.#timer ??= setTimeout(() => this.flush(), flushMs).unref();
  }

  /** Writes what waits. Where the disk refuses it waits on: a log is no reason to fail. */
  flush(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#pending.size === 0) return;
    try {
      this.#write.immediate();
    } catch (error) {
      console.error(error);
      return;
    }
    this.#pending.clear();
    this.#wrote();
  }

  read(jobId: string, after: number, limit: number): JobLogLine[] {
    this.flush();
    return this.#read(jobId, after, limit);
  }
}

export type JobLogReader = (jobId: string, after: number, limit: number) => JobLogLine[];

/**
 * Reads lines of a job's log, oldest first.
 *
 * Where lines were dropped, one in their place says how many; it has the `seq` of the last of them.
 */
export function jobLogReader(db: Connection): JobLogReader {
  const lines = db.prepare<[string, number, number], JobLogLine>(
    'SELECT seq, at, level, text FROM job_log WHERE job_id = ? AND seq > ? ORDER BY seq LIMIT ?',
  );
  return (jobId, after, limit) => {
    let before = after;
    return lines.all(jobId, after, limit).flatMap((line) => {
      const dropped = line.seq - before - 1;
      before = line.seq;
      return dropped > 0 ? [left(dropped, line), line] : [line];
    });
  };
}

function left(dropped: number, next: JobLogLine): JobLogLine {
  const lines = dropped === 1 ? '1 line was' : `${dropped.toLocaleString('en-US')} lines were`;
  const kept = `the first ${first} and the last ${last.toLocaleString('en-US')} are kept`;
  return { seq: next.seq - 1, at: next.at, level: 'warning', text: `${lines} dropped here: ${kept}.` };
}

function kept(lines: readonly JobLogLine[], newest: number): JobLogLine[] {
  return lines.filter(({ seq }) => seq <= first || seq > newest - last);
}
