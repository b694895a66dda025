import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssayError } from '../../../shared/errors.ts';
import { counted } from '../../../shared/rules/readiness-words.ts';
import { notAskedYet } from '../../../shared/rules/run-words.ts';
import { ErasedSamples } from '../dataset/lockfile/erased.ts';
import { datasetsFolder } from '../dataset/lockfile/ledger.ts';
import { folderOf } from '../dataset/lockfile/manifest.ts';
import { openReadonly } from '../store/database.ts';
import { workspaceFiles } from '../workspace/open.ts';

type Dataset = Parameters<ErasedSamples['in']>[0];

/**
 * How many samples of a dataset the team has erased since it was built.
 *
 * @param mustGoOn ends the reading by what it throws
 */
export function erasedIn(dataset: Dataset, workspace: string, mustGoOn?: () => void): number {
  const { corpus, work } = workspaceFiles(workspace);
  const db = openReadonly(corpus, { work });
  try {
    return new ErasedSamples(db).in(dataset, mustGoOn);
  } finally {
    db.close();
  }
}

/**
 * A run may wait for days before its files are sent, for a place or for a key.
 *
 * @throws AssayError conflict for a dataset that holds what was erased meanwhile
 */
export function mayLeave(datasetId: string, workspace: string): void {
  const folder = join(datasetsFolder(workspace), folderOf(datasetId));
  // Whoever sends its files says that they are not there.
  if (!existsSync(folder)) return;
  const erased = erasedIn({ id: datasetId, folder }, workspace);
  if (erased === 0) return;
  throw new AssayError({
    kind: 'conflict',
    message: `The dataset holds ${counted(erased, 'sample')} that the team has erased since the run was begun.`,
    safe: notAskedYet,
    remedy: 'Give the run up, build the dataset again and remove the old one, and run the new one.',
  });
}
