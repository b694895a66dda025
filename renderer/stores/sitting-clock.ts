/**
 * Honest working time. It runs only between `start` and `stop`, and no longer than `idleMs` after the last input.
 *
 * Times are given, never read: what is asked later sees the same time as what is asked now.
 */
export class ActiveClock {
  idleMs: number;
  #total = 0;
  /** Counted up to here; null while stopped. */
  #from: number | null = null;
  #lastInput = 0;

  constructor(idleMs: number) {
    this.idleMs = idleMs;
  }

  /** Work begins or goes on: that itself is a sign of life. */
  start(now: number): void {
    if (this.#from !== null) return;
    this.#from = now;
    this.#lastInput = now;
  }

  stop(now: number): void {
    this.#settle(now);
    this.#from = null;
  }

  /** A key, a click, a turn of the wheel. What came before it beyond the idle limit is not counted. */
  input(now: number): void {
    if (this.#from === null) return;
    this.#settle(now);
    this.#from = now;
    this.#lastInput = now;
  }

  /** All working time until now, in milliseconds. */
  read(now: number): number {
    if (this.#from === null) return this.#total;
    return this.#total + Math.max(0, Math.min(now, this.#lastInput + this.idleMs) - this.#from);
  }

  #settle(now: number): void {
    this.#total = this.read(now);
    if (this.#from !== null) this.#from = Math.max(this.#from, now);
  }
}
