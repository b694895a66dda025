import Database from 'better-sqlite3';
import { AssayError } from '../../../shared/errors.ts';

export type Connection = Database.Database;

/**
 * How much a commit waits for.
 *
 * `full`: a commit returns when it is on the disk; labels and whatever precedes an outside effect. `normal`: a commit
 * survives a killed process, and the last ones may be lost at power loss; drafts, samples, cursors.
 */
export type Durability = 'full' | 'normal';

/** Marks a file as Assay's ("AssA"), so that another program's database is refused and not migrated. */
export const applicationId = 0x41737341;

/** Opens a database for writing, in WAL mode. The file is created if missing. */
export function openWritable(file: string, durability: Durability): Connection {
  return guard(file, () => {
    const db = new Database(file, { timeout: 10_000 });
    try {
      db.pragma('journal_mode = WAL');
      db.pragma(`synchronous = ${durability}`);
      // macOS answers fsync before the platter: only F_FULLFSYNC keeps the promise there. Elsewhere a no-op.
      if (durability === 'full') db.pragma('fullfsync = ON');
      db.pragma('foreign_keys = ON');
      db.pragma('trusted_schema = OFF');
      db.pragma('cache_size = -16384');
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

/** Opens an existing database for reading; `attach` adds others under a name, read-only as well. */
export function openReadonly(file: string, attach: Record<string, string> = {}): Connection {
  return guard(file, () => {
    const db = new Database(file, { readonly: true, fileMustExist: true, timeout: 10_000 });
    try {
      db.pragma('trusted_schema = OFF');
      db.pragma('cache_size = -65536');
      for (const [name, path] of Object.entries(attach)) db.prepare(`ATTACH ? AS ${name}`).run(path);
      return db;
    } catch (error) {
      db.close();
      throw error;
    }
  });
}

function guard<T>(file: string, open: () => T): T {
  try {
    return open();
  } catch (error) {
    throw translate(file, error);
  }
}

/** What the system says where a disk or a folder refuses. */
const refusedByDisk = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EIO', 'EACCES', 'EPERM']);

/** Gives errors of SQLite and of the disk a kind. Anything else stays as it is: it is a defect of ours. */
export function translate(file: string, error: unknown): unknown {
  if (error instanceof Error && 'syscall' in error && 'code' in error && refusedByDisk.has(String(error.code)))
    return refused(file, error);
  if (!(error instanceof Database.SqliteError)) return error;
  const { code } = error;
  if (code.startsWith('SQLITE_CORRUPT') || code === 'SQLITE_NOTADB') return damaged(file, error.message, error);
  if (
    code.startsWith('SQLITE_FULL') ||
    code.startsWith('SQLITE_IOERR') ||
    code.startsWith('SQLITE_READONLY') ||
    code.startsWith('SQLITE_CANTOPEN')
  )
    return refused(file, error);
  return error;
}

function refused(file: string, cause: Error): AssayError {
  return new AssayError(
    {
      kind: 'io',
      message: `The disk refused to read or write ${file} (${cause.message}).`,
      safe: 'Everything that was marked as saved is safe; this last step was not saved.',
      remedy: 'Check free space and permissions of the workspace folder, then try again.',
    },
    { cause },
  );
}

export function damaged(file: string, detail: string, cause?: unknown): AssayError {
  return new AssayError(
    {
      kind: 'workspace-damaged',
      message: `${file} is damaged (${detail}).`,
      safe: 'Nothing was changed; the backups beside it are untouched.',
      remedy: 'Restore the newest backup, or open another workspace.',
    },
    { cause },
  );
}
