/**
 * Why a job is to stop: a person cancelled it; waits no longer for what it does before it is cancelled; or Assay is closing
 * and it goes on later. One may follow the other.
 */
export type StopReason = 'cancelled' | 'abandoned' | 'closing';

const cellOf: Record<StopReason, number> = { cancelled: 0, abandoned: 1, closing: 2 };

/**
 * A flag in memory that two threads share. A loop that never yields reads it, and a thread that sleeps is woken by it:
 * a message would reach only the second.
 */
export class StopFlag {
  readonly cells: Int32Array<SharedArrayBuffer>;

  /** @param cells of the other thread's flag */
  constructor(cells: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(12))) {
    this.cells = cells;
  }

  /** Closing ends what a cancellation has left to do, where nobody has given that up. */
  get reason(): StopReason | null {
    if (this.#raised('abandoned')) return 'abandoned';
    if (this.#raised('closing')) return 'closing';
    return this.#raised('cancelled') ? 'cancelled' : null;
  }

  raise(reason: StopReason): void {
    Atomics.store(this.cells, cellOf[reason], 1);
    Atomics.notify(this.cells, cellOf[reason]);
  }

  /** Aborts when the flag is raised for this reason. Waiting for that keeps no thread alive. */
  signal(reason: StopReason, why: () => Error): AbortSignal {
    const controller = new AbortController();
    const abort = () => controller.abort(why());
    const wait = Atomics.waitAsync(this.cells, cellOf[reason], 0);
    if (wait.async) void wait.value.then(abort);
    else abort();
    return controller.signal;
  }

  #raised(reason: StopReason): boolean {
    return Atomics.load(this.cells, cellOf[reason]) !== 0;
  }
}
