import type { Item } from '../../shared/contract/calls.ts';

/** The items in memory: a few behind, enough ahead. Bounded, so that the two-thousandth label weighs like the first. */
export class ItemCache {
  readonly #items = new Map<string, Item>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(sampleId: string): Item | undefined {
    return this.#items.get(sampleId);
  }

  /** Newly put is newest: what was put longest ago goes first. */
  put(item: Item): void {
    this.#items.delete(item.sample.sampleId);
    this.#items.set(item.sample.sampleId, item);
    for (const oldest of this.#items.keys()) {
      if (this.#items.size <= this.#limit) break;
      this.#items.delete(oldest);
    }
  }

  remove(sampleId: string): void {
    this.#items.delete(sampleId);
  }

  /** Forgets everything but `kept`: samples changed on the disk. */
  clear(kept: string | null): void {
    for (const id of this.#items.keys()) if (id !== kept) this.#items.delete(id);
  }
}
