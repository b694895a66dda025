import type { Connection } from './database.ts';

/**
 * Writes a database anew, so that neither its file nor its log holds a byte of what was deleted: SQLite leaves that in free
 * pages, in the gaps of others, and in old frames of the log.
 *
 * Takes as long as copying the file, and nobody else can write it meanwhile: it is for the rare day on which something was
 * erased for good.
 *
 * @returns false when a reader still needs the old log; then it is to be done again
 */
export function rewrite(db: Connection): boolean {
  db.exec('VACUUM');
  return db.pragma('wal_checkpoint(TRUNCATE)', { simple: true }) === 0;
}
