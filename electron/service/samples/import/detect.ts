import { constants, gunzipSync } from 'node:zlib';
import type { ImportParams } from '../../../../shared/domain/job.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { byte, isBlank } from './records.ts';

/** How many bytes of a file's start are looked at: enough for the longest header of a CSV file. */
export const headBytes = 256 * 1024;

export type Shape = 'lines' | 'array' | 'csv';

const utf8Bom = Buffer.from([0xef, 0xbb, 0xbf]);
const unpacked: { magic: readonly number[]; what: string }[] = [
  { magic: [0x50, 0x4b, 0x03, 0x04], what: 'a ZIP archive or an Excel workbook' },
  { magic: [0x28, 0xb5, 0x2f, 0xfd], what: 'packed with zstd' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a], what: 'packed with xz' },
  { magic: [0x42, 0x5a, 0x68], what: 'packed with bzip2' },
  { magic: [0x50, 0x41, 0x52, 0x31], what: 'a Parquet file' },
];

const startsWith = (bytes: Buffer, magic: readonly number[]) => magic.every((value, i) => bytes[i] === value);

/** Told by the first bytes alone: browsers unpack files and leave their names. */
export function isGzip(head: Buffer): boolean {
  return startsWith(head, [0x1f, 0x8b]);
}

/**
 * The first bytes of the unpacked file. Only a little of the packed one is taken, because 1 KB of it can unpack to 1 MB;
 * damage further on shows itself when the file is read.
 */
export function unpackHead(head: Buffer): Buffer {
  const packed = head.subarray(0, headBytes / 16);
  return gunzipSync(packed, { finishFlush: constants.Z_SYNC_FLUSH }).subarray(0, headBytes);
}

/** How many bytes of a byte order mark to pass over. */
export function bomLength(head: Buffer): number {
  return head.subarray(0, 3).equals(utf8Bom) ? 3 : 0;
}

/** @throws AssayError invalid-input when the file is nothing that could be read as text */
export function refuseForeign(path: string, head: Buffer): void {
  const known = unpacked.find(({ magic }) => startsWith(head, magic));
  if (known)
    throw notText(
      `${path} is ${known.what}.`,
      'Unpack it, or save it as CSV or as one JSON object a line; a file packed with gzip can be imported as it is.',
    );
  const utf16 = startsWith(head, [0xff, 0xfe]) || startsWith(head, [0xfe, 0xff]) || head.subarray(0, 64).includes(0);
  if (utf16)
    throw notText(
      `${path} is not UTF-8 text; it looks like UTF-16 or like binary data.`,
      'Save it again as UTF-8 (in Excel: “CSV UTF-8”) and import that file.',
    );
}

function notText(message: string, remedy: string): AssayError {
  return new AssayError({ kind: 'invalid-input', message, safe: 'Nothing was imported or changed.', remedy });
}

/** What a file holds: as asked for, else by its name, else by its first character. */
export function shapeOf(path: string, format: ImportParams['format'], text: Buffer): Shape {
  const first = text.find((code) => !isBlank(code));
  const isJson = first === byte.openBrace || first === byte.openBracket;
  if ((format ?? formatOfName(path) ?? (isJson ? 'ndjson' : 'csv')) === 'csv') return 'csv';
  return first === byte.openBracket ? 'array' : 'lines';
}

function formatOfName(path: string): ImportParams['format'] {
  if (/\.(ndjson|jsonl|json)(\.gz)?$/i.test(path)) return 'ndjson';
  return /\.(csv|tsv)(\.gz)?$/i.test(path) ? 'csv' : null;
}
