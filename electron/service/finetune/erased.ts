import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AssayError } from '../../../shared/errors.ts';
import { counted } from '../../../shared/rules/readiness-words.ts';
import { notAskedYet } from '../../../shared/rules/run-words.ts';
import { datasetsFolder } from '../dataset/lockfile/ledger.ts';
import { folderOf } from '../dataset/lockfile/manifest.ts';
import { openReadonly } from '../store/database.ts';
import { workspaceFiles } from '../workspace/open.ts';
import { traced } from './lineage.ts';

/** The samples that the team has erased. */
export function erasedSamples(workspace: string): ReadonlySet<string> {
  const db = openReadonly(workspaceFiles(workspace).work);
  try {
    return new Set(db.prepare<[], string>('SELECT sample_id FROM erased').pluck().all());
  } finally {
    db.close();
  }
}

/**
 * A run may wait for days before its files are sent, for a place or for a key.
 *
 * @throws AssayError conflict for a dataset that holds what was erased meanwhile, or can no longer tell whether it does
 */
export function mayLeave(datasetId: string, workspace: string): void {
  const folder = join(datasetsFolder(workspace), folderOf(datasetId));
  // Whoever sends its files says that they are not there.
  if (!existsSync(folder)) return;
  const gone = erasedSamples(workspace);
  if (gone.size === 0) return;
  const { erased, changed } = traced({ id: datasetId, folder }, gone);
  if (changed !== null)
    throw mayNot(
      `The ${changed} of the dataset is not as it was built, and tells no more what the team has erased of it.`,
    );
  if (erased > 0)
    throw mayNot(`The dataset holds ${counted(erased, 'sample')} that the team has erased since the run was begun.`);
}

function mayNot(message: string): AssayError {
  return new AssayError({
    kind: 'conflict',
    message,
    safe: notAskedYet,
    remedy: 'Give the run up, build the dataset again and remove the old one, and run the new one.',
  });
}
