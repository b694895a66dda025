import type { Groups } from '../duplicates/groups.ts';
import type { First } from './first.ts';

/**
 * Joins samples with the earlier turns of their conversations, which their histories show where no name of a conversation
 * does: what one sample answers, a later one has in its history.
 *
 * The order of ids tells nothing about that of turns. What meets no sample yet is asked again when all are known; twelve
 * bytes each are held of it.
 */
export class EarlierTurns {
  readonly #firstOf: First;
  readonly #groups: Groups;
  #hashes = new Float64Array(1_024);
  #places = new Uint32Array(1_024);
  #count = 0;

  /** @param firstOf the samples by their inputs */
  constructor(firstOf: First, groups: Groups) {
    this.#firstOf = firstOf;
    this.#groups = groups;
  }

  /** @param turns the hash of what was the input at each earlier turn, in their order */
  add(index: number, turns: readonly number[]): void {
    // The sample of a turn finds those before it by itself.
    for (const hash of turns.toReversed()) {
      if (this.#join(index, hash)) return;
      this.#hold(index, hash);
    }
  }

  /** Once all samples are known. */
  joinRest(): void {
    for (let at = 0; at < this.#count; at++) this.#join(this.#places[at] ?? 0, this.#hashes[at] ?? 0);
  }

  #join(index: number, hash: number): boolean {
    const earlier = this.#firstOf.find(hash);
    if (earlier !== null) this.#groups.join(index, earlier);
    return earlier !== null;
  }

  #hold(index: number, hash: number): void {
    if (this.#count === this.#hashes.length) {
      const [hashes, places] = [new Float64Array(this.#count * 2), new Uint32Array(this.#count * 2)];
      hashes.set(this.#hashes);
      places.set(this.#places);
      [this.#hashes, this.#places] = [hashes, places];
    }
    this.#hashes[this.#count] = hash;
    this.#places[this.#count++] = index;
  }
}
