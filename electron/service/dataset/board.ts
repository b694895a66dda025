/**
 * What a thread that surveys shares with its owner: from which question on it goes on, and how far it is.
 *
 * Questions are numbered. A thread cannot be told anything while it works; it looks here. One that waits is woken.
 */
export class Board {
  readonly shared: Int32Array;

  constructor(shared: Int32Array = new Int32Array(new SharedArrayBuffer(8))) {
    this.shared = shared;
  }

  /** Questions before this one stop. */
  startFrom(question: number): void {
    Atomics.store(this.shared, 0, question);
    Atomics.notify(this.shared, 0);
  }

  stopped(question: number): boolean {
    return question < Atomics.load(this.shared, 0);
  }

  /** Aborts with `why` when this question stops. Waiting for that keeps no thread alive. */
  signal(question: number, why: () => Error): AbortSignal {
    const controller = new AbortController();
    const look = () => {
      if (this.stopped(question)) return controller.abort(why());
      const wait = Atomics.waitAsync(this.shared, 0, Atomics.load(this.shared, 0));
      void Promise.resolve(wait.value).then(look);
    };
    look();
    return controller.signal;
  }

  get share(): number {
    return Atomics.load(this.shared, 1) / 1_000;
  }

  set share(share: number) {
    Atomics.store(this.shared, 1, Math.floor(share * 1_000));
  }
}
