/**
 * What a thread that surveys shares with its owner: from which question on it goes on, and how far it is.
 *
 * Questions are numbered. A thread cannot be told anything while it works; it looks here.
 */
export class Board {
  readonly shared: Int32Array;

  constructor(shared: Int32Array = new Int32Array(new SharedArrayBuffer(8))) {
    this.shared = shared;
  }

  /** Questions before this one stop. */
  startFrom(question: number): void {
    Atomics.store(this.shared, 0, question);
  }

  stopped(question: number): boolean {
    return question < Atomics.load(this.shared, 0);
  }

  get share(): number {
    return Atomics.load(this.shared, 1) / 1_000;
  }

  set share(share: number) {
    Atomics.store(this.shared, 1, Math.floor(share * 1_000));
  }
}
