import type { Example } from '../../../shared/domain/example.ts';
import type { Sample } from '../../../shared/domain/sample.ts';
import type { Connection } from '../store/database.ts';
import { hashes, number53 } from './hash.ts';
import { promptSides, readLedger } from './lockfile/ledger.ts';
import { promptDigest } from './prompt-digest.ts';
import { type Ledger, ledgerCodes } from './split.ts';

/**
 * What datasets hold out, those built here and those that other leads have recorded: their samples, and what else is of
 * a conversation of theirs or asks the very same. A byte a sample, and a number for each such conversation and prompt.
 */
export class HeldOut {
  readonly #ledger: Ledger;
  readonly #conversations = new Set<number>();
  readonly #prompts = new Set<number>();

  /** @param db corpus.db, with a ledger attached as `ledger` */
  constructor(db: Connection) {
    const size = db.prepare<[], number>('SELECT count(*) FROM samples').pluck().get() ?? 0;
    this.#ledger = readLedger(db, size);
    for (const { prompt, side } of promptSides(db))
      if (side === 'holdout') this.#prompts.add(number53(Buffer.from(prompt, 'hex'), 0));
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
    if (this.#isHeld(place)) return true;
    return (
      this.#conversations.size > 0 && conversationId !== null && this.#conversations.has(hashes(conversationId)[0])
    );
  }

  /** @param prompt as it would be written */
  hasPrompt(prompt: Example['prompt']): boolean {
    return this.#prompts.size > 0 && this.#prompts.has(number53(promptDigest(prompt), 0));
  }

  #isHeld(place: number): boolean {
    return ((this.#ledger[place] ?? 0) & ledgerCodes.holdout) !== 0;
  }
}
