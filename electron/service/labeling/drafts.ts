import { type Position, positionSchema } from '../../../shared/contract/calls.ts';
import { type Draft, draftSchema } from '../../../shared/domain/label.ts';
import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';

const upsert = `INSERT INTO drafts (sample_id, body, saved_at) VALUES (?, ?, ?)
  ON CONFLICT (sample_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at`;

/**
 * What is on the screen and not committed: drafts and the labeler's place.
 *
 * `save` writes through the NORMAL connection as typed: it survives a killed process without a disk sync at every key.
 * `put` and `remove` belong to the transaction of a label and use its connection.
 */
export class Drafts {
  readonly #get;
  readonly #save;
  readonly #put;
  readonly #remove;
  readonly #meta: Meta;

  constructor(journal: Connection, work: Connection) {
    this.#get = work.prepare<[string], string>('SELECT body FROM drafts WHERE sample_id = ?').pluck();
    this.#save = journal.prepare(upsert);
    this.#put = work.prepare(upsert);
    this.#remove = work.prepare('DELETE FROM drafts WHERE sample_id = ?');
    this.#meta = new Meta(journal);
  }

  get(sampleId: string): Draft | null {
    const body = this.#get.get(sampleId);
    return body === undefined ? null : draftSchema.parse(JSON.parse(body));
  }

  save(sampleId: string, draft: Draft): void {
    this.#save.run(sampleId, JSON.stringify(draft), new Date().toISOString());
  }

  put(sampleId: string, draft: Draft): void {
    this.#put.run(sampleId, JSON.stringify(draft), new Date().toISOString());
  }

  remove(sampleId: string): void {
    this.#remove.run(sampleId);
  }

  position(): Position | null {
    const stored = this.#meta.get('position');
    return stored === null ? null : positionSchema.parse(JSON.parse(stored));
  }

  savePosition(position: Position): void {
    this.#meta.set('position', JSON.stringify(position));
  }
}
