import { v4 as uuidv4 } from 'uuid';
import { z } from 'zod';
import { type Contender, contenders, type Prompt, promptSchema } from '../../../shared/domain/comparison.ts';
import type { Connection } from '../store/database.ts';
import type { Blind } from './blind.ts';

/** A sample of the hold-out that both models answer. */
export const heldItemSchema = z.object({
  sampleId: z.string(),
  intent: z.string().nullable(),
  /** The conversation that it is a turn of; null where that has no name. */
  conversation: z.string().nullable(),
  prompt: promptSchema,
});
export type HeldItem = z.infer<typeof heldItemSchema>;

/** Null where none came. */
export const givenAnswerSchema = z.object({
  itemId: z.uuid(),
  contender: z.enum(contenders),
  text: z.string().nullable(),
});
export type GivenAnswer = z.infer<typeof givenAnswerSchema>;

/** An item, and the models that have not answered it. */
export type OpenItem = { id: string; prompt: Prompt; missing: Contender[] };

/** An item as it is kept. Null answers are those that did not come, where it is answered. */
export type StoredItem = {
  id: string;
  evaluationId: string;
  sampleId: string;
  intent: string | null;
  conversation: string | null;
  prompt: Prompt;
  first: string | null;
  second: string | null;
};

type Row = {
  id: string;
  evaluation_id: string;
  sample_id: string;
  intent: string | null;
  conversation: string | null;
  prompt: string;
  first: string | null;
  second: string | null;
};

/** The items of evaluations with their answers, in work.db. */
export class EvaluationItems {
  readonly #db: Connection;
  readonly #statements;

  constructor(db: Connection) {
    this.#db = db;
    this.#statements = {
      add: db.prepare(
        `INSERT INTO evaluation_items (id, evaluation_id, sample_id, intent, conversation, prompt)
         VALUES (@id, @evaluationId, @sampleId, @intent, @conversation, @prompt)
         ON CONFLICT (evaluation_id, sample_id) DO NOTHING`,
      ),
      sampleIds: db.prepare<[string], string>('SELECT sample_id FROM evaluation_items WHERE evaluation_id = ?').pluck(),
      one: db.prepare<[string], Row>('SELECT * FROM evaluation_items WHERE id = ?'),
      answered: db.prepare<[string], Row>('SELECT * FROM evaluation_items WHERE evaluation_id = ? AND answered = 1'),
      open: db.prepare<[string, string, number], { id: string; prompt: string }>(
        `SELECT id, prompt FROM evaluation_items
         WHERE evaluation_id = ? AND answered = 0 AND id > ? ORDER BY id LIMIT ?`,
      ),
      // Both kinds are counted in an index of theirs: rows are as long as what they hold.
      countOpen: db
        .prepare<[string], number>('SELECT count(*) FROM evaluation_items WHERE evaluation_id = ? AND answered = 0')
        .pluck(),
      countAnswered: db
        .prepare<[string], number>('SELECT count(*) FROM evaluation_items WHERE evaluation_id = ? AND answered = 1')
        .pluck(),
      isOpen: db
        .prepare<[string], string>('SELECT sample_id FROM evaluation_items WHERE id = ? AND answered = 0')
        .pluck(),
      half: db.prepare<[string], Buffer>('SELECT sealed FROM evaluation_halves WHERE item_id = ?').pluck(),
      keepHalf: db.prepare('INSERT INTO evaluation_halves (item_id, sample_id, sealed) VALUES (?, ?, ?)'),
      dropHalf: db.prepare('DELETE FROM evaluation_halves WHERE item_id = ?'),
      answer: db.prepare('UPDATE evaluation_items SET first = ?, second = ?, answered = 1 WHERE id = ?'),
    };
  }

  /**
   * Durable when it returns; a sample that is there already stays as it is.
   *
   * @param most items that the evaluation is to have: what goes beyond them is left out
   */
  add(evaluationId: string, items: readonly HeldItem[], most: number): void {
    this.#db
      .transaction(() => {
        let there = this.counts(evaluationId).items;
        for (const { prompt, ...item } of items) {
          if (there >= most) return;
          const row = { id: uuidv4(), evaluationId, ...item, prompt: JSON.stringify(prompt) };
          there += this.#statements.add.run(row).changes;
        }
      })
      .immediate();
  }

  sampleIds(evaluationId: string): string[] {
    return this.#statements.sampleIds.all(evaluationId);
  }

  counts(evaluationId: string): { items: number; answered: number } {
    const open = this.#statements.countOpen.get(evaluationId) ?? 0;
    const answered = this.#statements.countAnswered.get(evaluationId) ?? 0;
    return { items: open + answered, answered };
  }

  /** Items behind `after` that lack an answer, in the order of their random ids; at most `limit`. */
  open(evaluationId: string, after: string, limit: number, blind: Blind): OpenItem[] {
    return this.#statements.open.all(evaluationId, after, limit).map(({ id, prompt }) => {
      const there = this.#half(id, blind)?.contender;
      return {
        id,
        prompt: promptSchema.parse(JSON.parse(prompt)),
        missing: contenders.filter((contender) => contender !== there),
      };
    });
  }

  /** Writes answers: an item's first one sealed, both in the open once the other has come. In the caller's transaction. */
  answer(answers: readonly GivenAnswer[], blind: Blind): void {
    const { isOpen, keepHalf, dropHalf, answer } = this.#statements;
    for (const given of answers) {
      const sampleId = isOpen.get(given.itemId);
      // The team may have erased it meanwhile, or the answer was recorded and its confirmation lost.
      if (sampleId === undefined) continue;
      const half = this.#half(given.itemId, blind);
      if (half === null) keepHalf.run(given.itemId, sampleId, blind.seal(given.itemId, given));
      else if (half.contender !== given.contender) {
        const [first, second] =
          blind.placeOf(given.itemId, given.contender) === 'first' ? [given, half] : [half, given];
        answer.run(first.text, second.text, given.itemId);
        dropHalf.run(given.itemId);
      }
    }
  }

  get(itemId: string): StoredItem | null {
    const row = this.#statements.one.get(itemId);
    return row ? itemOf(row) : null;
  }

  answered(evaluationId: string): StoredItem[] {
    return this.#statements.answered.all(evaluationId).map(itemOf);
  }

  #half(itemId: string, blind: Blind): GivenAnswer | null {
    const sealed = this.#statements.half.get(itemId);
    return sealed === undefined ? null : givenAnswerSchema.parse(blind.unseal(itemId, sealed));
  }
}

function itemOf({ id, evaluation_id, sample_id, intent, conversation, prompt, first, second }: Row): StoredItem {
  return {
    id,
    evaluationId: evaluation_id,
    sampleId: sample_id,
    intent,
    conversation,
    prompt: promptSchema.parse(JSON.parse(prompt)),
    first,
    second,
  };
}
