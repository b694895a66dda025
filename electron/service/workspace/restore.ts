import { v4 as uuidv4 } from 'uuid';
import { type Backup, restore, setAside } from '../store/backup.ts';
import { openWritable } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { workspaceFiles } from './open.ts';

/**
 * Puts a backup of work.db in the place of a damaged one.
 *
 * From there on this is another device to the team's server: the count of its operations goes back with the file, and what
 * it did since would else be taken for newer than what it does now. What the server has of it comes back as another's.
 *
 * @returns the path of the damaged file
 * @throws AssayError workspace-damaged when the backup itself cannot be read
 */
export function restoreWork(backup: Backup, folder: string, now: Date): string {
  const { work } = workspaceFiles(folder);
  const aside = restore(backup, work, now);
  const db = openWritable(work, 'full');
  new Meta(db).set('workspace_id', uuidv4());
  db.close();
  return aside;
}

/**
 * Puts damaged samples aside: the workspace opens without any, with all that was done on them.
 *
 * @returns the path of the damaged file
 */
export function setSamplesAside(folder: string, now: Date): string {
  return setAside(workspaceFiles(folder).corpus, now);
}
