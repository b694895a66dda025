/** How long typing may rest before it is saved, and how old an unsaved change may get while it does not rest. */
const restMs = 150;
const oldestMs = 400;

/** Those that have something unsaved. */
const unsaved = new Set<Journal>();

/** Everything unsaved, on whatever screen it was entered: the window closes. */
export function flushJournals(): void {
  for (const journal of unsaved) journal.flush();
}

/**
 * Saves soon after a change, and at the latest `oldestMs` after the first unsaved one: together with the write itself
 * no change is older than 500 ms when the process dies.
 */
export class Journal {
  readonly #save: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #first = 0;
  #last = 0;

  constructor(save: () => void) {
    this.#save = save;
  }

  get unsaved(): boolean {
    return this.#timer !== null;
  }

  /** One timer runs from the first change on: a key only notes its time. */
  touch(): void {
    this.#last = performance.now();
    if (this.#timer !== null) return;
    unsaved.add(this);
    this.#first = this.#last;
    this.#timer = setTimeout(() => this.#look(), restMs);
  }

  #look(): void {
    const now = performance.now();
    const wait = Math.min(this.#last + restMs, this.#first + oldestMs) - now;
    if (wait <= 0) this.flush();
    else this.#timer = setTimeout(() => this.#look(), wait);
  }

  /** Saves now what is unsaved. */
  flush(): void {
    if (this.#timer === null) return;
    this.forget();
    this.#save();
  }

  /** What is unsaved needs no saving: it was committed. */
  forget(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    unsaved.delete(this);
  }
}
