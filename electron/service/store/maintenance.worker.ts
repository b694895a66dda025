import { workerData } from 'node:worker_threads';
import { z } from 'zod';
import { backUp, contentMark, listBackups, renewBackups } from './backup.ts';
import { openReadonly, openWritable } from './database.ts';
import { rewrite } from './rewrite.ts';
import { serve } from './worker.ts';

/**
 * Keeps work.db in order away from the main thread: moves the write-ahead log into the file, takes backups, checks
 * integrity. The main connection never checkpoints: a checkpoint would sync twice inside somebody's commit.
 */
const data = z.object({ file: z.string(), backups: z.string(), counts: z.array(z.string()) }).parse(workerData);
const db = openWritable(data.file, 'full');
let backedUp = newestMark();

const api = {
  /** Moves what it can without waiting for anybody. */
  checkpoint(_: null): void {
    db.pragma('wal_checkpoint(PASSIVE)');
  },
  /** Takes a backup unless nothing changed since the last one; tells whether it did. */
  backUp({ force }: { force: boolean }): { path: string | null } {
    const mark = contentMark(db, data.counts);
    if (!force && mark === backedUp) return { path: null };
    const { path } = backUp(db, data.backups, new Date());
    backedUp = mark;
    return { path };
  },
  /** Leaves no trace of what was erased, in the file, its log or its backups; false when it is to be tried again. */
  purge(_: null): boolean {
    if (!rewrite(db)) return false;
    const mark = contentMark(db, data.counts);
    renewBackups(db, data.file, data.backups, new Date());
    backedUp = mark;
    return true;
  },
  /** `ok`, or what SQLite found. Reads the whole file. */
  check(_: null): { verdict: string } {
    return { verdict: String(db.pragma('quick_check(10)', { simple: true })) };
  },
  backups(_: null): { path: string; takenAt: string }[] {
    return listBackups(data.backups).map(({ path, takenAt }) => ({ path, takenAt: takenAt.toISOString() }));
  },
};
export type MaintenanceApi = typeof api;

/** What the newest backup holds: sessions that change nothing must not push older backups out. */
function newestMark(): string | null {
  const [newest] = listBackups(data.backups);
  if (!newest) return null;
  try {
    const copy = openReadonly(newest.path);
    try {
      return contentMark(copy, data.counts);
    } finally {
      copy.close();
    }
  } catch (error) {
    console.error(error); // A backup that cannot be read is no reason to work without one: the next is taken soon.
    return null;
  }
}

serve(api, () => db.close());
