/** The longest record that is taken: well above the 10 MB that a long conversation with its sources can reach. */
export const maxRecordBytes = 16 * 2 ** 20;

/** One record of a file: a line, an element of an array, or a CSV record with the line breaks inside its quotes. */
export type RawRecord = {
  /** The line in which it starts, counted from 1. */
  line: number;
  /** Valid until the next chunk is split. Null when the record is longer than maxRecordBytes. */
  bytes: Buffer | null;
};

/** A place between two records, in bytes of the unpacked file, from which splitting can start again. */
export type Position = { offset: number; line: number };

/** Cuts a file into records, however its bytes are cut into chunks. Empty lines are no records. */
export interface Splitter {
  /** Where splitting would go on after the last record that was given. */
  readonly position: Position;
  split(chunk: Buffer): Iterable<RawRecord>;
  /** What is left when the file ends. */
  finish(): Iterable<RawRecord>;
}

/** The beginning of a record whose end has not come yet. It holds a copy, and never more than a record may be long. */
export class Carry {
  #pieces: Buffer[] = [];
  #length = 0;

  get empty(): boolean {
    return this.#length === 0;
  }

  add(piece: Buffer): void {
    if (piece.length === 0) return;
    this.#length += piece.length;
    if (this.#length > maxRecordBytes) this.#pieces = [];
    else this.#pieces.push(Buffer.from(piece));
  }

  /** The whole record, of which `rest` is the last piece, or null when it is too long; empties the carry. */
  take(rest: Buffer): Buffer | null {
    const length = this.#length + rest.length;
    const pieces = this.#pieces;
    this.#pieces = [];
    this.#length = 0;
    if (length > maxRecordBytes) return null;
    return pieces.length === 0 ? rest : Buffer.concat([...pieces, rest], length);
  }
}

export const byte = {
  tab: 0x09,
  newline: 0x0a,
  return: 0x0d,
  space: 0x20,
  quote: 0x22,
  comma: 0x2c,
  semicolon: 0x3b,
  backslash: 0x5c,
  openBracket: 0x5b,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
} as const;

export function isBlank(code: number): boolean {
  return code === byte.space || code === byte.newline || code === byte.return || code === byte.tab;
}

/** The record without the carriage return of a CRLF (or of a file that ends in one), or null when it is blank. */
export function trimLine(bytes: Buffer): Buffer | null {
  const line = bytes.at(-1) === byte.return ? bytes.subarray(0, -1) : bytes;
  return line.every(isBlank) ? null : line;
}
