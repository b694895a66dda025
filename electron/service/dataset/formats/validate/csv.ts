import { isUtf8 } from 'node:buffer';
import { CsvSplitter, readFields } from '../../../samples/import/csv.ts';
import { maxRecordBytes, type RawRecord } from '../../../samples/import/records.ts';
import { Findings } from '../check/findings.ts';
import { csvColumns } from '../csv.ts';
import { fromCell, isFormula } from '../csv-cell.ts';
import type { Finding, Format } from '../format.ts';
import { chunks, type Watch } from './watch.ts';

const known: readonly string[] = csvColumns;

/**
 * Checks CSV (https://www.rfc-editor.org/rfc/rfc4180) with the columns of `csvColumns`. Memory holds one record at a time.
 *
 * @returns how many records are rows
 */
export async function checkCsv(
  path: string,
  format: Format,
  report: (finding: Finding) => void,
  watch: Watch,
): Promise<number> {
  const splitter = new CsvSplitter({ offset: 0, line: 1 }, ',');
  let header: string[] | null = null;
  let rows = 0;
  const visit = (record: RawRecord) => {
    const findings = new Findings();
    const cells = readCells(record, header === null, findings);
    if (header === null) {
      header = cells ?? [];
      if (cells) checkHeader(cells, findings);
    } else {
      rows++;
      if (cells) checkRow(cells, header, format, findings);
    }
    for (const finding of findings.list) report({ line: record.line, ...finding });
  };
  for await (const chunk of chunks(path, watch)) for (const record of splitter.split(chunk)) visit(record);
  for (const record of splitter.finish()) visit(record);
  return rows;
}

/** @param first the header, which may begin with a byte order mark: Excel wants one */
function readCells({ bytes }: RawRecord, first: boolean, findings: Findings): string[] | null {
  if (bytes === null)
    findings.add(
      '',
      'line_too_long',
      `The record is longer than ${maxRecordBytes / 2 ** 20} MiB.`,
      'Check that every quote that opens is closed.',
    );
  else if (!isUtf8(bytes))
    findings.add('', 'invalid_utf8', 'The record is not valid UTF-8.', 'Save the file as “CSV UTF-8”.');
  else {
    const text = bytes.toString('utf8');
    const read = readFields(first ? text.replace(/^\ufeff/, '') : text, ',');
    if (read.ok) return read.fields;
    findings.add(
      '',
      'csv_syntax',
      read.reason === 'unclosed'
        ? `A quote opens in cell ${read.field + 1} and is never closed.`
        : `There is text behind the closing quote of cell ${read.field + 1}.`,
      'Write quotes inside a cell twice, and put the cell in quotes.',
    );
  }
  return null;
}

function checkHeader(names: readonly string[], findings: Findings): void {
  const add = (field: string, message: string, remedy: string) => findings.add(field, 'header', message, remedy);
  if (names.length === 1 && /[;\t]/.test(names[0] ?? '')) {
    add('', 'The columns are not divided by commas.', 'Save the file with commas between its cells.');
    return;
  }
  for (const [index, name] of names.entries()) {
    if (names.indexOf(name) < index) add(name, `There are two columns \`${name}\`.`, 'Rename or remove one.');
    else if (!known.includes(name))
      add(name, `There is a column \`${name}\`, which the format does not know.`, `Known are ${known.join(', ')}.`);
  }
  for (const name of ['query', 'answer'])
    if (!names.includes(name)) add(name, `The column \`${name}\` is missing.`, 'Name the columns in the first line.');
}

function checkRow(cells: readonly string[], header: readonly string[], format: Format, findings: Findings): void {
  if (cells.length !== header.length) {
    findings.add(
      '',
      'cell_count',
      `The row has ${cells.length} ${cells.length === 1 ? 'cell' : 'cells'}, but the header names ${header.length}.`,
      'Put cells that hold a comma or a line break in quotes.',
    );
    return;
  }
  const row: Record<string, string> = {};
  for (const [index, cell] of cells.entries()) {
    const name = header[index] ?? '';
    if (cell.includes('\0'))
      findings.add(name, 'nul_character', `\`${name}\` holds a NUL character (U+0000).`, 'Remove the character.');
    if (isFormula(cell))
      findings.add(
        name,
        'formula_cell',
        `\`${name}\` begins like a formula, and a spreadsheet would compute it.`,
        "Put an apostrophe (') before it.",
      );
    if (known.includes(name)) row[name] = fromCell(cell);
  }
  for (const { field, rule, message, remedy } of format.check(row)) findings.add(field, rule, message, remedy);
}
