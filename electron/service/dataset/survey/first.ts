import { slotOf, slotsFor } from '../hash.ts';

/** The first sample with each text, known by 106 bits of its SHA-256. Chains in columns: a map of so many takes thrice. */
export class First {
  readonly #heads: Int32Array;
  readonly #next: Int32Array;
  readonly #hash: Float64Array;
  readonly #rest: Float64Array;
  #count = 0;

  constructor(size: number) {
    this.#heads = new Int32Array(slotsFor(size)).fill(-1);
    this.#next = new Int32Array(size).fill(-2);
    this.#hash = new Float64Array(size);
    this.#rest = new Float64Array(size);
  }

  /** Its place; `index` itself where it is the first. @param hashes of the text */
  of([hash, rest]: readonly [number, number], index: number): number {
    const slot = slotOf(hash, this.#heads.length);
    for (let other = this.#heads[slot] ?? -1; other >= 0; other = this.#next[other] ?? -1)
      if (this.#hash[other] === hash && this.#rest[other] === rest) return other;
    this.#hash[index] = hash;
    this.#rest[index] = rest;
    this.#next[index] = this.#heads[slot] ?? -1;
    this.#heads[slot] = index;
    this.#count++;
    return index;
  }

  /** The place of a text by the first of its hashes alone; null for one that no sample has. */
  find(hash: number): number | null {
    let place = this.#heads[slotOf(hash, this.#heads.length)] ?? -1;
    while (place >= 0 && this.#hash[place] !== hash) place = this.#next[place] ?? -1;
    return place < 0 ? null : place;
  }

  /** The places of all, in order. */
  all(): Uint32Array {
    const places = new Uint32Array(this.#count);
    let count = 0;
    for (const [index, next] of this.#next.entries()) if (next !== -2) places[count++] = index;
    return places;
  }
}
