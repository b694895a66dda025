import { createHash } from 'node:crypto';
import { createReadStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { type DatasetFile, datasetId, manifestName, readManifest } from './manifest.ts';
import type { StoredDataset } from './store.ts';

/** A file of a dataset that is not as it was built. */
export type Change = { path: string; what: 'missing' | 'changed' | 'added' };

/**
 * Reads every file of a dataset and compares it with its manifest, and the manifest with the id.
 *
 * @param progress told how many bytes were read, of how many; throws to stop
 * @returns what is not as it was built; nothing for a dataset that is whole
 * @throws AssayError invalid-input when the manifest is none
 */
export async function verifyDataset(
  { id, folder }: Pick<StoredDataset, 'id' | 'folder'>,
  progress: (bytes: number, total: number) => void = () => {},
): Promise<Change[]> {
  const text = readFileSync(join(folder, manifestName), 'utf8');
  const changes: Change[] = datasetId(text) === id ? [] : [{ path: manifestName, what: 'changed' }];
  const { files } = readManifest(text, folder);
  const known = new Set([manifestName, ...files.map(({ path }) => path)]);
  for (const path of filesIn(folder)) if (!known.has(path)) changes.push({ path, what: 'added' });

  const total = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let read = 0;
  for (const file of files) {
    const what = await changeIn(folder, file);
    if (what !== null) changes.push({ path: file.path, what });
    read += file.bytes;
    progress(read, total);
  }
  return changes;
}

/** What became of one file of a dataset; null when it is as it was built. */
export async function changeIn(
  folder: string,
  { path, bytes, sha256 }: Pick<DatasetFile, 'path' | 'bytes' | 'sha256'>,
): Promise<'missing' | 'changed' | null> {
  const file = join(folder, path);
  const size = statSync(file, { throwIfNoEntry: false })?.size;
  if (size === undefined) return 'missing';
  return size === bytes && (await hashOf(file)) === sha256 ? null : 'changed';
}

async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}
