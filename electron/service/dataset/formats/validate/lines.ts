import { byte, Carry } from '../../../samples/import/records.ts';

/** A line as it stands in the file, without its LF. */
export type Line = {
  /** Counted from 1. */
  number: number;
  /** Valid until the next chunk is cut. Null when the line is longer than `maxRecordBytes`. */
  bytes: Buffer | null;
  /** Where the next line begins, in bytes from the start of the file. */
  end: number;
  /** False for what stands behind the last LF. */
  ended: boolean;
};

/** Cuts a file into all of its lines, blank ones too, however its bytes are cut into chunks. */
export class Lines {
  readonly #carry = new Carry();
  #number = 1;
  #offset = 0;

  *cut(chunk: Buffer): Generator<Line> {
    let start = 0;
    for (let end = chunk.indexOf(byte.newline); end >= 0; end = chunk.indexOf(byte.newline, start)) {
      const bytes = this.#carry.take(chunk.subarray(start, end));
      start = end + 1;
      yield { number: this.#number++, bytes, end: this.#offset + start, ended: true };
    }
    this.#carry.add(chunk.subarray(start));
    this.#offset += chunk.length;
  }

  /** What is left when the file ends. */
  *finish(): Generator<Line> {
    if (!this.#carry.empty)
      yield { number: this.#number, bytes: this.#carry.take(Buffer.alloc(0)), end: this.#offset, ended: false };
  }
}
