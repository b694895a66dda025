import { createHash } from 'node:crypto';
import type { Sample } from '../../../../shared/domain/sample.ts';
import { readStored, type StoredSample } from '../../samples/read.ts';
import type { Connection } from '../../store/database.ts';
import { shinglesOf } from '../duplicates/shingles.ts';
import { number53 } from '../hash.ts';

/** Texts that are compared are compared with several others: what is held of them is not read again. */
const mostHeldBytes = 48 * 2 ** 20;

type Shingles = { input: Uint32Array; query: Uint32Array };

/** What a customer and an agent have said until the answer. The agent's instructions are the same everywhere. */
export function inputText({ history, query }: Sample): string {
  const said = history.filter(({ role }) => role !== 'system').map(({ content }) => content);
  return [...said, query].join('\n');
}

/**
 * The hashes of what a sample has for `inputText`, and one of what it was at each earlier turn of the customer: that is the
 * input of the sample of that turn.
 */
export function inputHashes({ history, query }: Sample): { input: [number, number]; earlier: number[] } {
  const hash = createHash('sha256');
  const earlier: number[] = [];
  let between = '';
  for (const { role, content } of history) {
    if (role === 'system') continue;
    hash.update(between + content);
    between = '\n';
    if (role === 'user') earlier.push(number53(hash.copy().digest(), 0));
  }
  const digest = hash.update(between + query).digest();
  return { input: [number53(digest, 0), number53(digest, 8)], earlier };
}

/** Reads samples again by their row, and holds the shingles of those that were asked for last. */
export class Texts {
  readonly #read;
  readonly #held = new Map<number, Shingles>();
  #heldBytes = 0;

  constructor(db: Connection) {
    this.#read = db.prepare<[number], StoredSample>('SELECT sample_id, response_hash, body FROM samples WHERE id = ?');
  }

  sample(rowId: number): Sample {
    const row = this.#read.get(rowId);
    if (!row) throw new Error(`the sample in row ${rowId} has gone while it was surveyed`);
    return readStored(row);
  }

  shingles(rowId: number): Shingles {
    const held = this.#held.get(rowId);
    if (held) {
      // The newest is last.
      this.#held.delete(rowId);
      this.#held.set(rowId, held);
      return held;
    }
    const sample = this.sample(rowId);
    const read = { input: shinglesOf(inputText(sample)), query: shinglesOf(sample.query) };
    this.#held.set(rowId, read);
    this.#heldBytes += bytesOf(read);
    for (const [oldest, shingles] of this.#held) {
      if (this.#heldBytes <= mostHeldBytes) break;
      this.#held.delete(oldest);
      this.#heldBytes -= bytesOf(shingles);
    }
    return read;
  }
}

/** With what an entry and its two arrays cost beside their numbers. */
function bytesOf({ input, query }: Shingles): number {
  return input.byteLength + query.byteLength + 400;
}
