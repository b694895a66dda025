import type { JobProgress } from '../../../shared/domain/job.ts';
import type { Connection } from '../store/database.ts';

/** A job that tells its progress all the time costs a write each so many ms. */
const noteMs = 2_000;

/** How far the running jobs are. Written down now and then: whoever looks after a crash sees about how far each was. */
export class ProgressNotes {
  readonly #update;
  readonly #wrote: () => void;
  /** `notedAt`: when it was last written, by performance.now(). */
  readonly #told = new Map<string, { progress: JobProgress; notedAt: number }>();

  /** @param journal the connection that waits for no disk */
  constructor(journal: Connection, wrote: () => void) {
    this.#update = journal.prepare('UPDATE jobs SET progress = ? WHERE id = ?');
    this.#wrote = wrote;
  }

  /** What a job's thread told last; undefined of one that does not run. */
  of(id: string): JobProgress | undefined {
    return this.#told.get(id)?.progress;
  }

  told(id: string, progress: JobProgress): void {
    const now = performance.now();
    const notedAt = this.#told.get(id)?.notedAt ?? Number.NEGATIVE_INFINITY;
    const due = now - notedAt >= noteMs;
    this.#told.set(id, { progress, notedAt: due ? now : notedAt });
    if (!due) return;
    try {
      this.#update.run(JSON.stringify(progress), id);
      this.#wrote();
    } catch (error) {
      // A disk that refuses is no reason for the job to fail.
      console.error(error);
    }
  }

  forget(id: string): void {
    this.#told.delete(id);
  }
}
