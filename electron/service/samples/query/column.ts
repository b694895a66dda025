import { beforeAll, type Reader } from './source.ts';
import type { Steps } from './steps.ts';

/** A place in the order of a column. Samples without a value come last. */
export type Place<T> = { value: T | null; id: number };

/** Samples in order, and the place of the last; `shuffles` where they were asked for. */
type Piece<T> = { ids: number[]; shuffles: number[]; next: Place<T> | null };

const firstPiece = 128;
const largestPiece = 8192;

/** The order of a column whose index has the id behind it: by value, then by id, samples without a value last. */
export class ColumnOrder<T extends string | number> {
  readonly #column: string;
  readonly #index: string;
  readonly #lowest: T;

  /** @param lowest a value that is below every other */
  constructor(column: 'confidence' | 'conversation_id', index: string, lowest: T) {
    this.#column = column;
    this.#index = index;
    this.#lowest = lowest;
  }

  /** Before all samples whose value is above `value`, or before all samples. */
  start(value: T = this.#lowest): Place<T> {
    return { value, id: beforeAll };
  }

  /** All samples beyond a place; with `most`, only those that have a value up to it. */
  *pieces(
    reader: Reader,
    { after = this.start(), most, shuffled = false }: { after?: Place<T>; most?: T; shuffled?: boolean },
  ): Generator<Piece<T>> {
    let size = firstPiece;
    for (let at: Place<T> | null = after; at; size = largestPiece) {
      const piece: Piece<T> = this.#piece(reader, at, most, size, shuffled);
      yield piece;
      at = piece.next;
    }
  }

  *walk(reader: Reader, after: Place<T> | null): Steps {
    for (const { ids } of this.pieces(reader, after ? { after } : {})) yield ids;
  }

  /** The given samples, in this order, beyond a place. */
  sort(reader: Reader, ids: Float64Array, after: Place<T> | null): number[] {
    const column = `s.${this.#column}`;
    const from = after ?? this.start();
    return reader.column<number>(
      `SELECT s.id FROM json_each(?) w CROSS JOIN samples s ON s.id = w.value
       WHERE (${column} IS NULL, coalesce(${column}, ?), s.id) > (?, ?, ?)
       ORDER BY ${column} IS NULL, ${column}, s.id`,
      JSON.stringify(Array.from(ids)),
      this.#lowest,
      from.value === null ? 1 : 0,
      from.value ?? this.#lowest,
      from.id,
    );
  }

  /** Reads on from a place: the rest of those with the same value, then those above it. */
  #sql(select: 'id' | 'shuffle', bounded: boolean): { same: string; above: string } {
    const from = `SELECT ${select} FROM samples INDEXED BY ${this.#index} WHERE`;
    const column = this.#column;
    const upTo = bounded ? `AND ${column} <= ?` : '';
    return {
      same: `${from} ${column} IS ? AND id > ? ORDER BY id LIMIT ?`,
      // Two statements, because SQLite would seek the pair (value, id) by the value alone.
      above: `${from} ${column} > ? ${upTo} ORDER BY ${column}, id LIMIT ?`,
    };
  }

  #piece(reader: Reader, at: Place<T>, most: T | undefined, size: number, shuffled: boolean): Piece<T> {
    const { value, id } = at;
    const read = (select: 'id' | 'shuffle'): number[] => {
      const { same, above } = this.#sql(select, most !== undefined);
      const found = reader.column<number>(same, value, id, size);
      if (value === null || found.length === size) return found;
      const bounds = most === undefined ? [value] : [value, most];
      return found.concat(reader.column<number>(above, ...bounds, size - found.length));
    };
    // One snapshot: ids and shuffles must be of the same samples, and the last one must still have its value.
    return reader.snapshot(() => {
      const ids = read('id');
      const last = ids.length === size ? ids.at(-1) : undefined;
      const next = (): Place<T> | null => {
        if (last !== undefined) return { value: this.#valueOf(reader, last), id: last };
        return value === null || most !== undefined ? null : { value: null, id: beforeAll };
      };
      return { ids, shuffles: shuffled ? read('shuffle') : [], next: next() };
    });
  }

  #valueOf(reader: Reader, id: number): T | null {
    return reader.value<T | null>(`SELECT ${this.#column} FROM samples WHERE id = ?`, id) ?? null;
  }
}

/** Least confident first; samples without a confidence last. */
export const byConfidence = new ColumnOrder<number>('confidence', 'samples_by_confidence', -1);

/**
 * Siblings together, in time order. Conversations come by their key, because that is how the index has them: by their
 * first sample they could come only after all samples were grouped. Samples without a conversation come last.
 */
export const byConversation = new ColumnOrder<string>('conversation_id', 'samples_by_conversation', '');
