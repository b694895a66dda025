import type { RowWriter, Sink } from './sink.ts';

/** Line ends of Unicode that JSON allows raw in its texts. */
const lineEnds = /[\u0085\u2028\u2029]/g;

/**
 * One line of a JSONL file, with its end. Line separators beyond LF are escaped: JSON allows them raw, and readers that
 * split at every Unicode line end (Python's splitlines) would cut the line in two.
 */
export function jsonLine(row: object): string {
  const json = JSON.stringify(row);
  return `${json.replace(lineEnds, (end) => `\\u${end.charCodeAt(0).toString(16).padStart(4, '0')}`)}\n`;
}

/** JSON Lines (https://jsonlines.org): UTF-8 without a byte order mark, one row a line, LF after each. */
export function jsonlWriter(sink: Sink): RowWriter {
  return { write: (row) => sink.write(jsonLine(row)), finish() {} };
}
