/** Why a job is to stop: a person cancelled it, or Assay is closing and it goes on later. */
export type StopReason = 'cancelled' | 'closing';

const reasons: readonly (StopReason | null)[] = [null, 'cancelled', 'closing'];

/**
 * A flag in memory that two threads share. A loop that never yields reads it, and a thread that sleeps is woken by it:
 * a message would reach only the second.
 */
export class StopFlag {
  readonly cell: Int32Array<SharedArrayBuffer>;

  /** @param cell of the other thread's flag */
  constructor(cell: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(4))) {
    this.cell = cell;
  }

  get reason(): StopReason | null {
    return reasons[Atomics.load(this.cell, 0)] ?? null;
  }

  raise(reason: StopReason): void {
    Atomics.store(this.cell, 0, reasons.indexOf(reason));
    Atomics.notify(this.cell, 0);
  }

  /** Aborts when the flag is raised. Waiting for that keeps no thread alive. */
  signal(why: () => Error): AbortSignal {
    const controller = new AbortController();
    const abort = () => controller.abort(why());
    const wait = Atomics.waitAsync(this.cell, 0, 0);
    if (wait.async) void wait.value.then(abort);
    else abort();
    return controller.signal;
  }
}
