const first = 1_000;
const least = 1;
const most = 5_000;

/**
 * Two pages are held at a time, each as bytes, as text and as rows. Measured with samples of 2 KB (`bench sync --large`): 5 MB
 * a page take the whole program to the 300 MB that it may have, 16 MB to 350.
 */
const comfortableBytes = 3 * 2 ** 20;
/** An answer slower than this leaves little room below the server's limit of 8 s. */
const comfortableMs = 3_000;

/** How many rows to ask for: as many as the server answers with ease, in a page that fits into memory. */
export class PageSize {
  #rows = first;

  get rows(): number {
    return this.#rows;
  }

  /** A page came: the next may be larger when this one was full, quick and small. */
  came({ rows, bytes, ms }: { rows: number; bytes: number; ms: number }): void {
    if (ms > comfortableMs) this.#set(this.#rows / 2);
    else if (rows >= this.#rows) this.#set(Math.min(this.#rows * 2, (comfortableBytes * rows) / bytes));
  }

  /** The server could not answer. False when a smaller page is not to be had. */
  halve(): boolean {
    if (this.#rows === least) return false;
    this.#set(this.#rows / 2);
    return true;
  }

  #set(rows: number): void {
    this.#rows = Math.round(Math.min(most, Math.max(least, rows)));
  }
}
