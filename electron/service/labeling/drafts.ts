import { type Position, positionSchema } from '../../../shared/contract/calls.ts';
import { type Draft, draftSchema } from '../../../shared/domain/label.ts';
import type { QueueId, Unit } from '../../../shared/domain/queue.ts';
import type { Connection } from '../store/database.ts';
import { queueKey } from './labels.ts';

const upsert = `INSERT INTO drafts (queue, sample_id, body, saved_at) VALUES (?, ?, ?, ?)
  ON CONFLICT (queue, sample_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at`;

/**
 * What is on the screen and not committed: drafts, and the labeler's place in each queue.
 *
 * `save` writes through the NORMAL connection as typed: it survives a killed process without a disk sync at every key.
 * `put` and `remove` belong to the transaction of a label and use its connection.
 */
export class Drafts {
  readonly #get;
  readonly #save;
  readonly #put;
  readonly #remove;
  readonly #position;
  readonly #lastPosition;
  readonly #savePosition;

  constructor(journal: Connection, work: Connection) {
    this.#get = work
      .prepare<[string, string], string>('SELECT body FROM drafts WHERE queue = ? AND sample_id = ?')
      .pluck();
    this.#save = journal.prepare(upsert);
    this.#put = work.prepare(upsert);
    this.#remove = work.prepare('DELETE FROM drafts WHERE queue = ? AND sample_id = ?');
    this.#position = journal.prepare<[string], string>('SELECT body FROM positions WHERE queue = ?').pluck();
    this.#lastPosition = journal.prepare<[], string>('SELECT body FROM positions ORDER BY seq DESC LIMIT 1').pluck();
    this.#savePosition = journal.prepare('INSERT OR REPLACE INTO positions (queue, body) VALUES (?, ?)');
  }

  get({ queueId, sampleId }: Unit): Draft | null {
    const body = this.#get.get(queueKey(queueId), sampleId);
    return body === undefined ? null : draftSchema.parse(JSON.parse(body));
  }

  save({ queueId, sampleId }: Unit, draft: Draft): void {
    this.#save.run(queueKey(queueId), sampleId, JSON.stringify(draft), new Date().toISOString());
  }

  put({ queueId, sampleId }: Unit, draft: Draft): void {
    this.#put.run(queueKey(queueId), sampleId, JSON.stringify(draft), new Date().toISOString());
  }

  remove({ queueId, sampleId }: Unit): void {
    this.#remove.run(queueKey(queueId), sampleId);
  }

  /** The place in a queue; for undefined, the one that was saved last. */
  position(queueId: QueueId | undefined): Position | null {
    const stored = queueId === undefined ? this.#lastPosition.get() : this.#position.get(queueKey(queueId));
    return stored === undefined ? null : positionSchema.parse(JSON.parse(stored));
  }

  savePosition(position: Position): void {
    this.#savePosition.run(queueKey(position.filter.queue ?? null), JSON.stringify(position));
  }
}
