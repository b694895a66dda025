import type { ComparedItem, Comparison } from '../../../shared/domain/comparison.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { EvaluationItems, StoredItem } from './items.ts';
import type { Judgments } from './judgments.ts';
import type { EvaluationTable } from './table.ts';
import type { PublishedEvaluations } from './team/published.ts';

/** Where what is judged comes from: an evaluation of this workspace, or one of the team. */
export type Judging = {
  /** Whether an item is one of these. */
  has(itemId: string): boolean;
  /** The next items for the judge of this workspace, behind one of them; none when there are no more. */
  next(evaluationId: string, after: string | null, limit: number): ComparedItem[];
  /**
   * Records a verdict; durable when it returns. Repeated under the same id it changes nothing.
   *
   * @throws AssayError not-found where the item is gone, conflict where it is not to be judged any more
   */
  judge(id: string, itemId: string, comparison: Comparison): void;
  /** Takes back the last verdict given here, or null when there is none. @throws AssayError as `judge` does */
  undo(evaluationId: string): ComparedItem | null;
};

type OwnParts = {
  table: EvaluationTable;
  items: EvaluationItems;
  judgments: Judgments;
  published: PublishedEvaluations;
  judge: string;
};

/** Judges what the models have answered in this workspace. */
export class OwnJudging implements Judging {
  readonly #table: EvaluationTable;
  readonly #items: EvaluationItems;
  readonly #judgments: Judgments;
  readonly #published: PublishedEvaluations;
  readonly #judge: string;

  /** @param parts `judge` is who judges here */
  constructor({ table, items, judgments, published, judge }: OwnParts) {
    this.#table = table;
    this.#items = items;
    this.#judgments = judgments;
    this.#published = published;
    this.#judge = judge;
  }

  has(itemId: string): boolean {
    return this.#items.get(itemId) !== null;
  }

  next(id: string, after: string | null, limit: number): ComparedItem[] {
    const { plan, openedAt } = this.#table.get(id);
    if (openedAt !== null) return [];
    return this.#judgments
      .next(id, this.#judge, after ?? '', plan.judges, limit)
      .flatMap((itemId) => this.#items.get(itemId) ?? [])
      .map((item) => this.#compared(item));
  }

  judge(id: string, itemId: string, comparison: Comparison): void {
    const evaluationId = this.#items.get(itemId)?.evaluationId;
    if (evaluationId !== undefined) this.#mustBeJudgedHere(evaluationId);
    this.#judgments.judge(id, itemId, this.#judge, comparison);
  }

  undo(id: string): ComparedItem | null {
    this.#mustBeJudgedHere(id);
    const itemId = this.#judgments.undo(id, this.#judge);
    const item = itemId === null ? null : this.#items.get(itemId);
    return item === null ? null : this.#compared(item);
  }

  #compared({ id, evaluationId, prompt, first, second }: StoredItem): ComparedItem {
    return { id, evaluationId, prompt, first, second, comparison: this.#judgments.standing(id, this.#judge) };
  }

  #mustBeJudgedHere(id: string): void {
    // Whoever has seen whose answers win is no blind judge any more.
    const isOpened = this.#table.get(id).openedAt !== null;
    if (!isOpened && this.#published.get(id) === null) return;
    throw new AssayError({
      kind: 'conflict',
      message: isOpened
        ? 'The results of this evaluation were opened, and judging has ended.'
        : 'The team judges this evaluation now, each judge in an order of their own.',
      safe: 'All judgments given before are kept.',
      remedy: isOpened ? 'Begin a new evaluation to compare more.' : 'Open it again from the list of evaluations.',
    });
  }
}
