import { AssayError } from '../../../shared/errors.ts';
import { applicationId, type Connection, damaged } from './database.ts';

/** One step of a schema: immutable once released, named by its number. */
export type Migration = { version: number; name: string; sql: string };

/** The version of the schema that a database has; refuses what is not Assay's, newer than `known`, or damaged. */
export function schemaVersion(db: Connection, file: string, known: number): number {
  let version: number;
  let id: number;
  try {
    version = db.pragma('user_version', { simple: true }) as number;
    id = db.pragma('application_id', { simple: true }) as number;
  } catch (error) {
    throw damaged(file, error instanceof Error ? error.message : String(error), error);
  }
  if (version === 0 && id === 0 && db.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() === 0) return 0;
  if (id !== applicationId) throw damaged(file, 'it is not a database of Assay');
  if (version > known)
    throw new AssayError({
      kind: 'workspace-newer',
      message: `${file} was written by a newer version of Assay (schema ${version}; this one knows ${known}).`,
      safe: 'Nothing was read or changed.',
      remedy: 'Install the newer version of Assay, or open another workspace.',
    });
  return version;
}

/**
 * Brings a database to the newest schema: each migration in a transaction of its own, with its number.
 *
 * A crash between two leaves a valid older schema, and the next start goes on from there.
 *
 * @param beforeFirst called once before anything changes, when there is data to lose: makes the backup
 */
export function migrate(
  db: Connection,
  file: string,
  migrations: readonly Migration[],
  beforeFirst: (from: number) => void,
): void {
  const version = schemaVersion(db, file, migrations.length);
  const pending = migrations.slice(version);
  if (pending.length === 0) return;
  if (version > 0) beforeFirst(version);
  for (const migration of pending) {
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`application_id = ${applicationId}`);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}
