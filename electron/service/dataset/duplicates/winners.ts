import type { Recipe } from '../../../../shared/domain/dataset.ts';
import { scaleIds } from '../../../../shared/domain/rubric.ts';
import type { Columns } from '../survey/columns.ts';
import { hashes, type Survey } from '../survey/survey.ts';

const none = -1;

/** Which of several samples that say the same stays. All that pass the gate enter; then each is asked whether it lost. */
export class Winners {
  readonly #columns: Columns;
  readonly #keep: ReadonlySet<number>;
  /** Of each sample that entered, where its rivals meet. */
  readonly #ring: (index: number) => number;
  readonly #best: Int32Array;

  constructor({ columns, near }: Survey, { nearDuplicates, choices }: Recipe) {
    this.#columns = columns;
    this.#keep = new Set(choices.keep.map((id) => hashes(id)[0]));
    this.#best = new Int32Array(columns.size).fill(none);
    const prompts = new Map<number, number>();
    this.#ring =
      nearDuplicates === 'keep_best'
        ? (index) => near.find(index)
        : (index) => {
            const prompt = columns.promptHash[index] ?? 0;
            const first = prompts.get(prompt);
            if (first === undefined) prompts.set(prompt, index);
            return first ?? index;
          };
  }

  enter(index: number): void {
    const ring = this.#ring(index);
    const best = this.#best[ring] ?? none;
    if (best === none || this.#better(index, best)) this.#best[ring] = index;
  }

  /** What a sample lost for, and to whom; null where it stays. */
  lost(index: number): { code: 'exact_duplicate' | 'near_duplicate' | 'conflicting_answer'; of: number } | null {
    const of = this.#best[this.#ring(index)] ?? none;
    if (of === none || of === index || this.#kept(index)) return null;
    const { promptHash, promptHash2, answerHash } = this.#columns;
    if (promptHash[of] !== promptHash[index] || promptHash2[of] !== promptHash2[index])
      return { code: 'near_duplicate', of };
    return { code: answerHash[of] === answerHash[index] ? 'exact_duplicate' : 'conflicting_answer', of };
  }

  #kept(index: number): boolean {
    return this.#keep.has(this.#columns.idHash[index] ?? 0);
  }

  /** The one that a person chose; the higher overall rating, then criteria together; a corrected answer; the newer one. */
  #better(a: number, b: number): boolean {
    const columns = this.#columns;
    const sum = (index: number) => scaleIds.reduce((total, scale) => total + columns.score(index, scale), 0);
    const difference =
      Number(this.#kept(a)) - Number(this.#kept(b)) ||
      columns.score(a, 'overall') - columns.score(b, 'overall') ||
      sum(a) - sum(b) ||
      Number(columns.is(a, 'corrected')) - Number(columns.is(b, 'corrected')) ||
      (columns.createdAt[a] ?? 0) - (columns.createdAt[b] ?? 0);
    // The same in everything: the first by id stays.
    return difference !== 0 ? difference > 0 : a < b;
  }
}
