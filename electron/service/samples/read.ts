import { type Sample, type SampleRow, sampleOf } from '../../../shared/domain/sample.ts';
import { type Connection, damaged } from '../store/database.ts';

export type StoredSample = { sample_id: string; body: string; response_hash: string };

/**
 * Reads a stored row. It was checked when it came in, and only Assay writes the file: checking it again would take a
 * fifth of an export.
 *
 * @throws AssayError workspace-damaged
 */
export function readStored({ sample_id, body, response_hash }: StoredSample): Sample {
  try {
    return sampleOf(JSON.parse(body) as SampleRow, response_hash);
  } catch (error) {
    throw damaged('corpus.db', `the sample ${sample_id} cannot be read`, error);
  }
}

/** Samples by key: the only way in which the main thread reads corpus.db. */
export class SampleReader {
  readonly #one;
  readonly #has;
  readonly #count;

  constructor(corpus: Connection) {
    this.#one = corpus.prepare<[string], StoredSample>(
      'SELECT sample_id, body, response_hash FROM samples WHERE sample_id = ?',
    );
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
