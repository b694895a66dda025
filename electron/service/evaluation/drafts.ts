import { type ComparisonDraft, comparisonDraftSchema } from '../../../shared/domain/comparison.ts';
import type { Connection } from '../store/database.ts';

/** What a draft is of. The team tells no judge of a sample: there it is the comparison's own name. */
export type Drafted = { itemId: string; evaluationId: string; sampleId: string };

const upsert = `INSERT INTO comparison_drafts (item_id, evaluation_id, sample_id, body, saved_at)
  VALUES (@itemId, @evaluationId, @sampleId, @body, @at)
  ON CONFLICT (item_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at`;

/**
 * What a judge has entered and not committed. It stays on this device.
 *
 * As with the drafts of labels, `save` writes through the NORMAL connection as typed; `put` and `remove` belong to the
 * transaction of a judgment and use its connection.
 */
export class ComparisonDrafts {
  readonly #get;
  readonly #save;
  readonly #put;
  readonly #remove;
  readonly #removeAll;

  constructor(journal: Connection, work: Connection) {
    this.#get = work.prepare<[string], string>('SELECT body FROM comparison_drafts WHERE item_id = ?').pluck();
    this.#save = journal.prepare(upsert);
    this.#put = work.prepare(upsert);
    this.#remove = work.prepare('DELETE FROM comparison_drafts WHERE item_id = ?');
    this.#removeAll = work.prepare('DELETE FROM comparison_drafts WHERE evaluation_id = ?');
  }

  get(itemId: string): ComparisonDraft | null {
    const body = this.#get.get(itemId);
    return body === undefined ? null : comparisonDraftSchema.parse(JSON.parse(body));
  }

  save(drafted: Drafted, draft: ComparisonDraft): void {
    this.#save.run(rowOf(drafted, draft));
  }

  put(drafted: Drafted, draft: ComparisonDraft): void {
    this.#put.run(rowOf(drafted, draft));
  }

  remove(itemId: string): void {
    this.#remove.run(itemId);
  }

  /** Nobody judges this evaluation here any more. */
  removeAll(evaluationId: string): void {
    this.#removeAll.run(evaluationId);
  }
}

function rowOf({ itemId, evaluationId, sampleId }: Drafted, draft: ComparisonDraft) {
  return { itemId, evaluationId, sampleId, body: JSON.stringify(draft), at: new Date().toISOString() };
}
