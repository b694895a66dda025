import type { Side } from '../../../../shared/domain/dataset.ts';
import { ledgerCodes } from '../split.ts';

/**
 * Proves that nothing leaks from one side to another, line by line as it is written: each group of samples and each prompt,
 * as it stands in the files, is on one side.
 *
 * Groups are so by the split. A prompt may still turn out to be another's only once personal data is replaced in it; such
 * a line is not written.
 */
export class LeakProof {
  readonly #groupSides: Uint8Array;
  readonly #prompts: Float64Array;
  readonly #promptSides: Uint8Array;
  #groups = 0;
  #distinct = 0;

  /** @param samples how many there are, of which not all need have a line */
  constructor(samples: number) {
    this.#groupSides = new Uint8Array(samples);
    // Open addressing, at most half full.
    const places = 2 ** Math.ceil(Math.log2(2 * samples + 2));
    this.#prompts = new Float64Array(places).fill(Number.NaN);
    this.#promptSides = new Uint8Array(places);
  }

  /**
   * @param group the number of the sample's group
   * @param prompt 53 bits of the SHA-256 of the prompt
   * @returns false for a line that would leak
   */
  admit(group: number, prompt: number, side: Side): boolean {
    const code = ledgerCodes[side];
    const known = this.#groupSides[group] ?? 0;
    if (known !== 0 && known !== code) throw new Error(`the group ${group} is on two sides`);
    const place = this.#placeOf(prompt);
    const taken = this.#promptSides[place] ?? 0;
    if (taken !== 0 && taken !== code) return false;
    if (known === 0) this.#groups++;
    if (taken === 0) this.#distinct++;
    this.#groupSides[group] = code;
    this.#prompts[place] = prompt;
    this.#promptSides[place] = code;
    return true;
  }

  /** How many groups and prompts there are, each on one side. */
  get counts(): { groups: number; prompts: number } {
    return { groups: this.#groups, prompts: this.#distinct };
  }

  #placeOf(prompt: number): number {
    const mask = this.#prompts.length - 1;
    let place = (prompt >>> 0) & mask;
    while (this.#promptSides[place] !== 0 && this.#prompts[place] !== prompt) place = (place + 1) & mask;
    return place;
  }
}
