import { activeModelRowSchema, experimentRowSchema, experimentStates } from '../../../shared/sync/experiments.ts';
import type { Connection } from '../store/database.ts';

/** Feeds of what leads decide on the server itself, so that no device sends it again. */
const decidedFeeds = ['experiments', 'active_models'] as const;
type DecidedFeed = (typeof decidedFeeds)[number];

const keys: Record<DecidedFeed, string> = { experiments: 'experiment_id', active_models: 'agent' };

const stateSchema = experimentRowSchema.pick({ state: true });
const sinceSchema = activeModelRowSchema.pick({ since: true });

/** How far a row has come, to be compared with what it is at another time; −1 where there is none that can be read. */
export function farOf(feed: DecidedFeed, row: unknown): number {
  if (feed === 'experiments') {
    const experiment = stateSchema.safeParse(row).data;
    return experiment ? experimentStates.indexOf(experiment.state) : -1;
  }
  const active = sinceSchema.safeParse(row).data;
  return active ? Date.parse(active.since) : -1;
}

/**
 * Keeps what leads had decided before the server was restored, so that they can be told what of it is lost there.
 *
 * A row gives way to none that is less far: a sweep that was interrupted begins again over rows that were set back already,
 * and a second restore must not hide what the first has lost.
 */
export class BeforeRestore {
  readonly #db: Connection;

  /** @param db corpus.db; whoever calls has the right to write it */
  constructor(db: Connection) {
    this.#db = db;
  }

  remember(): void {
    const known = this.#db
      .prepare<[string, string], string>('SELECT body FROM before_restore WHERE feed = ? AND key = ?')
      .pluck();
    const keep = this.#db.prepare(
      `INSERT INTO before_restore (feed, key, body) VALUES (?, ?, ?)
       ON CONFLICT (feed, key) DO UPDATE SET body = excluded.body`,
    );
    for (const feed of decidedFeeds) {
      const rows = this.#db.prepare<[], { key: string; body: string }>(
        `SELECT ${keys[feed]} AS key, body FROM ${feed}`,
      );
      for (const { key, body } of rows.all()) {
        const far = farOf(feed, JSON.parse(body));
        if (far >= 0 && far >= farOf(feed, JSON.parse(known.get(feed, key) ?? 'null'))) keep.run(feed, key, body);
      }
    }
  }

  forget(): void {
    this.#db.exec('DELETE FROM before_restore');
  }
}
