import { workspaceClosed } from '../../store/closed.ts';

/**
 * Work over many ids in steps of a few milliseconds: a step gives the ids that it found, maybe none; the end gives the
 * result.
 *
 * A step ends every statement that it began, so that no read transaction lives from one step to the next: an open one
 * would keep checkpoints from moving the write-ahead log into the file.
 */
export type Steps<T = void> = Generator<readonly number[], T, void>;

/** Short enough that a call which comes in between does not feel it, long enough that the pauses cost nothing. */
const sliceMs = 10;

/** Lets several works take turns on one thread. */
export class Turns {
  #stopped = false;

  async finish<T>(work: Steps<T>): Promise<T> {
    for (;;) {
      const started = performance.now();
      do {
        const step = work.next();
        if (step.done) return step.value;
      } while (performance.now() - started < sliceMs);
      await new Promise((resolve) => setImmediate(resolve));
      if (this.#stopped) throw workspaceClosed();
    }
  }

  /** Ends every work at its next turn: the connection is about to close. */
  stop(): void {
    this.#stopped = true;
  }
}
