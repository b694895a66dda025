import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import Database from 'better-sqlite3';
import { AssayError } from '../../../shared/errors.ts';
import { type Connection, openReadonly } from './database.ts';

/** How many backups are kept; older ones are removed after a newer one is complete. */
const kept = 10;

export type Backup = { path: string; takenAt: Date };

/** Backups of a database, newest first. Their names carry the time in UTC. */
export function listBackups(folder: string): Backup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const match = /^work-(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)(\d{3})Z\.db$/.exec(name);
      if (!match) return [];
      const [, year, month, day, hour, minute, second, ms] = match;
      return [
        { path: join(folder, name), takenAt: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}.${ms}Z`) },
      ];
    })
    .sort((a, b) => b.takenAt.getTime() - a.takenAt.getTime());
}

/**
 * Writes a compact, consistent copy of a database into `folder` and removes the oldest beyond what is kept.
 *
 * The copy appears under its name only when it is complete. Takes as long as reading the file: call it in a worker,
 * or before a migration.
 */
export function backUp(db: Connection, folder: string, now: Date): Backup {
  mkdirSync(folder, { recursive: true });
  const name = `work-${now.toISOString().replace(/[-:.]/g, '')}.db`;
  const partial = join(folder, `${name}.partial`);
  const path = join(folder, name);
  rmSync(partial, { force: true });
  db.prepare('VACUUM INTO ?').run(partial);
  renameSync(partial, path);
  for (const old of listBackups(folder).slice(kept)) rmSync(old.path);
  return { path, takenAt: now };
}

/** A fingerprint of a database's committed content: equal fingerprints need no new backup. */
export function contentMark(db: Connection, tables: readonly string[]): string {
  const hash = createHash('sha256');
  for (const table of tables) {
    const row = db.prepare(`SELECT count(*) AS n, max(rowid) AS last FROM ${table}`).raw().get();
    hash.update(JSON.stringify([table, row]));
  }
  return hash.digest('hex');
}

/**
 * Puts a backup in the place of a damaged database. The damaged file is kept beside it under a name that says so.
 *
 * @returns the path of the damaged file
 * @throws AssayError workspace-damaged when the backup itself cannot be read
 */
export function restore(backup: Backup, file: string, now: Date): string {
  const check = openReadonly(backup.path);
  const verdict = check.pragma('quick_check(1)', { simple: true });
  check.close();
  if (verdict !== 'ok')
    throw new AssayError({
      kind: 'workspace-damaged',
      message: `The backup ${basename(backup.path)} is damaged as well.`,
      safe: 'Nothing was changed.',
      remedy: 'Choose an older backup.',
    });
  const aside = `${file}.damaged-${now.toISOString().replace(/[-:.]/g, '')}`;
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  const source = new Database(backup.path, { readonly: true });
  source.prepare('VACUUM INTO ?').run(`${file}.partial`);
  source.close();
  renameSync(`${file}.partial`, file);
  return aside;
}
