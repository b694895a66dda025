import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
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
  // Whatever the clock said when the others were taken, this one stays.
  const others = listBackups(folder).filter((other) => other.path !== path);
  for (const old of others.slice(kept - 1)) rmSync(old.path);
  return { path, takenAt: now };
}

/**
 * Takes a backup, and when it has proved good lets every older copy go, with what a restore has put aside: something was
 * erased, and they still hold it. Until then they stay, so that there is a good backup at every moment.
 *
 * @throws AssayError workspace-damaged when the new backup cannot be read; the older ones are left alone then
 */
export function renewBackups(db: Connection, file: string, folder: string, now: Date): Backup {
  const fresh = backUp(db, folder, now);
  proveGood(fresh);
  for (const path of [fresh.path, ...(process.platform === 'win32' ? [] : [folder])]) toDisk(path);
  const name = basename(file);
  const copies = [
    ...readdirSync(folder).map((copy) => join(folder, copy)),
    ...readdirSync(dirname(file))
      .filter((copy) => copy.startsWith(`${name}.damaged-`) || copy === `${name}.partial`)
      .map((copy) => join(dirname(file), copy)),
  ];
  for (const copy of copies) if (copy !== fresh.path) rmSync(copy, { force: true });
  return fresh;
}

function toDisk(path: string): void {
  const opened = openSync(path, process.platform === 'win32' ? 'r+' : 'r');
  fsyncSync(opened);
  closeSync(opened);
}

/** @throws AssayError workspace-damaged */
function proveGood({ path }: Backup): void {
  const check = openReadonly(path);
  const verdict = check.pragma('quick_check(1)', { simple: true });
  check.close();
  if (verdict !== 'ok')
    throw new AssayError({
      kind: 'workspace-damaged',
      message: `The backup ${basename(path)} is damaged.`,
      safe: 'Nothing was changed.',
      remedy: 'Choose an older backup.',
    });
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
  proveGood(backup);
  const aside = `${file}.damaged-${now.toISOString().replace(/[-:.]/g, '')}`;
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  const source = new Database(backup.path, { readonly: true });
  source.prepare('VACUUM INTO ?').run(`${file}.partial`);
  source.close();
  renameSync(`${file}.partial`, file);
  return aside;
}
