import { type Cursor, type Cursors, type Feed, feeds } from '../../../shared/sync/feeds.ts';
import type { Connection } from '../store/database.ts';

/** How far each feed has been stored. */
export class CursorTable {
  readonly #read;
  readonly #write;
  readonly #clear;

  constructor(db: Connection) {
    this.#read = db.prepare<[], Cursor & { feed: Feed }>('SELECT feed, xid, id FROM feeds');
    this.#write = db.prepare(
      `INSERT INTO feeds (feed, xid, id) VALUES (?, ?, ?)
       ON CONFLICT (feed) DO UPDATE SET xid = excluded.xid, id = excluded.id`,
    );
    this.#clear = db.prepare('DELETE FROM feeds');
  }

  read(): Cursors {
    return Object.fromEntries(this.#read.all().map(({ feed, xid, id }) => [feed, { xid, id }]));
  }

  /** In the transaction that stores the rows up to there. */
  save(cursors: Cursors): void {
    for (const feed of feeds) {
      const cursor = cursors[feed];
      if (cursor) this.#write.run(feed, cursor.xid, cursor.id);
    }
  }

  clear(): void {
    this.#clear.run();
  }
}
