/** The samples of the loop in the order of this sitting: those visited, the one on the screen, those to come. */
export class Trail {
  readonly #ids: string[] = [];
  readonly #known = new Set<string>();
  /** Samples that were asked for out of the order. */
  readonly #visited = new Set<string>();
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

  /** Where the order goes on: at the sample on the screen, or behind one that was asked for out of the order. */
  get place(): string | null {
    return this.#ids[this.#here] ?? null;
  }

  get #here(): number {
    const index = this.#ids.findIndex((id, index) => index >= this.at && !this.#visited.has(id));
    return index < 0 ? this.length : index;
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

  /** Puts a sample before the current one, wherever it was: going on from it leads back to where one was. */
  visit(id: string): number {
    if (id === this.current) return this.at;
    this.remove(id);
    this.#visited.add(id);
    return this.indexOf(id);
  }

  /** Forgets what is to come: it is asked for anew. */
  cut(): void {
    const here = this.#here;
    this.exhausted = false;
    this.asked = this.place ?? this.#ids.slice(0, here).findLast((id) => !this.#visited.has(id)) ?? null;
    for (const id of this.#ids.splice(here + 1)) this.#known.delete(id);
  }

  /** A sample that is not there, or cannot be judged yet: should the order name it again, it is one like any other. */
  remove(id: string): void {
    const index = this.#ids.indexOf(id);
    if (index < 0) return;
    this.#known.delete(id);
    this.#visited.delete(id);
    this.#ids.splice(index, 1);
    if (index < this.at) this.at -= 1;
  }
}
