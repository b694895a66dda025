import { join } from 'node:path';
import { lineageName, lineageSchema } from './lineage.ts';
import { readRecords } from './records.ts';

/**
 * The samples behind rows of one of a dataset's files.
 *
 * @param folder the dataset's
 * @param path the file's within it
 * @param rows from 1
 * @returns by row; one that no sample has is missing
 */
export function samplesAt(folder: string, path: string, rows: ReadonlySet<number>): Map<number, string> {
  const samples = new Map<number, string>();
  for (const { sample, rows: placed } of readRecords(join(folder, lineageName), lineageSchema)) {
    const row = placed[path];
    if (row !== undefined && rows.has(row)) samples.set(row, sample);
  }
  return samples;
}
