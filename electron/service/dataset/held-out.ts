import type { Sample } from '../../../shared/domain/sample.ts';
import type { Connection } from '../store/database.ts';
import { hashes } from './hash.ts';
import { readLedger } from './lockfile/ledger.ts';
import { type Ledger, ledgerCodes } from './split.ts';

/**
 * What datasets hold out, those built here and those that other leads have recorded: their samples, and what else is of
 * a conversation of theirs. A byte a sample, and a number for each such conversation.
 */
export class HeldOut {
  readonly #ledger: Ledger;
  readonly #conversations = new Set<number>();

  /** @param db corpus.db, with a ledger attached as `ledger` */
  constructor(db: Connection) {
    const size = db.prepare<[], number>('SELECT count(*) FROM samples').pluck().get() ?? 0;
    this.#ledger = readLedger(db, size);
    if (!this.#ledger.some((_, place) => this.#isHeld(place))) return;
    const conversations = db
      .prepare<[], string | null>('SELECT conversation_id FROM samples ORDER BY sample_id')
      .pluck()
      .iterate();
    let place = 0;
    for (const id of conversations) if (this.#isHeld(place++) && id !== null) this.#conversations.add(hashes(id)[0]);
  }

  /** @param place of the sample in the order of ids */
  has(place: number, { conversationId }: Sample): boolean {
    return this.#isHeld(place) || (conversationId !== null && this.#conversations.has(hashes(conversationId)[0]));
  }

  #isHeld(place: number): boolean {
    return ((this.#ledger[place] ?? 0) & ledgerCodes.holdout) !== 0;
  }
}
