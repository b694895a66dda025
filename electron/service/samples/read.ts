import { type Sample, sampleOf, sampleRowSchema } from '../../../shared/domain/sample.ts';
import type { Connection } from '../store/database.ts';

export type StoredSample = { body: string; response_hash: string };

/** Reads a stored row. What is stored was parsed when it came in, so a failure here is damage. */
export function readStored({ body, response_hash }: StoredSample): Sample {
  return sampleOf(sampleRowSchema.parse(JSON.parse(body)), response_hash);
}

/** Samples by key: the only way in which the main thread reads corpus.db. */
export class SampleReader {
  readonly #one;
  readonly #has;
  readonly #count;

  constructor(corpus: Connection) {
    this.#one = corpus.prepare<[string], StoredSample>('SELECT body, response_hash FROM samples WHERE sample_id = ?');
    this.#has = corpus.prepare<[string], number>('SELECT 1 FROM samples WHERE sample_id = ?').pluck();
    this.#count = corpus.prepare<[], string>(`SELECT value FROM meta WHERE key = 'samples'`).pluck();
  }

  get(sampleId: string): Sample | null {
    const row = this.#one.get(sampleId);
    return row ? readStored(row) : null;
  }

  has(sampleId: string): boolean {
    return this.#has.get(sampleId) === 1;
  }

  /** How many samples there are: kept by the writer of corpus.db, because counting a million takes a while. */
  count(): number {
    return Number(this.#count.get() ?? 0);
  }
}
