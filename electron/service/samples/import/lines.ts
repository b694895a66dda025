import { byte, Carry, type Position, type RawRecord, type Splitter, trimLine } from './records.ts';

/** Cuts NDJSON into lines. Lines end with LF or CRLF; the last one may end with the file. */
export class LineSplitter implements Splitter {
  readonly #carry = new Carry();
  /** Where the chunk that comes next begins. */
  #offset: number;
  #position: Position;

  constructor(from: Position) {
    this.#offset = from.offset;
    this.#position = from;
  }

  get position(): Position {
    return this.#position;
  }

  *split(chunk: Buffer): Iterable<RawRecord> {
    let start = 0;
    for (let end = chunk.indexOf(byte.newline); end >= 0; end = chunk.indexOf(byte.newline, start)) {
      const rest = chunk.subarray(start, end);
      start = end + 1;
      yield* this.#line(rest, this.#offset + start);
    }
    this.#carry.add(chunk.subarray(start));
    this.#offset += chunk.length;
  }

  *finish(): Iterable<RawRecord> {
    if (!this.#carry.empty) yield* this.#line(Buffer.alloc(0), this.#offset);
  }

  *#line(rest: Buffer, end: number): Iterable<RawRecord> {
    const { line } = this.#position;
    const whole = this.#carry.take(rest);
    this.#position = { offset: end, line: line + 1 };
    const bytes = whole && trimLine(whole);
    if (bytes || !whole) yield { line, bytes };
  }
}
