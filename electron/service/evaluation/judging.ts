import {
  type ComparedItem,
  type Comparison,
  type ComparisonDraft,
  comparisonDraftOf,
} from '../../../shared/domain/comparison.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Connection } from '../store/database.ts';
import type { ComparisonDrafts, Drafted } from './drafts.ts';
import type { EvaluationItems, StoredItem } from './items.ts';
import { goneItem, type Judgments } from './judgments.ts';
import type { EvaluationTable } from './table.ts';
import type { PublishedEvaluations } from './team/published.ts';

/** Where what is judged comes from: an evaluation of this workspace, or one of the team. */
export type Judging = {
  /** Whether an item is one of these. */
  has(itemId: string): boolean;
  /** The next items for the judge of this workspace, behind one of them; none when there are no more. */
  next(evaluationId: string, after: string | null, limit: number): ComparedItem[];
  /** Keeps what is entered on an item and not committed. @throws AssayError as `judge` does */
  saveDraft(itemId: string, draft: ComparisonDraft): void;
  /**
   * Records a verdict and removes its draft; durable when it returns. Repeated under the same id it changes nothing.
   *
   * @throws AssayError not-found where the item is gone, conflict where it is not to be judged any more
   */
  judge(id: string, itemId: string, comparison: Comparison): void;
  /** Takes back the last verdict given here, which is a draft again; null when there is none. @throws AssayError as `judge` does */
  undo(evaluationId: string): ComparedItem | null;
};

type OwnParts = {
  /** work.db, FULL: its only writer. */
  db: Connection;
  table: EvaluationTable;
  items: EvaluationItems;
  judgments: Judgments;
  drafts: ComparisonDrafts;
  published: PublishedEvaluations;
  judge: string;
};

/** Judges what the models have answered in this workspace. */
export class OwnJudging implements Judging {
  readonly #db: Connection;
  readonly #table: EvaluationTable;
  readonly #items: EvaluationItems;
  readonly #judgments: Judgments;
  readonly #drafts: ComparisonDrafts;
  readonly #published: PublishedEvaluations;
  readonly #judge: string;

  /** @param parts `judge` is who judges here */
  constructor({ db, table, items, judgments, drafts, published, judge }: OwnParts) {
    this.#db = db;
    this.#table = table;
    this.#items = items;
    this.#judgments = judgments;
    this.#drafts = drafts;
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

  saveDraft(itemId: string, draft: ComparisonDraft): void {
    this.#drafts.save(draftedOf(this.#judged(itemId)), draft);
  }

  judge(id: string, itemId: string, comparison: Comparison): void {
    this.#judged(itemId);
    this.#db
      .transaction(() => {
        if (this.#judgments.judge(id, itemId, this.#judge, comparison)) this.#drafts.remove(itemId);
      })
      .immediate();
  }

  undo(id: string): ComparedItem | null {
    this.#mustBeJudgedHere(id);
    return this.#db
      .transaction(() => {
        const taken = this.#judgments.undo(id, this.#judge);
        const item = taken && this.#items.get(taken.itemId);
        if (!item) return null;
        this.#drafts.put(draftedOf(item), comparisonDraftOf(taken.comparison));
        return this.#compared(item);
      })
      .immediate();
  }

  #compared({ id, evaluationId, prompt, first, second }: StoredItem): ComparedItem {
    const comparison = this.#judgments.standing(id, this.#judge);
    return { id, evaluationId, prompt, first, second, comparison, draft: this.#drafts.get(id) };
  }

  #judged(itemId: string): StoredItem {
    const item = this.#items.get(itemId);
    if (item === null) throw goneItem();
    this.#mustBeJudgedHere(item.evaluationId);
    return item;
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

function draftedOf({ id, evaluationId, sampleId }: StoredItem): Drafted {
  return { itemId: id, evaluationId, sampleId };
}
