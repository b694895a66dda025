import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type BuildContext, writeWhole } from './build.ts';
import { addSplits, openLedger, readOwnLedger } from './ledger.ts';
import { ledgerLineSchema, ledgerName } from './lineage.ts';
import { datasetId, type Manifest, manifestText } from './manifest.ts';
import type { Rebuilt } from './rebuilt.ts';
import { readRecords } from './records.ts';
import { DatasetStore, type StoredDataset } from './store.ts';

/**
 * Builds a dataset again from what is here now, by its own recipe and on the ledger that it was built on, and compares
 * the bytes. Nothing is kept.
 *
 * @throws AssayError as `buildDataset` does
 */
export function rebuildDataset({ id, folder, manifest }: StoredDataset, context: BuildContext): Rebuilt {
  const store = new DatasetStore(context.workspace, context.writer);
  const scratch = store.begin();
  try {
    const file = join(scratch, 'ledger.db');
    const db = openLedger(file);
    db.transaction(() => addSplits(db, readRecords(join(folder, ledgerName), ledgerLineSchema), 0))();
    db.close();
    // What the team had put where is among those records; what it has told since is not.
    const again = writeWhole(manifest.recipe, { file, read: readOwnLedger }, scratch, context);
    if (datasetId(manifestText(again)) === id) return { same: true };
    return { same: false, version: otherVersion(manifest, again), differing: differing(manifest, again) };
  } finally {
    store.close();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** The version of Assay that built it, where that was another one. */
function otherVersion(built: Manifest, again: Manifest): string | null {
  return built.tool.version === again.tool.version ? null : built.tool.version;
}

function differing(built: Manifest, again: Manifest): string[] {
  const hashes = new Map(built.files.map(({ path, sha256 }) => [path, sha256]));
  const changed = again.files.filter(({ path, sha256 }) => hashes.get(path) !== sha256).map(({ path }) => path);
  const now = new Set(again.files.map(({ path }) => path));
  return [...changed, ...built.files.map(({ path }) => path).filter((path) => !now.has(path))].sort();
}
