import type { Recipe } from '../../../../shared/domain/dataset.ts';
import type { Judged } from '../../../../shared/rules/gate.ts';
import { hashes } from '../hash.ts';
import type { Columns } from '../survey/columns.ts';
import type { Survey } from '../survey/survey.ts';

const none = -1;

/** Which of several samples that say the same stays. All that pass the gate enter; then each is asked whether it lost. */
export class Winners {
  readonly #columns: Columns;
  /** By number of judgment: what makes one better than another. */
  readonly #ranks: readonly { overall: number; sum: number; corrected: number }[];
  readonly #keep: ReadonlySet<number>;
  /** Of each sample that entered, where its rivals meet. */
  readonly #ring: (index: number) => number;
  readonly #best: Int32Array;

  constructor({ columns, near }: Survey, { nearDuplicates, choices }: Recipe) {
    this.#columns = columns;
    this.#ranks = columns.judgments.values.map(rankOf);
    this.#keep = new Set(choices.keep.map((id) => hashes(id)[0]));
    this.#best = new Int32Array(columns.size).fill(none);
    this.#ring =
      nearDuplicates === 'keep_best' ? (index) => near.find(index) : (index) => columns.samePrompt[index] ?? 0;
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
    const { samePrompt, answerHash } = this.#columns;
    if (samePrompt[of] !== samePrompt[index]) return { code: 'near_duplicate', of };
    return { code: answerHash[of] === answerHash[index] ? 'exact_duplicate' : 'conflicting_answer', of };
  }

  #kept(index: number): boolean {
    return this.#keep.has(this.#columns.idHash[index] ?? 0);
  }

  /** The one that a person chose; the higher overall rating, then criteria together; a corrected answer; the newer one. */
  #better(a: number, b: number): boolean {
    const columns = this.#columns;
    const rank = (index: number) => this.#ranks[columns.judged[index] ?? 0] ?? { overall: 0, sum: 0, corrected: 0 };
    const [one, other] = [rank(a), rank(b)];
    const difference =
      Number(this.#kept(a)) - Number(this.#kept(b)) ||
      one.overall - other.overall ||
      one.sum - other.sum ||
      one.corrected - other.corrected ||
      (columns.createdAt[a] ?? 0) - (columns.createdAt[b] ?? 0);
    // The same in everything: the first by id stays.
    return difference !== 0 ? difference > 0 : a < b;
  }
}

function rankOf(judged: Judged): { overall: number; sum: number; corrected: number } {
  if (judged.status !== 'resolved') return { overall: 0, sum: 0, corrected: 0 };
  const sum = Object.values(judged.scores).reduce((total, score) => total + score, 0);
  return { overall: judged.scores.overall ?? 0, sum, corrected: judged.by === 'correction' ? 1 : 0 };
}
