import type { SyncStatus } from '../../../shared/sync/status.ts';
import type { Step } from './exchange.ts';

/** Clocks this far apart put a label on another day's page. */
const tolerableMs = 5 * 60_000;

/** What moves, how fast, and what the server's answers tell beside it. */
export class Activity {
  #what: Step['what'] | null = null;
  #done = 0;
  #left: number | null = null;
  #began = 0;
  #aheadMs = 0;
  unreadable = 0;
  /** Rows that came and operations that went, all in all. */
  pulled = 0;
  pushed = 0;
  /** When the server last answered. */
  lastContactAt: string | null = null;
  /** Until when everything of the server is here, whether or not it had anything new; null before the first exchange. */
  completeAt: string | null = null;

  moved({ what, count, left, serverTime, unreadable }: Step): void {
    if (this.#what !== what) {
      this.#what = what;
      this.#done = 0;
      this.#began = performance.now();
    }
    this.#done += count;
    this.#left = left;
    if (what === 'pull') this.pulled += count;
    else if (what === 'push') this.pushed += count;
    this.unreadable += unreadable;
    if (serverTime !== null) this.heard(serverTime);
  }

  /** The server told its time. The way takes seconds at most, and minutes are what counts here. */
  heard(serverTime: string): void {
    this.#aheadMs = Date.now() - Date.parse(serverTime);
  }

  /** An exchange has ended. */
  rest(): void {
    this.#what = null;
  }

  get now(): SyncStatus['activity'] {
    if (this.#what === null) return null;
    const seconds = (performance.now() - this.#began) / 1_000;
    return {
      what: this.#what,
      done: this.#done,
      total: this.#left === null ? null : this.#done + this.#left,
      perSecond: seconds > 0 ? this.#done / seconds : 0,
    };
  }

  get clockAheadMs(): number | null {
    return Math.abs(this.#aheadMs) > tolerableMs ? this.#aheadMs : null;
  }
}
