import { isUtf8 } from 'node:buffer';
import { doubledKey, readJson } from '../../../samples/import/json.ts';
import { byte, isBlank, maxRecordBytes } from '../../../samples/import/records.ts';
import { Findings } from '../check/findings.ts';
import { checkValues } from '../check/values.ts';
import type { FileRules, Finding, Format, RowFinding } from '../format.ts';
import { type Line, Lines } from './lines.ts';
import { chunks, type Watch } from './watch.ts';

const byteOrderMark = Buffer.from('\ufeff');
const firstOfGzip = Buffer.from([0x1f, 0x8b]);

/**
 * Checks JSON Lines. Memory holds one line at a time.
 *
 * @returns how many lines are rows
 */
export async function checkJsonl(
  path: string,
  format: Format,
  report: (finding: Finding) => void,
  watch: Watch,
): Promise<number> {
  const lines = new Lines();
  const fileRules = format.fileRules();
  let rows = 0;
  const visit = (line: Line) => {
    const findings = new Findings();
    if (checkLine(line, format, fileRules, findings)) rows++;
    for (const finding of findings.list) report({ line: line.number, ...finding });
  };
  let first = true;
  for await (const chunk of chunks(path, watch)) {
    const foreign = first ? otherThanLines(chunk) : null;
    if (foreign) {
      report({ line: 1, ...foreign });
      return 0;
    }
    first = false;
    for (const line of lines.cut(chunk)) visit(line);
  }
  for (const line of lines.finish()) visit(line);
  for (const finding of fileRules.end()) report({ line: 0, ...finding });
  return rows;
}

/** What the first bytes show: a file of another kind, in which every line would be a finding of no use. */
function otherThanLines(chunk: Buffer): RowFinding | null {
  const finding = (rule: RowFinding['rule'], message: string, remedy: string) => ({ field: '', rule, message, remedy });
  if (chunk.subarray(0, 2).equals(firstOfGzip))
    return finding('compressed', 'The file is compressed with gzip.', 'Unpack it first.');
  if (chunk.find((code) => !isBlank(code)) === byte.openBracket)
    return finding(
      'not_jsonl',
      'The file is one JSON list, not one JSON object a line.',
      'Write each element of the list on a line of its own, without the brackets and commas between them.',
    );
  return null;
}

/** True for a line that is a row, good or not. */
function checkLine(line: Line, format: Format, fileRules: FileRules, findings: Findings): boolean {
  if (line.bytes === null) {
    findings.add(
      '',
      'line_too_long',
      `The line is longer than ${maxRecordBytes / 2 ** 20} MiB.`,
      'Check that a line end stands behind each row, or remove the row.',
    );
    return false;
  }
  const marked = line.number === 1 && line.bytes.subarray(0, 3).equals(byteOrderMark);
  if (marked)
    findings.add(
      '',
      'byte_order_mark',
      'The file begins with a byte order mark (U+FEFF).',
      'Save it as UTF-8 without one: JSON readers refuse it.',
    );
  const bytes = marked ? line.bytes.subarray(3) : line.bytes;
  if (bytes.every(isBlank)) {
    findings.add('', 'empty_line', 'The line is empty.', 'Remove it.');
    return false;
  }
  if (!line.ended)
    findings.add(
      '',
      'no_line_end',
      'The last line has no line end: it may be cut off, and a file put behind this one would join it.',
      'End it with a line feed.',
    );
  if (!isUtf8(bytes)) {
    findings.add('', 'invalid_utf8', 'The line is not valid UTF-8.', 'Save the file as UTF-8.');
    return true;
  }
  checkText(bytes.toString('utf8'), line.end, format, fileRules, findings);
  return true;
}

function checkText(text: string, end: number, format: Format, fileRules: FileRules, findings: Findings): void {
  let row: unknown;
  try {
    row = JSON.parse(text);
  } catch {
    const read = readJson(text);
    const reason = read.ok ? 'It is not valid JSON.' : read.problem.reason;
    findings.add('', 'invalid_json', reason, 'Write each row as one JSON object on one line.');
    return;
  }
  const keys = checkValues(row, findings);
  for (const { field, rule, message, remedy } of format.check(row)) findings.add(field, rule, message, remedy);
  for (const { field, rule, message, remedy } of fileRules.row(row, end)) findings.add(field, rule, message, remedy);
  const doubled = doubledKey(text, keys);
  if (doubled) findings.add(doubled.field ?? '', 'doubled_key', doubled.reason, doubled.remedy);
}
