import type { Side } from '../../../../shared/domain/dataset.ts';
import { isParted, ledgerCodes } from '../split.ts';

/** What this dataset has put somewhere is in the lower bits of a side; what earlier ones have, above these. */
const earlier = 3;
const here = 2 ** earlier - 1;

/**
 * Proves that nothing leaks from one side to another, line by line as it is written: each group of samples and each prompt,
 * as it stands in the files, is on one side, and no prompt is trained on here that an earlier dataset has held out, nor
 * the other way round.
 *
 * Groups are so by the split, and so are prompts as long as the sample that was held out is here and has not changed. A
 * line that would leak all the same is not written.
 */
export class LeakProof {
  readonly #groupSides: Uint8Array;
  readonly #prompts: Float64Array;
  readonly #promptSides: Uint8Array;
  #groups = 0;
  #distinct = 0;

  /**
   * @param samples how many there are, of which not all need have a line
   * @param known how many prompts earlier datasets have put somewhere, at most
   */
  constructor(samples: number, known: number) {
    this.#groupSides = new Uint8Array(samples);
    // Open addressing, at most half full.
    const places = 2 ** Math.ceil(Math.log2(2 * (samples + known) + 2));
    this.#prompts = new Float64Array(places).fill(Number.NaN);
    this.#promptSides = new Uint8Array(places);
  }

  /** Takes note of where an earlier dataset has put a prompt. */
  know(prompt: number, side: Side): void {
    const place = this.#placeOf(prompt);
    this.#prompts[place] = prompt;
    this.#promptSides[place] = (this.#promptSides[place] ?? 0) | (ledgerCodes[side] << earlier);
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
    const sides = this.#promptSides[place] ?? 0;
    const taken = sides & here;
    if ((taken !== 0 && taken !== code) || isParted((sides >> earlier) | code)) return false;
    if (known === 0) this.#groups++;
    if (taken === 0) this.#distinct++;
    this.#groupSides[group] = code;
    this.#prompts[place] = prompt;
    this.#promptSides[place] = sides | code;
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
