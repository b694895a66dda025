import { AssayError } from '../../../../shared/errors.ts';
import { type Delimiter, delimiters, readFields } from './csv.ts';
import { readJson } from './json.ts';
import { type Problem, type ReadRow, refused, shown } from './problem.ts';
import { tableRow } from './rows.ts';

/** Columns of the table that hold JSON, in the text that Postgres and its tools export. */
const jsonColumns = new Set(['human_feedback', 'customer_outcome', 'training_flags']);
/** The table's columns, and those of a plain sheet with one text a cell. */
const required = {
  table: ['sample_id', 'created_at', 'source', 'query', 'agent_response'],
  flat: ['sample_id', 'created_at', 'agent_name', 'query', 'response'],
} as const;
/** Where the cells of a plain sheet belong. */
const flatPlaces: Record<string, readonly ['source' | 'query' | 'agent_response', string]> = {
  agent_name: ['source', 'agent_name'],
  agent_sdk_version: ['source', 'agent_sdk_version'],
  conversation_id: ['source', 'conversation_id'],
  model: ['source', 'model'],
  prompt_version: ['source', 'prompt_version'],
  query: ['query', 'text'],
  intent: ['query', 'intent'],
  response: ['agent_response', 'text'],
  confidence: ['agent_response', 'confidence'],
};

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
  const shape = columns.includes('agent_response') || columns.includes('source') ? 'table' : 'flat';
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

/** Reads a CSV record as a row. Columns that the table does not know are kept as text; an empty cell is no value. */
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

  const row: Record<string, unknown> = shape === 'flat' ? { source: {}, query: {}, agent_response: {} } : {};
  const problems: Problem[] = [];
  for (const [index, name] of columns.entries()) {
    const cell = fields[index] ?? '';
    if (cell === '') continue;
    const value = readCell(name, cell, shape);
    if ('problem' in value) problems.push(value.problem);
    else put(row, name, value.value, shape);
  }
  if (problems.length > 0) return { ok: false, problems };
  const result = tableRow(row, true);
  return result.ok || shape === 'table' ? result : { ok: false, problems: result.problems.map(inColumns) };
}

/** Speaks of a plain sheet's own columns instead of the places that their cells have in a row. */
function inColumns({ field, reason, remedy }: Problem): Problem {
  const name = Object.keys(flatPlaces).find((column) => flatPlaces[column]?.join('.') === field);
  if (name === undefined) return { field, reason, remedy };
  const rename = (text: string) => text.replaceAll(`\`${field}\``, `\`${name}\``);
  return { field: name, reason: rename(reason), remedy: rename(remedy) };
}

function put(row: Record<string, unknown>, name: string, value: unknown, shape: CsvHeader['shape']): void {
  const place = shape === 'flat' ? flatPlaces[name] : undefined;
  if (!place) {
    row[name] = value;
    return;
  }
  const [column, key] = place;
  row[column] = { ...(row[column] as Record<string, unknown> | undefined), [key]: value };
}

type Cell = { value: unknown } | { problem: Problem };

function readCell(name: string, cell: string, shape: CsvHeader['shape']): Cell {
  const isJson = jsonColumns.has(name) || (shape === 'table' && ['source', 'query', 'agent_response'].includes(name));
  if (isJson) return readJsonCell(name, cell);
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

const arrayLiteral = /^\{(?:(?:"(?:[^"\\]|\\.)*"|[^,{}"\\]+)(?:,(?!\})|(?=\})))*\}$/s;

/** Tags as a Postgres array (`{a,"b c"}`), as JSON, or as text divided by ; or |. */
function readTags(cell: string): Cell {
  if (cell.startsWith('[')) return readJsonCell('tags', cell);
  if (!cell.startsWith('{')) {
    const tags = cell.split(/[;|]/).map((tag) => tag.trim());
    return { value: tags.filter((tag) => tag !== '') };
  }
  if (!arrayLiteral.test(cell))
    return {
      problem: {
        field: 'tags',
        reason: `\`tags\` is ${shown(cell)}, but must be a list as Postgres writes it.`,
        remedy: 'Write {first,second}, or divide the tags by a semicolon.',
      },
    };
  const items = cell.slice(1, -1).matchAll(/"((?:[^"\\]|\\.)*)"|([^,"]+)/gs);
  const tags = [...items].flatMap(([, quoted, plain]) => {
    if (quoted !== undefined) return [quoted.replace(/\\(.)/gs, '$1')];
    return plain === undefined || plain === 'NULL' ? [] : [plain.trim()];
  });
  return { value: tags };
}
