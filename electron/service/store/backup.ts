import { createHash } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { AssayError } from '../../../shared/errors.ts';
import { type Connection, openReadonly, translate } from './database.ts';

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
  const takenAt = behind(listBackups(folder)[0], now);
  const name = `work-${takenAt.toISOString().replace(/[-:.]/g, '')}.db`;
  const partial = join(folder, `${name}.partial`);
  const path = join(folder, name);
  copyInto(partial, db);
  renameSync(partial, path);
  for (const old of listBackups(folder).slice(kept)) rmSync(old.path);
  return { path, takenAt };
}

/** Half a copy goes again: on a full disk it would take the room of the next label. */
function copyInto(path: string, db: Connection): void {
  rmSync(path, { force: true });
  try {
    db.prepare('VACUUM INTO ?').run(path);
  } catch (error) {
    rmSync(path, { force: true });
    throw translate(path, error);
  }
}

/**
 * The time of a new backup: now, or the moment behind the newest where the clock was ahead when that was taken. Else a backup
 * from a wrong clock would be the newest for years, and be the one that is offered.
 */
function behind(newest: Backup | undefined, now: Date): Date {
  return newest === undefined || newest.takenAt < now ? now : new Date(newest.takenAt.getTime() + 1);
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
  const copies = [
    ...readdirSync(folder).map((copy) => join(folder, copy)),
    ...readdirSync(dirname(file))
      .filter((copy) => copy.includes('.db.damaged-') || copy === `${basename(file)}.partial`)
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

/** Whether a backup can be read, to its end. */
export function isGood({ path }: Backup): boolean {
  try {
    const check = openReadonly(path);
    try {
      return check.pragma('quick_check(1)', { simple: true }) === 'ok';
    } finally {
      check.close();
    }
  } catch {
    return false;
  }
}

/** @throws AssayError workspace-damaged */
function proveGood(backup: Backup): void {
  if (!isGood(backup))
    throw new AssayError({
      kind: 'workspace-damaged',
      message: `The backup ${basename(backup.path)} is damaged.`,
      safe: 'Nothing was changed.',
      remedy: 'Choose an older backup.',
    });
}

/**
 * A fingerprint of a database's committed content: equal fingerprints need no new backup.
 *
 * @param counts statements that each give one row, another one when something that matters has come
 */
export function contentMark(db: Connection, counts: readonly string[]): string {
  const hash = createHash('sha256');
  for (const count of counts) hash.update(JSON.stringify([count, db.prepare(count).raw().get()]));
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
  // Whole before anything moves: on a full disk, or killed on the way, what is there stays where it is looked for.
  const whole = `${file}.partial`;
  const source = openReadonly(backup.path);
  try {
    copyInto(whole, source);
  } finally {
    source.close();
  }
  const aside = setAside(file, now);
  renameSync(whole, file);
  return aside;
}

/** Moves a damaged database away, with its log, to a name beside it that says so. */
export function setAside(file: string, now: Date): string {
  const aside = `${file}.damaged-${now.toISOString().replace(/[-:.]/g, '')}`;
  for (const suffix of ['', '-wal', '-shm']) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
}
