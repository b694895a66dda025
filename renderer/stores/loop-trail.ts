/** The samples of the loop in the order of this sitting: those visited, the one on the screen, those to come. */
export class Trail {
  readonly #ids: string[] = [];
  readonly #known = new Set<string>();
  /** The index of the sample on the screen; the length when the trail is at its end. */
  at = 0;
  /** The sample after which the order is asked for more; null is its start. */
  asked: string | null = null;
  /** The order has no more. */
  exhausted = false;
  /** A question for more that is out. */
  asking: Promise<void> | null = null;

  get length(): number {
    return this.#ids.length;
  }

  /** Null at the end. */
  get current(): string | null {
    return this.#ids[this.at] ?? null;
  }

  get previous(): string | null {
    return this.#ids[this.at - 1] ?? null;
  }

  /** The samples after the current one. */
  ahead(count: number): string[] {
    return this.#ids.slice(this.at + 1, this.at + 1 + count);
  }

  /** Adds what is new at the end: an order whose ranks move with every label may name a sample twice. */
  append(ids: readonly string[]): void {
    for (const id of ids) {
      if (this.#known.has(id)) continue;
      this.#known.add(id);
      this.#ids.push(id);
    }
  }

  /** The index of a sample; one that is not on the trail is put before the current one. */
  indexOf(id: string): number {
    const index = this.#ids.lastIndexOf(id);
    if (index >= 0) return index;
    this.#known.add(id);
    this.#ids.splice(this.at, 0, id);
    return this.at;
  }

  /** Forgets what is to come: it is asked for anew. */
  cut(): void {
    this.exhausted = false;
    this.asked = this.current ?? this.previous;
    for (const id of this.#ids.splice(this.at + 1)) this.#known.delete(id);
  }

  /** A sample that is not there, or cannot be judged yet: should the order name it again, it is one like any other. */
  remove(id: string): void {
    const index = this.#ids.indexOf(id);
    if (index < 0) return;
    this.#known.delete(id);
    this.#ids.splice(index, 1);
    if (index < this.at) this.at -= 1;
  }
}
