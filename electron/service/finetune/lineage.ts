import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunSide } from '../../../shared/domain/run.ts';
import { lineageName, lineageSchema } from '../dataset/lockfile/lineage.ts';
import { type DatasetFile, datasetId, manifestName, readManifest } from '../dataset/lockfile/manifest.ts';
import { readRecords } from '../dataset/lockfile/records.ts';

/** What a dataset's own records tell of a run on it. */
export type Traced = {
  /** Which of them is not as it was built, so that nothing it tells can be gone by; null where all are. */
  changed: string | null;
  /** Samples of it that the team has erased since. */
  erased: number;
  /** Tokens of each example of a file, by how many there are of so many. */
  tokens: Record<RunSide, ReadonlyMap<number, number>>;
};

/**
 * Reads where the lines of a dataset come from, once, and holds the records against what was built by the same reading: what
 * a run costs and whether its files may leave follows from them.
 *
 * @param erased samples that the team has erased
 * @param files the training files that are counted
 * @param mustGoOn ends the reading by what it throws
 * @throws AssayError invalid-input for a line that no build has written
 */
export function traced(
  { id, folder }: { id: string; folder: string },
  erased: ReadonlySet<string>,
  files: Partial<Record<RunSide, DatasetFile>> = {},
  mustGoOn: () => void = () => {},
): Traced {
  const tokens = { train: new Map<number, number>(), validation: new Map<number, number>() };
  const nothing = { erased: 0, tokens };
  const text = readFileSync(join(folder, manifestName), 'utf8');
  if (datasetId(text) !== id) return { ...nothing, changed: manifestName };
  const path = join(folder, lineageName);
  if (!existsSync(path)) return { ...nothing, changed: lineageName };
  const built = readManifest(text, folder).files.find((file) => file.path === lineageName);
  const hash = createHash('sha256');
  let gone = 0;
  for (const line of readRecords(path, lineageSchema, (bytes) => hash.update(bytes))) {
    mustGoOn();
    if (erased.has(line.sample)) gone++;
    for (const side of ['train', 'validation'] as const) {
      const file = files[side];
      if (file === undefined || line.side !== side || line.rows[file.path] === undefined) continue;
      tokens[side].set(line.tokens, (tokens[side].get(line.tokens) ?? 0) + 1);
    }
  }
  const changed = hash.digest('hex') === built?.sha256 ? null : lineageName;
  return changed === null ? { changed, erased: gone, tokens } : { ...nothing, changed };
}
