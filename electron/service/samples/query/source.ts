import type Database from 'better-sqlite3';
import type { Connection } from '../../store/database.ts';
import { indexOf } from './ids.ts';

type Statement = Database.Statement<unknown[]>;

export type Direction = 'ascending' | 'descending';

/** Bounds outside every id. */
export const beforeAll = -1;
export const afterAll = Number.MAX_SAFE_INTEGER;

/** A set of ids that can be read in their order, piece by piece, from anywhere. */
export type Source = {
  /** The next ids strictly beyond `from` in the direction; fewer than `limit` only at the end. */
  read(direction: Direction, from: number, limit: number): ArrayLike<number>;
};

/**
 * Statements by their text: prepared once, read in one go and ended.
 *
 * Texts are made of constants of this folder alone, so that there are only some dozens of them.
 */
export class Reader {
  readonly db: Connection;
  readonly #columns = new Map<string, Statement>();
  readonly #rows = new Map<string, Statement>();

  constructor(db: Connection) {
    this.db = db;
  }

  /** The first column of every row. */
  column<T>(sql: string, ...params: unknown[]): T[] {
    return this.#column(sql).all(...params) as T[];
  }

  /** The first column of the first row. */
  value<T>(sql: string, ...params: unknown[]): T | undefined {
    return this.#column(sql).get(...params) as T | undefined;
  }

  rows<T>(sql: string, ...params: unknown[]): T[] {
    const statement = this.#rows.get(sql) ?? this.db.prepare(sql);
    this.#rows.set(sql, statement);
    return statement.all(...params) as T[];
  }

  /** A number that changes with every commit of somebody else to corpus.db. */
  corpusVersion(): number {
    return this.value<number>('PRAGMA main.data_version') ?? 0;
  }

  /** Several statements that see the same state of both files. */
  snapshot<T>(read: () => T): T {
    return this.db.transaction(read)();
  }

  #column(sql: string): Statement {
    const statement = this.#columns.get(sql) ?? this.db.prepare(sql).pluck();
    this.#columns.set(sql, statement);
    return statement;
  }
}

/** A stretch of a table or index in which ids stand in order. */
export type Stretch = { from: string; id: 'id' | 'rowid'; where: string; params: readonly (string | null)[] };

function stretchSql({ from, id, where }: Stretch, direction: Direction): string {
  const [beyond, order] = direction === 'ascending' ? ['>', 'ASC'] : ['<', 'DESC'];
  return `SELECT ${id} FROM ${from} WHERE ${where} AND ${id} ${beyond} ? ORDER BY ${id} ${order} LIMIT ?`;
}

export function sourceIn(reader: Reader, stretch: Stretch): Source {
  return {
    // As a BigInt, because plain numbers are bound as reals, and FTS5 takes only an integer as a place to start from.
    read: (direction, from, limit) =>
      reader.column<number>(stretchSql(stretch, direction), ...stretch.params, BigInt(from), limit),
  };
}

/** A set that had to be gathered: ascending ids. */
export function sourceOf(ids: Float64Array): Source {
  return {
    read(direction, from, limit) {
      if (direction === 'ascending') {
        const start = indexOf(ids, from + 1);
        return ids.subarray(start, start + limit);
      }
      const end = indexOf(ids, from);
      return ids.slice(Math.max(0, end - limit), end).reverse();
    },
  };
}
