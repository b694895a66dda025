import { type Job, jobSchema } from '../../../shared/domain/job.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Connection } from '../store/database.ts';

/** A row of the table of jobs. */
export function readJob(row: unknown): Job {
  const stored = row as Record<string, string | null>;
  const parse = (column: string): unknown => JSON.parse(stored[column] ?? 'null');
  return jobSchema.parse({
    id: stored['id'],
    kind: stored['kind'],
    state: stored['state'],
    params: parse('params'),
    progress: parse('progress'),
    result: parse('result'),
    error: parse('error'),
    createdAt: stored['created_at'],
    updatedAt: stored['updated_at'],
  });
}

/** @returns null where there is none of this id */
export function jobOf(db: Connection, id: string): Job | null {
  const row = db.prepare('SELECT * FROM jobs WHERE id = ?').get(id);
  return row === undefined ? null : readJob(row);
}

/**
 * The newest jobs of each kind, and whatever older one is not ended; newest first. Of each: many imports do not hide why a
 * run stands still.
 */
export const listedJobs = `SELECT * FROM jobs WHERE state IN ('waiting', 'running', 'interrupted')
  OR id IN (SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY kind ORDER BY id DESC) AS place FROM jobs)
    WHERE place <= 200) ORDER BY id DESC`;

/** Jobs that have begun and not ended, oldest first, as recorded: what says running may have been killed since. */
export function unfinishedJobs(db: Connection): Job[] {
  const rows = db.prepare(`SELECT * FROM jobs WHERE state IN ('waiting', 'running', 'interrupted') ORDER BY id`).all();
  return rows.map((row) => readJob(row));
}

export function noSuchJob(): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: 'There is no such job.',
    safe: 'Nothing was changed.',
    remedy: 'Look at the list of jobs.',
  });
}
