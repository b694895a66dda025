import type { Connection } from './database.ts';

/** The few values of a database that belong to no row. */
export class Meta {
  readonly #get;
  readonly #set;

  constructor(db: Connection) {
    this.#get = db.prepare<[string], string>('SELECT value FROM meta WHERE key = ?').pluck();
    this.#set = db.prepare(
      'INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value',
    );
  }

  get(key: string): string | null {
    return this.#get.get(key) ?? null;
  }

  set(key: string, value: string): void {
    this.#set.run(key, value);
  }
}
