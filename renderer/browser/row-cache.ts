import type { SampleSummary } from '../../shared/domain/browse.ts';

export const chunkSize = 100;
/** Bounds the memory of a long browse: 6,000 rows. */
const kept = 60;
/** The service answers one at a time: more in flight would only delay what is looked at now. */
const inFlight = 2;

type RowCacheOptions = {
  fetch: (offset: number, limit: number) => Promise<SampleSummary[]>;
  changed: () => void;
  failed: (thrown: unknown) => void;
};

/**
 * The rows of one result set, fetched in chunks as they are looked at.
 *
 * Only the last wish counts: chunks that a fast drag of the scroll bar passed by are never asked for.
 */
export class RowCache {
  readonly #options: RowCacheOptions;
  readonly #chunks = new Map<number, readonly SampleSummary[]>();
  readonly #asked = new Set<number>();
  #wanted: number[] = [];

  constructor(options: RowCacheOptions, firstRows: readonly SampleSummary[] = []) {
    this.#options = options;
    for (let chunk = 0; (chunk + 1) * chunkSize <= firstRows.length; chunk += 1)
      this.#chunks.set(chunk, firstRows.slice(chunk * chunkSize, (chunk + 1) * chunkSize));
    // A set that ends before its first chunk is full is known whole.
    if (this.#chunks.size === 0) this.#chunks.set(0, firstRows);
  }

  get(index: number): SampleSummary | undefined {
    return this.#chunks.get(Math.floor(index / chunkSize))?.[index % chunkSize];
  }

  /** Wishes for the rows from `first`, up to and without `end`: those first, then their neighbours. */
  want(first: number, end: number, total: number): void {
    const from = Math.floor(first / chunkSize);
    const to = Math.floor(Math.max(first, end - 1) / chunkSize);
    const last = Math.floor(Math.max(0, total - 1) / chunkSize);
    const looked = Array.from({ length: to - from + 1 }, (_, index) => from + index);
    this.#wanted = [...looked, to + 1, from - 1].filter((chunk) => chunk >= 0 && chunk <= last);
    for (const chunk of this.#wanted) this.#touch(chunk);
    this.#fetchNext();
  }

  /** The least recently wanted chunk is the first to go. */
  #touch(chunk: number): void {
    const rows = this.#chunks.get(chunk);
    if (!rows) return;
    this.#chunks.delete(chunk);
    this.#chunks.set(chunk, rows);
  }

  #fetchNext(): void {
    for (const chunk of this.#wanted) {
      if (this.#asked.size >= inFlight) return;
      if (this.#chunks.has(chunk) || this.#asked.has(chunk)) continue;
      this.#asked.add(chunk);
      this.#options.fetch(chunk * chunkSize, chunkSize).then(
        (rows) => this.#arrived(chunk, rows),
        (thrown: unknown) => {
          this.#asked.delete(chunk);
          this.#options.failed(thrown);
        },
      );
    }
  }

  #arrived(chunk: number, rows: readonly SampleSummary[]): void {
    this.#asked.delete(chunk);
    this.#chunks.set(chunk, rows);
    for (const oldest of this.#chunks.keys()) {
      if (this.#chunks.size <= kept) break;
      if (!this.#wanted.includes(oldest)) this.#chunks.delete(oldest);
    }
    this.#options.changed();
    this.#fetchNext();
  }
}
