import { csvColumns } from '../csv.ts';
import { toCell } from '../csv-cell.ts';
import type { JsonObject } from '../format.ts';
import type { RowWriter, Sink } from './sink.ts';

/** What must stand in quotes, and what spreadsheets would trim. */
const quoted = /[",\r\n]|^\s|\s$/;

/** Excel reads UTF-8 only behind this mark; pandas and Python's utf-8-sig skip it. */
const byteOrderMark = '\ufeff';

/**
 * CSV (https://www.rfc-editor.org/rfc/rfc4180): a header, CRLF after each record, line ends inside cells as they are.
 * Cells that a spreadsheet would compute are guarded, see `toCell`.
 */
export function csvWriter(sink: Sink): RowWriter {
  sink.write(`${byteOrderMark}${csvColumns.join(',')}\r\n`);
  return {
    write: (row) => sink.write(`${csvRecord(row)}\r\n`),
    finish() {},
  };
}

/** One record, without its end. */
export function csvRecord(row: JsonObject): string {
  return csvColumns.map((name) => field(String(row[name] ?? ''))).join(',');
}

function field(text: string): string {
  const cell = toCell(text);
  return quoted.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
