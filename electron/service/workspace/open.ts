import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { v4 as uuidv4 } from 'uuid';
import { AssayError } from '../../../shared/errors.ts';
import { type Backup, backUp, isGood, listBackups } from '../store/backup.ts';
import { type Connection, damaged, openReadonly, openWritable } from '../store/database.ts';
import { lockWorkspace, type WorkspaceLock } from '../store/lock.ts';
import { Meta } from '../store/meta.ts';
import { type Migration, migrate, schemaVersion } from '../store/migrate.ts';
import { corpusMigrations, workMigrations } from './migrations/index.ts';

/** The files of a workspace folder. */
export function workspaceFiles(folder: string) {
  return {
    work: join(folder, 'work.db'),
    corpus: join(folder, 'corpus.db'),
    backups: join(folder, 'backups'),
    reports: join(folder, 'reports'),
  };
}

/** The files above this size are checked in the background: reading them would delay the first keystroke. */
const checkedAtOpen = 64 * 2 ** 20;

/** A workspace that is open for writing: the one writer, with its lock. */
export type Workspace = {
  folder: string;
  files: ReturnType<typeof workspaceFiles>;
  /** FULL: labels, marks, jobs, settings. */
  work: Connection;
  /** The same file, NORMAL: drafts and positions, journaled as typed, and the logs of jobs. */
  journal: Connection;
  /** Read-only; the bulk thread writes it. */
  corpus: Connection;
  meta: Meta;
  labelerId: string;
  close(): void;
};

/** True when a folder holds a workspace. */
function isWorkspace(folder: string): boolean {
  return existsSync(join(folder, 'work.db'));
}

/**
 * For whatever makes files of its own in a workspace: a slip in a path makes none.
 *
 * @throws AssayError not-found, workspace-damaged where only its labels are missing
 */
export function mustBeWorkspace(folder: string): void {
  if (!isWorkspace(folder)) throw noWorkspace(folder);
}

/**
 * Opens a workspace for writing: lock, check, migrate.
 *
 * @param create makes the folder and an empty workspace where there is none
 * @param program what the lock names as its holder
 * @throws AssayError not-found, workspace-locked, workspace-newer, workspace-damaged, io; nothing is changed then
 */
export function openWorkspace(folder: string, { create, program }: { create: boolean; program: string }): Workspace {
  const files = workspaceFiles(folder);
  if (!isWorkspace(folder)) {
    if (!create || listBackups(files.backups).length > 0) throw noWorkspace(folder);
    makeFolder(folder);
  }
  // Let go of in reverse, the lock last; what cannot be closed keeps nothing else.
  const held = new DisposableStack();
  held.adopt(lockFolder(folder, program), (lock) => lock.release());
  const open = (connection: Connection) => held.adopt(connection, () => connection.close());
  const close = () => held.dispose();
  try {
    const work = open(openWritable(files.work, 'full'));
    prepareFile(work, files.work, workMigrations, () => backUp(work, files.backups, new Date()));
    // Checkpoints sync twice; the maintenance thread makes them, never a commit.
    work.pragma('wal_autocheckpoint = 0');
    const journal = open(openWritable(files.work, 'normal'));
    journal.pragma('wal_autocheckpoint = 0');

    const corpus = open(prepareSamples(files.corpus));
    const meta = new Meta(work);
    return { folder, files, work, journal, corpus, meta, labelerId: identity(meta, folder), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** The newest backup in a workspace's folder of backups that can be read, if there is one. */
export function newestBackup(folder: string): Backup | null {
  return listBackups(folder).find(isGood) ?? null;
}

/**
 * Opens work.db and corpus.db for reading only, beside whoever writes them.
 *
 * @throws AssayError not-found, workspace-newer, workspace-damaged, io; conflict for an older schema, which only a
 *   writer can bring up to date
 */
export function readWorkspace(folder: string): { work: Connection; corpus: Connection; close(): void } {
  mustBeWorkspace(folder);
  const files = workspaceFiles(folder);
  const opened: Connection[] = [];
  const close = () => {
    for (const connection of opened) connection.close();
  };
  const open = (file: string, migrations: readonly Migration[]) => {
    const connection = openReadonly(file);
    opened.push(connection);
    if (schemaVersion(connection, file, migrations.length) < migrations.length) throw olderSchema(folder);
    return connection;
  };
  const openSamples = () => {
    try {
      return open(files.corpus, corpusMigrations);
    } catch (error) {
      throw ofSamples(error);
    }
  };
  try {
    return { work: open(files.work, workMigrations), corpus: openSamples(), close };
  } catch (error) {
    close();
    throw error;
  }
}

/** Reads a workspace, opened as `readWorkspace` does for as long as `read` lasts. @throws AssayError as that does */
export function reading<T>(folder: string, read: (work: Connection, corpus: Connection) => T): T {
  const { work, corpus, close } = readWorkspace(folder);
  try {
    return read(work, corpus);
  } finally {
    close();
  }
}

function prepareFile(db: Connection, file: string, migrations: readonly Migration[], beforeFirst: () => void): void {
  schemaVersion(db, file, migrations.length);
  if (statSync(file).size <= checkedAtOpen) {
    const verdict = db.pragma('quick_check(1)', { simple: true });
    if (verdict !== 'ok') throw damaged(file, String(verdict));
  }
  migrate(db, file, migrations, beforeFirst);
}

function prepareSamples(file: string): Connection {
  try {
    const bulk = openWritable(file, 'normal');
    try {
      // corpus.db can always be pulled or imported again, so that its migrations need no backup.
      prepareFile(bulk, file, corpusMigrations, () => {});
    } finally {
      bulk.close();
    }
    return openReadonly(file);
  } catch (error) {
    throw ofSamples(error);
  }
}

/** A backup is of labels alone: whoever puts one back for damaged samples loses what was labeled since, and mends nothing. */
function ofSamples(error: unknown): unknown {
  if (!(error instanceof AssayError) || error.kind !== 'workspace-damaged') return error;
  return new AssayError(
    {
      kind: 'samples-damaged',
      message: error.message,
      safe: 'Labels, drafts and runs are in another file, and nothing was changed.',
      remedy: 'Set the samples aside, then import or pull them again: labels find theirs by their names.',
    },
    { cause: error },
  );
}

function identity(meta: Meta, folder: string): string {
  const known = meta.get('labeler_id');
  if (known) return known;
  const labelerId = uuidv4();
  meta.set('workspace_id', uuidv4());
  meta.set('name', basename(folder));
  meta.set('created_at', new Date().toISOString());
  meta.set('labeler_id', labelerId);
  return labelerId;
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw cannotWrite(folder, error);
  }
  const strangers = readdirSync(folder).filter((name) => !name.startsWith('.'));
  if (strangers.length > 0)
    throw new AssayError({
      kind: 'invalid-input',
      message: `${folder} is not a workspace, and it is not empty (${strangers.slice(0, 3).join(', ')}).`,
      safe: 'Nothing was changed.',
      remedy: 'Choose an empty folder, or a folder that holds a work.db.',
    });
}

function lockFolder(folder: string, program: string): WorkspaceLock {
  try {
    return lockWorkspace(folder, program);
  } catch (error) {
    throw error instanceof AssayError ? error : cannotWrite(folder, error);
  }
}

function noWorkspace(folder: string): AssayError {
  const { work, backups } = workspaceFiles(folder);
  if (listBackups(backups).length > 0) return damaged(work, 'it is missing');
  return new AssayError({
    kind: 'not-found',
    message: `There is no workspace in ${folder}.`,
    safe: 'Nothing was changed.',
    remedy:
      'Check the path, or make one in an empty folder: by New workspace in the window, or by “assay import” without it.',
  });
}

function olderSchema(folder: string): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: `The workspace in ${folder} was written by an older version of Assay.`,
    safe: 'Nothing was changed.',
    remedy: 'Open it once in the window, which brings it up to date and keeps a backup.',
  });
}

function cannotWrite(folder: string, cause: unknown): AssayError {
  return new AssayError(
    {
      kind: 'io',
      message: `Assay cannot write in ${folder} (${cause instanceof Error ? cause.message : String(cause)}).`,
      safe: 'Nothing was changed.',
      remedy: 'Choose another folder, or check its permissions and free space.',
    },
    { cause },
  );
}
