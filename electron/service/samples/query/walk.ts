import type { Direction, Source } from './source.ts';
import type { Steps } from './steps.ts';

/** Pieces grow from a screenful to what is read in a millisecond: the first rows come at once, the whole soon. */
const firstPiece = 128;
const growth = 4;
const largestPiece = 8192;
/** A step ends after so many pieces, found or not. */
const piecesPerStep = 4;

/** Reads one source in one direction. */
class Cursor {
  readonly #source: Source;
  readonly #direction: Direction;
  readonly #sign: 1 | -1;
  readonly #tally: { pieces: number };
  #piece: ArrayLike<number> = [];
  #at = 0;
  #size = firstPiece;
  #last = false;

  constructor(source: Source, direction: Direction, tally: { pieces: number }) {
    this.#source = source;
    this.#direction = direction;
    this.#sign = direction === 'ascending' ? 1 : -1;
    this.#tally = tally;
  }

  /** The first id at `target` or beyond it, or null at the end. Targets only ever move on. */
  seek(target: number): number | null {
    const sign = this.#sign;
    for (;;) {
      const end = this.#piece[this.#piece.length - 1];
      if (end !== undefined && sign * end >= sign * target) {
        this.#advance(target);
        return this.#piece[this.#at] ?? null;
      }
      if (this.#last) return null;
      this.#piece = this.#source.read(this.#direction, target - sign, this.#size);
      this.#last = this.#piece.length < this.#size;
      this.#at = 0;
      this.#size = Math.min(this.#size * growth, largestPiece);
      this.#tally.pieces++;
    }
  }

  /** Moves to `target` inside the piece: mostly it is near, else it is found by halving. */
  #advance(target: number): void {
    const sign = this.#sign;
    for (let i = 0; i < 4; i++) {
      if (sign * (this.#piece[this.#at] ?? 0) >= sign * target) return;
      this.#at++;
    }
    let high = this.#piece.length - 1;
    while (this.#at < high) {
      const middle = (this.#at + high) >>> 1;
      if (sign * (this.#piece[middle] ?? 0) < sign * target) this.#at = middle + 1;
      else high = middle;
    }
  }
}

/**
 * The ids that are in every one of `include` and in none of `exclude`, in id order, strictly between two bounds.
 *
 * A leapfrog join: each source in turn jumps to where the last one stands, so that the rarest sets the pace whatever
 * the others hold. The query planner has nothing to choose, and so nothing to choose wrongly.
 */
export function* walk(
  { include, exclude }: { include: readonly Source[]; exclude: readonly Source[] },
  { direction, from, to }: { direction: Direction; from: number; to: number },
): Steps {
  const sign = direction === 'ascending' ? 1 : -1;
  const tally = { pieces: 0 };
  const wanted = include.map((source) => new Cursor(source, direction, tally));
  const barred = exclude.map((source) => new Cursor(source, direction, tally));
  let found: number[] = [];
  let enough = firstPiece;
  let target = from + sign;
  for (let agreed = 0, turn = 0; ; turn = (turn + 1) % wanted.length) {
    // Before each jump, so that sets which share nothing do not hold the others up.
    if (found.length >= enough || tally.pieces >= piecesPerStep) {
      yield found;
      found = [];
      enough = Math.min(enough * growth, largestPiece);
      tally.pieces = 0;
    }
    const id = wanted[turn]?.seek(target) ?? null;
    if (id === null || sign * id >= sign * to) break;
    agreed = id === target ? agreed + 1 : 1;
    target = id;
    if (agreed < wanted.length) continue;
    if (!barred.some((cursor) => cursor.seek(id) === id)) found.push(id);
    target += sign;
    agreed = 0;
  }
  yield found;
}
