import type { ProviderError } from '../finetune/providers/failures.ts';
import type { Clock } from '../finetune/run/clock.ts';

const firstWaitMs = 2_000;
const longestWaitMs = 5 * 60_000;

/**
 * One back-off for all requests of a job: when a server wants to be left alone, nobody asks it. Waits grow while it goes
 * on, and begin anew with the next answer.
 */
export class Brake {
  readonly #clock: Clock;
  readonly #told: (error: ProviderError, waitMs: number) => void;
  #until = 0;
  #wait = firstWaitMs;
  #turn = 0;

  /** @param told hears of each wait */
  constructor(clock: Clock, told: (error: ProviderError, waitMs: number) => void) {
    this.#clock = clock;
    this.#told = told;
  }

  /** Resolves when a request may go out, with the turn that it belongs to. Rejects with what its signal says. */
  async clear(signal: AbortSignal): Promise<number> {
    for (;;) {
      signal.throwIfAborted();
      const left = this.#until - this.#clock.now();
      if (left <= 0) return this.#turn;
      await this.#clock.sleep(left, signal);
    }
  }

  /** A request of this turn met what may pass. Many that went out together meet it together, and it counts once. */
  hit(turn: number, error: ProviderError): void {
    if (turn !== this.#turn) return;
    const wait = Math.max(this.#wait, error.retryAfterMs ?? 0);
    this.#turn++;
    this.#until = this.#clock.now() + wait;
    this.#wait = Math.min(2 * this.#wait, longestWaitMs);
    this.#told(error, wait);
  }

  answered(): void {
    this.#wait = firstWaitMs;
  }
}
