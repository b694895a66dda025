import postgres, { type Sql } from 'postgres';

/** Somebody else on the same Postgres, whose transaction may be open for long: what is written beside it is told later. */
export class Neighbour {
  readonly #sql: Sql;
  #open: { leave: () => void; left: Promise<unknown> } | null = null;

  /** @param url of any database there: the order of transactions is that of the whole server */
  constructor(url: string) {
    this.#sql = postgres(new URL('/postgres', url).href, { max: 1, onnotice: () => undefined });
  }

  async begin(): Promise<void> {
    if (this.#open) return;
    const begun = Promise.withResolvers<void>();
    const { promise, resolve: leave } = Promise.withResolvers<void>();
    const left = this.#sql.begin(async (transaction) => {
      await transaction`select pg_current_xact_id()`;
      begun.resolve();
      await promise;
    });
    this.#open = { leave, left };
    // It may fail before it has begun.
    await Promise.race([begun.promise, left]);
  }

  async end(): Promise<void> {
    this.#open?.leave();
    await this.#open?.left;
    this.#open = null;
  }

  async close(): Promise<void> {
    await this.end();
    await this.#sql.end();
  }
}
