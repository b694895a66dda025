import { AssayError } from '../../../../shared/errors.ts';
import { type Delimiter, delimiters, readFields } from './csv.ts';
import { readJson } from './json.ts';
import { type Problem, type ReadRow, refused, shown } from './problem.ts';
import { tableRow } from './rows.ts';
import { dividedTags, postgresArray } from './tags.ts';

/** Columns that hold JSON, in the text that Postgres and its tools export; `history` is a plain sheet's. */
const jsonColumns = {
  table: new Set(['source', 'query', 'agent_response', 'human_feedback', 'customer_outcome', 'training_flags']),
  flat: new Set(['history', 'human_feedback', 'customer_outcome', 'training_flags']),
};
/** Columns that a plain sheet shares with the table. */
const tableColumns = new Set([
  ...['sample_id', 'created_at', 'updated_at', 'tags'],
  ...['human_feedback', 'customer_outcome', 'training_flags'],
]);
/** The table's columns, and those of a plain sheet with one text a cell. */
const required = {
  table: ['sample_id', 'created_at', 'source', 'query', 'agent_response'],
  flat: ['sample_id', 'created_at', 'agent_name', 'query', 'response'],
} as const;
/** Where the cells of a plain sheet belong. */
const flatPlaces: ReadonlyMap<string, readonly ['source' | 'query' | 'agent_response', string]> = new Map([
  ['agent_name', ['source', 'agent_name']],
  ['agent_sdk_version', ['source', 'agent_sdk_version']],
  ['conversation_id', ['source', 'conversation_id']],
  ['model', ['source', 'model']],
  ['prompt_version', ['source', 'prompt_version']],
  ['query', ['query', 'text']],
  ['intent', ['query', 'intent']],
  ['response', ['agent_response', 'text']],
  ['confidence', ['agent_response', 'confidence']],
]);

export type CsvHeader = { delimiter: Delimiter; columns: string[]; shape: keyof typeof required };

/** @throws AssayError invalid-input, naming the columns that are missing */
export function readHeader(text: string): CsvHeader {
  const candidates = delimiters.map((delimiter) => ({ delimiter, read: readFields(text, delimiter) }));
  const [best] = candidates
    .flatMap(({ delimiter, read }) => (read.ok ? [{ delimiter, columns: read.fields }] : []))
    .sort((a, b) => b.columns.length - a.columns.length);
  const columns = (best?.columns ?? []).map((name, index) => name.trim() || `column_${index + 1}`);
  const doubled = columns.find((name, index) => columns.indexOf(name) !== index);
  if (doubled !== undefined || columns.includes('__proto__'))
    throw badHeader(
      doubled === undefined ? 'has a column `__proto__`, which is not allowed' : `has the column \`${doubled}\` twice`,
      'Give every column a name of its own in the first line, and import again.',
    );
  const shape = columns.includes('agent_response') || !columns.includes('response') ? 'table' : 'flat';
  const missing = required[shape].filter((name) => !columns.includes(name));
  if (!best || missing.length > 0)
    throw badHeader(
      `lacks ${missing.length === 1 ? 'the column' : 'the columns'} ${missing.join(', ')}`,
      `Name the columns in the first line: ${required.table.join(', ')} as in the table agent_training_samples, or ` +
        `${required.flat.join(', ')} for a plain sheet.`,
    );
  return { delimiter: best.delimiter, columns, shape };
}

function badHeader(what: string, remedy: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message: `The first line of the CSV file ${what}.`,
    safe: 'Nothing was imported, and nothing was changed.',
    remedy,
  });
}

/** Reads a CSV record as a row. Columns that nobody knows are kept as text; an empty cell is no value. */
export function csvRow(text: string, { delimiter, columns, shape }: CsvHeader): ReadRow {
  const read = readFields(text, delimiter);
  if (!read.ok) {
    const column = columns[read.field] ?? null;
    return read.reason === 'unclosed'
      ? refused(column, 'A quote opens here and is never closed.', 'Close it, and write quotes inside a cell twice.')
      : refused(column, 'There is text after the closing quote.', 'Write quotes inside a cell twice.');
  }
  const { fields } = read;
  if (fields.length !== columns.length)
    return refused(
      null,
      `It has ${fields.length} ${fields.length === 1 ? 'cell' : 'cells'}, but the first line names ${columns.length}.`,
      'Put cells that hold a delimiter or a line break in quotes.',
    );
  if (text.includes('\0'))
    return refused(null, 'It holds a NUL character (U+0000): databases cannot store it.', 'Remove the character.');

  const cells = new Map<string, unknown>();
  const problems: Problem[] = [];
  for (const [index, name] of columns.entries()) {
    const cell = fields[index] ?? '';
    if (cell === '') continue;
    const read = readCell(name, cell, shape);
    if ('problem' in read) problems.push(read.problem);
    else cells.set(name, read.value);
  }
  if (problems.length > 0) return { ok: false, problems };
  if (shape === 'table') return tableRow(Object.fromEntries(cells), true);
  const result = tableRow(flatRow(cells), true);
  return result.ok ? result : { ok: false, problems: result.problems.map(inColumns) };
}

/**
 * The row of a plain sheet's cells. Columns that nobody knows are about its questions, and are kept with them: there,
 * no name of theirs is one of the table's.
 */
function flatRow(cells: ReadonlyMap<string, unknown>): object {
  const metadata: [string, unknown][] = [];
  const parts = { source: {}, query: {}, agent_response: {} };
  const row: Record<string, unknown> = { ...parts };
  for (const [name, value] of cells) {
    const place = flatPlaces.get(name);
    if (place) Object.assign(parts[place[0]], { [place[1]]: value });
    else if (tableColumns.has(name)) row[name] = value;
    else metadata.push([name, value]);
  }
  if (metadata.length > 0) Object.assign(parts.query, { metadata: Object.fromEntries(metadata) });
  return row;
}

/** Speaks of a plain sheet's own columns instead of the places that their cells have in a row. */
function inColumns({ field, reason, remedy }: Problem): Problem {
  const [name] = [...flatPlaces].find(([, place]) => place.join('.') === field) ?? [];
  if (name === undefined) return { field, reason, remedy };
  const rename = (text: string) => text.replaceAll(`\`${field}\``, `\`${name}\``);
  return { field: name, reason: rename(reason), remedy: rename(remedy) };
}

type Cell = { value: unknown } | { problem: Problem };

function readCell(name: string, cell: string, shape: CsvHeader['shape']): Cell {
  if (jsonColumns[shape].has(name)) return readJsonCell(name, cell);
  if (name === 'tags') return readTags(cell);
  if (shape === 'flat' && name === 'confidence') {
    const value = Number(cell);
    if (Number.isFinite(value)) return { value };
    return {
      problem: {
        field: name,
        reason: `\`confidence\` is ${shown(cell)}, but must be a number.`,
        remedy: 'Write it with a point and no sign of percent, as in 0.9.',
      },
    };
  }
  return { value: cell };
}

function readJsonCell(name: string, cell: string): Cell {
  const read = readJson(cell);
  if (read.ok) return { value: read.value };
  const { field, reason, remedy } = read.problem;
  return { problem: { field: field === null ? name : `${name}: ${field}`, reason: `\`${name}\`: ${reason}`, remedy } };
}

/** Tags as a Postgres array, as JSON, or as text divided by ; or |. */
function readTags(cell: string): Cell {
  if (cell.startsWith('[')) return readJsonCell('tags', cell);
  const tags = cell.startsWith('{') ? postgresArray(cell) : dividedTags(cell);
  if (tags) return { value: tags };
  return {
    problem: {
      field: 'tags',
      reason: `\`tags\` is ${shown(cell)}, but must be a list as Postgres writes it.`,
      remedy: 'Write {first,second}, or divide the tags by a semicolon.',
    },
  };
}
