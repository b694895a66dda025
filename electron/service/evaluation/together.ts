/**
 * Writes what comes while a write is under way with the next one: many who wait for the disk wait for one sync.
 */
export class Together<T> {
  readonly #write: (entries: T[]) => Promise<void>;
  #waiting: T[] = [];
  #next: Promise<void> | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(write: (entries: T[]) => Promise<void>) {
    this.#write = write;
  }

  /** Resolves when the entry is written. */
  add(entry: T): Promise<void> {
    this.#waiting.push(entry);
    if (this.#next === null) {
      this.#next = this.#last.then(() => {
        const entries = this.#waiting;
        this.#waiting = [];
        this.#next = null;
        return this.#write(entries);
      });
      this.#last = this.#next.catch(() => {});
    }
    return this.#next;
  }
}
