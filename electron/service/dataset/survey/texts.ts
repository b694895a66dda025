import type { Sample } from '../../../../shared/domain/sample.ts';
import { readStored, type StoredSample } from '../../samples/read.ts';
import type { Connection } from '../../store/database.ts';
import { shinglesOf } from '../duplicates/shingles.ts';

/** Texts that are compared are mostly compared with several others, soon after each other. */
const mostHeld = 4_096;

type Shingles = { input: Uint32Array; query: Uint32Array };

/** What a customer and an agent have said until the answer. The agent's instructions are the same everywhere. */
export function inputText({ history, query }: Sample): string {
  const said = history.filter(({ role }) => role !== 'system').map(({ content }) => content);
  return [...said, query].join('\n');
}

/** Reads samples again by their row, and holds the shingles of those that were asked for last. */
export class Texts {
  readonly #read;
  readonly #held = new Map<number, Shingles>();

  constructor(db: Connection) {
    this.#read = db.prepare<[number], StoredSample>('SELECT sample_id, response_hash, body FROM samples WHERE id = ?');
  }

  sample(rowId: number): Sample {
    const row = this.#read.get(rowId);
    if (!row) throw new Error(`the sample in row ${rowId} has gone while it was surveyed`);
    return readStored(row);
  }

  shingles(rowId: number): Shingles {
    let found = this.#held.get(rowId);
    if (found) this.#held.delete(rowId);
    else {
      const sample = this.sample(rowId);
      found = { input: shinglesOf(inputText(sample)), query: shinglesOf(sample.query) };
      if (this.#held.size >= mostHeld) this.#held.delete(this.#held.keys().next().value ?? rowId);
    }
    // The newest is last.
    this.#held.set(rowId, found);
    return found;
  }
}
