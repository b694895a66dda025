import { byte, Carry, isBlank, type Position, type RawRecord, type Splitter } from './records.ts';

/** Cuts a JSON array into its elements, without reading more of it than one element at a time. */
export class ArraySplitter implements Splitter {
  readonly #carry = new Carry();
  #offset: number;
  #line: number;
  #position: Position;
  /** The line in which the element in progress began; 0 between elements. */
  #startLine = 0;
  #open: boolean;
  #depth = 0;
  #inText = false;
  #escaped = false;

  /** @param inside false at the start of the file, true when going on from a position between two elements */
  constructor(from: Position, inside: boolean) {
    this.#offset = from.offset;
    this.#line = from.line;
    this.#position = from;
    this.#open = inside;
  }

  get position(): Position {
    return this.#position;
  }

  *split(chunk: Buffer): Iterable<RawRecord> {
    let start = 0;
    for (let i = 0; i < chunk.length; i++) {
      const code = chunk[i] ?? 0;
      if (this.#startLine > 0 && this.#endsElement(code)) {
        // The separator is left for the next step, so that a position tells by itself whether the array goes on.
        yield this.#element(chunk.subarray(start, i), this.#offset + i);
      }
      if (this.#startLine === 0) {
        if (this.#startsElement(code)) {
          start = i;
          this.#startLine = this.#line;
          this.#follow(code);
        }
      } else this.#follow(code);
      if (code === byte.newline) this.#line++;
    }
    if (this.#startLine > 0) this.#carry.add(chunk.subarray(start));
    this.#offset += chunk.length;
  }

  /** An array that was never closed was cut off: an empty record says so, because JSON cannot be empty. */
  *finish(): Iterable<RawRecord> {
    if (this.#startLine === 0 && this.#open) this.#startLine = this.#line;
    if (this.#startLine > 0) yield this.#element(Buffer.alloc(0), this.#offset);
  }

  #element(rest: Buffer, end: number): RawRecord {
    const record = { line: this.#startLine, bytes: this.#carry.take(rest) };
    this.#startLine = 0;
    this.#depth = 0;
    this.#inText = false;
    this.#position = { offset: end, line: this.#line };
    return record;
  }

  /** Between elements: opens and closes the array itself, passes over blanks and commas. */
  #startsElement(code: number): boolean {
    if (isBlank(code)) return false;
    if (!this.#open && code === byte.openBracket) {
      this.#open = true;
      return false;
    }
    if (this.#open && code === byte.closeBracket) {
      this.#open = false;
      return false;
    }
    return !(this.#open && code === byte.comma);
  }

  #endsElement(code: number): boolean {
    return this.#open && this.#depth <= 0 && !this.#inText && (code === byte.comma || code === byte.closeBracket);
  }

  #follow(code: number): void {
    if (this.#inText) {
      if (this.#escaped) this.#escaped = false;
      else if (code === byte.backslash) this.#escaped = true;
      else if (code === byte.quote) this.#inText = false;
    } else if (code === byte.quote) this.#inText = true;
    else if (code === byte.openBrace || code === byte.openBracket) this.#depth++;
    else if (code === byte.closeBrace || code === byte.closeBracket) this.#depth--;
  }
}
