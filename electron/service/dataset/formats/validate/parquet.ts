import { brotliDecompressSync, gunzipSync, zstdDecompressSync } from 'node:zlib';
import {
  asyncBufferFromFile,
  type Compressors,
  type FileMetaData,
  parquetMetadataAsync,
  parquetReadObjects,
} from 'hyparquet';
import { codeOf } from '../../refusals.ts';
import { Findings } from '../check/findings.ts';
import { checkValues } from '../check/values.ts';
import type { Finding, Format } from '../format.ts';
import { checkSchema } from './parquet-columns.ts';
import { throwIfStopped, unreadable, type Watch } from './watch.ts';

/** Hugging Face writes row groups of 100 MB; whoever reads one holds all of it in memory. */
const largestGroup = 128 * 2 ** 20;

const compressors: Compressors = {
  GZIP: (input) => new Uint8Array(gunzipSync(input)),
  ZSTD: (input) => new Uint8Array(zstdDecompressSync(input)),
  BROTLI: (input) => new Uint8Array(brotliDecompressSync(input)),
};

/**
 * Checks Parquet. Memory holds one row group at a time.
 *
 * @returns how many rows there are
 */
export async function checkParquet(
  path: string,
  format: Format,
  report: (finding: Finding) => void,
  { signal, progressed }: Watch,
): Promise<number> {
  const file = await asyncBufferFromFile(path);
  const broken = (line: number, error: unknown) =>
    report({
      line,
      field: '',
      rule: 'not_parquet',
      message: `The file cannot be read as Parquet: ${error instanceof Error ? error.message : String(error)}.`,
      remedy: 'Write it again, or choose the format that it has.',
    });
  let metadata: FileMetaData;
  try {
    metadata = await parquetMetadataAsync(file);
  } catch (error) {
    if (codeOf(error) !== '') throw unreadable(path, error);
    broken(0, error);
    return 0;
  }
  const schema = new Findings();
  checkSchema(metadata, schema);
  for (const finding of schema.list) report({ line: 0, ...finding });
  const total = Number(metadata.num_rows);
  if (schema.list.length > 0) return total;

  let rowStart = 0;
  for (const [index, group] of metadata.row_groups.entries()) {
    throwIfStopped(signal);
    const rowEnd = rowStart + Number(group.num_rows);
    if (group.total_byte_size > largestGroup)
      report({
        line: rowStart + 1,
        field: '',
        rule: 'row_group_size',
        message: `Row group ${index + 1} is ${Math.round(Number(group.total_byte_size) / 2 ** 20)} MiB large, and its rows were not checked.`,
        remedy: `Write row groups of at most ${largestGroup / 2 ** 20} MiB: a reader holds one as a whole.`,
      });
    else
      try {
        const rows = await parquetReadObjects({ file, metadata, rowStart, rowEnd, compressors });
        for (const [offset, row] of rows.entries()) checkRow(rowStart + offset + 1, row, format, report);
      } catch (error) {
        if (codeOf(error) !== '') throw unreadable(path, error);
        broken(rowStart + 1, error);
      }
    rowStart = rowEnd;
    progressed?.(Math.round((file.byteLength * rowStart) / total), file.byteLength);
  }
  return total;
}

function checkRow(line: number, row: unknown, format: Format, report: (finding: Finding) => void): void {
  const findings = new Findings();
  checkValues(row, findings);
  for (const { field, rule, message, remedy } of format.check(row)) findings.add(field, rule, message, remedy);
  for (const finding of findings.list) report({ line, ...finding });
}
