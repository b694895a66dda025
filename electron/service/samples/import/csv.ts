import { byte, Carry, type Position, type RawRecord, type Splitter, trimLine } from './records.ts';

/**
 * CSV as RFC 4180 has it, with one liberty that every spreadsheet takes: a quote inside an unquoted field is text.
 *
 * Cutting and reading are apart, so that a record is bounded, decoded strictly and located by byte and line before
 * anything looks into it; a streaming CSV parser does these for its whole input, or not at all.
 */
export const delimiters = [',', ';', '\t'] as const;
export type Delimiter = (typeof delimiters)[number];

const at = { fieldStart: 0, unquoted: 1, quoted: 2, quoteInQuoted: 3 } as const;
type Place = (typeof at)[keyof typeof at];

/** Cuts CSV into records: a line break inside quotes belongs to its field. */
export class CsvSplitter implements Splitter {
  readonly #carry = new Carry();
  readonly #delimiter: number;
  #offset: number;
  #line: number;
  #position: Position;
  #place: Place = at.fieldStart;

  constructor(from: Position, delimiter: Delimiter) {
    this.#offset = from.offset;
    this.#line = from.line;
    this.#position = from;
    this.#delimiter = delimiter.charCodeAt(0);
  }

  get position(): Position {
    return this.#position;
  }

  *split(chunk: Buffer): Iterable<RawRecord> {
    const delimiter = this.#delimiter;
    let start = 0;
    let place = this.#place;
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk[i];
      if (code === byte.newline) this.#line++;
      if (place === at.quoted) {
        if (code === byte.quote) place = at.quoteInQuoted;
      } else if (code === byte.newline) {
        place = at.fieldStart;
        const rest = chunk.subarray(start, i);
        start = i + 1;
        yield* this.#record(rest, this.#offset + start);
      } else if (code === byte.quote && place !== at.unquoted) place = at.quoted;
      else place = code === delimiter ? at.fieldStart : at.unquoted;
    }
    this.#place = place;
    this.#carry.add(chunk.subarray(start));
    this.#offset += chunk.length;
  }

  *finish(): Iterable<RawRecord> {
    if (!this.#carry.empty) yield* this.#record(Buffer.alloc(0), this.#offset);
  }

  *#record(rest: Buffer, end: number): Iterable<RawRecord> {
    const { line } = this.#position;
    const whole = this.#carry.take(rest);
    this.#position = { offset: end, line: this.#line };
    const bytes = whole && trimLine(whole);
    if (bytes || !whole) yield { line, bytes };
  }
}

export type Fields = { ok: true; fields: string[] } | { ok: false; field: number; reason: 'unclosed' | 'after-quote' };

/** Reads the fields of one record. `field` counts from 0. */
export function readFields(record: string, delimiter: Delimiter): Fields {
  const fields: string[] = [];
  let i = 0;
  for (;;) {
    if (record[i] === '"') {
      let text = '';
      let from = i + 1;
      for (;;) {
        const quote = record.indexOf('"', from);
        if (quote < 0) return { ok: false, field: fields.length, reason: 'unclosed' };
        text += record.slice(from, quote);
        i = quote + 1;
        if (record[i] !== '"') break;
        text += '"';
        from = i + 1;
      }
      if (i < record.length && record[i] !== delimiter)
        return { ok: false, field: fields.length, reason: 'after-quote' };
      fields.push(text);
    } else {
      const end = record.indexOf(delimiter, i);
      fields.push(end < 0 ? record.slice(i) : record.slice(i, end));
      i = end < 0 ? record.length : end;
    }
    if (i >= record.length) return { ok: true, fields };
    i++;
  }
}
