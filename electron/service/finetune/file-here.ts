import { join } from 'node:path';
import { datasetsFolder } from '../dataset/lockfile/ledger.ts';
import { folderOf } from '../dataset/lockfile/manifest.ts';

/** How a file of a dataset is named in its manifest, by where it was when a run was begun: its format and its name. */
export function nameInDataset(path: string): string {
  return path.split(/[\\/]/).slice(-2).join('/');
}

/**
 * Where a dataset's file is in this workspace, by where it was when the run was begun. The folder may have been moved since;
 * and a workspace that somebody else has made names no file outside of it that would be sent.
 */
export function fileHere(workspace: string, datasetId: string, path: string): string {
  return join(datasetsFolder(workspace), folderOf(datasetId), nameInDataset(path));
}
