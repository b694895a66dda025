import { readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { z } from 'zod';
import { AssayError } from '../../../shared/errors.ts';

const holderSchema = z.object({ pid: z.int(), host: z.string(), program: z.string(), since: z.string() });
type Holder = z.infer<typeof holderSchema>;

export type WorkspaceLock = { release(): void };

/**
 * Takes the right to write a workspace, for as long as this process lives.
 *
 * The lock is SQLite's own exclusive file lock on a small file: the system gives it back when a process ends, however
 * it ends, so that no stale lock is ever left. Who holds it is written beside it, for the message alone.
 *
 * @throws AssayError workspace-locked, naming the holder
 */
export function lockWorkspace(folder: string, program: string): WorkspaceLock {
  const holderFile = join(folder, 'lock.json');
  const db = new Database(join(folder, 'lock.db'), { timeout: 0 });
  try {
    db.pragma('journal_mode = MEMORY');
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    if (error instanceof Database.SqliteError && error.code.startsWith('SQLITE_BUSY'))
      throw locked(readHolder(holderFile));
    throw error;
  }
  const holder: Holder = { pid: process.pid, host: hostname(), program, since: new Date().toISOString() };
  try {
    writeFileSync(holderFile, JSON.stringify(holder));
  } catch {
    // A full disk must not keep anybody from their labels, nor hold the lock for a workspace that did not open.
  }
  return {
    release() {
      if (db.inTransaction) db.exec('ROLLBACK');
      db.close();
    },
  };
}

function readHolder(file: string): Holder | null {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null; // The holder is only named for the message; the lock itself does not depend on it.
  }
}

function locked(holder: Holder | null): AssayError {
  const who = holder
    ? `${holder.program} (process ${holder.pid} on ${holder.host}, since ${holder.since})`
    : 'another program';
  return new AssayError({
    kind: 'workspace-locked',
    message: `This workspace is open for writing in ${who}.`,
    safe: 'Nothing was changed.',
    remedy: 'Use the window that is open, or close it and try again.',
  });
}
