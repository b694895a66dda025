import type { Connection } from '../../store/database.ts';

/** An evaluation of this workspace that the team judges. */
export type Published = {
  id: string;
  /** How many of the team judge each item. */
  judges: number;
  publishedAt: string;
  /** The last item that the outbox was given. */
  told: string;
};

type Row = { evaluation_id: string; judges: number; published_at: string; told: string };

/** What of this workspace was put before the team, in work.db. */
export class PublishedEvaluations {
  readonly #statements;

  constructor(db: Connection) {
    this.#statements = {
      add: db.prepare('INSERT INTO published_evaluations (evaluation_id, judges, published_at) VALUES (?, ?, ?)'),
      one: db.prepare<[string], Row>('SELECT * FROM published_evaluations WHERE evaluation_id = ?'),
      all: db.prepare<[], Row>('SELECT * FROM published_evaluations'),
      reach: db.prepare('UPDATE published_evaluations SET told = ? WHERE evaluation_id = ?'),
      again: db.prepare(`UPDATE published_evaluations SET told = ''`),
    };
  }

  add(id: string, judges: number, at: string): void {
    this.#statements.add.run(id, judges, at);
  }

  get(id: string): Published | null {
    const row = this.#statements.one.get(id);
    return row ? read(row) : null;
  }

  list(): Published[] {
    return this.#statements.all.all().map(read);
  }

  setTold(id: string, itemId: string): void {
    this.#statements.reach.run(itemId, id);
  }

  beginAgain(): void {
    this.#statements.again.run();
  }
}

function read({ evaluation_id, judges, published_at, told }: Row): Published {
  return { id: evaluation_id, judges, publishedAt: published_at, told };
}
