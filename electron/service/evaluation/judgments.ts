import { v7 as uuidv7 } from 'uuid';
import { type Comparison, comparisonSchema } from '../../../shared/domain/comparison.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Connection } from '../store/database.ts';

/** A verdict that stands: one of each judge on each item at most. */
export type StandingJudgment = { itemId: string; judge: string; comparison: Comparison };

/** A verdict that was taken back. */
export type TakenBack = { itemId: string; comparison: Comparison };

type Step = { id: string; item_id: string };
type Standing = { item_id: string; judge: string; comparison: string };

/** What judges said, in work.db: nothing is ever changed, and what stands follows from the newest of each. */
export class Judgments {
  readonly #db: Connection;
  readonly #statements;

  constructor(db: Connection) {
    this.#db = db;
    this.#statements = {
      known: db.prepare<[string], number>('SELECT 1 FROM evaluation_judgments WHERE id = ?').pluck(),
      insert: db.prepare(
        `INSERT INTO evaluation_judgments (id, evaluation_id, item_id, sample_id, judge, comparison, judged_at, undoes)
         SELECT @id, evaluation_id, id, sample_id, @judge, @comparison, @at, @undoes FROM evaluation_items WHERE id = @itemId`,
      ),
      stand: db.prepare(
        `INSERT INTO evaluation_standings (item_id, judge, evaluation_id, sample_id, judgment_id)
         SELECT id, @judge, evaluation_id, sample_id, @id FROM evaluation_items WHERE id = @itemId
         ON CONFLICT (item_id, judge) DO UPDATE SET judgment_id = excluded.judgment_id`,
      ),
      fall: db.prepare('DELETE FROM evaluation_standings WHERE item_id = @itemId AND judge = @judge'),
      last: db.prepare<[string, string], Step>(
        `SELECT id, item_id FROM evaluation_judgments j
         WHERE evaluation_id = ? AND judge = ? AND undoes IS NULL
           AND NOT EXISTS (SELECT 1 FROM evaluation_judgments u WHERE u.undoes = j.id)
         ORDER BY seq DESC LIMIT 1`,
      ),
      /** What stood before a step: the newest verdict below it that nobody has taken back. */
      before: db
        .prepare<[string], string>(
          `SELECT j.comparison FROM evaluation_judgments step
           JOIN evaluation_judgments j ON j.item_id = step.item_id AND j.judge = step.judge AND j.seq < step.seq
           WHERE step.id = ? AND j.undoes IS NULL
             AND NOT EXISTS (SELECT 1 FROM evaluation_judgments u WHERE u.undoes = j.id)
           ORDER BY j.seq DESC LIMIT 1`,
        )
        .pluck(),
      standing: db
        .prepare<[string, string], string>(
          `SELECT comparison FROM evaluation_judgments WHERE id =
             (SELECT judgment_id FROM evaluation_standings WHERE item_id = ? AND judge = ?)`,
        )
        .pluck(),
      all: db.prepare<[string], Standing>(
        `SELECT s.item_id, s.judge, j.comparison FROM evaluation_standings s
         JOIN evaluation_judgments j ON j.id = s.judgment_id WHERE s.evaluation_id = ?`,
      ),
      count: db.prepare<[string], number>('SELECT count(*) FROM evaluation_standings WHERE evaluation_id = ?').pluck(),
      countOf: db
        .prepare<[string, string], number>(
          'SELECT count(*) FROM evaluation_standings WHERE evaluation_id = ? AND judge = ?',
        )
        .pluck(),
      next: db
        .prepare<{ evaluationId: string; judge: string; after: string; wanted: number; limit: number }, string>(
          `SELECT id FROM evaluation_items i
           WHERE evaluation_id = @evaluationId AND answered = 1 AND id > @after
             AND NOT EXISTS (SELECT 1 FROM evaluation_standings WHERE item_id = i.id AND judge = @judge)
             AND (SELECT count(*) FROM evaluation_standings WHERE item_id = i.id) < @wanted
           ORDER BY id LIMIT @limit`,
        )
        .pluck(),
    };
  }

  /**
   * Records a verdict; durable when it returns. Repeated under the same id it changes nothing.
   *
   * @returns whether it was new
   * @throws AssayError not-found where the item is gone
   */
  judge(id: string, itemId: string, judge: string, comparison: Comparison): boolean {
    if (this.#statements.known.get(id) !== undefined) return false;
    this.#db.transaction(() => this.#append({ id, itemId, judge, comparison, undoes: null })).immediate();
    return true;
  }

  /** Takes back the last thing that a judge did in an evaluation; null when there is nothing. */
  undo(evaluationId: string, judge: string): TakenBack | null {
    const { last, before } = this.#statements;
    return this.#db
      .transaction(() => {
        const step = last.get(evaluationId, judge);
        if (!step) return null;
        const taken = this.standing(step.item_id, judge);
        const earlier = before.get(step.id);
        const comparison = earlier === undefined ? null : comparisonSchema.parse(JSON.parse(earlier));
        this.#append({ id: uuidv7(), itemId: step.item_id, judge, comparison, undoes: step.id });
        return taken && { itemId: step.item_id, comparison: taken };
      })
      .immediate();
  }

  standing(itemId: string, judge: string): Comparison | null {
    const comparison = this.#statements.standing.get(itemId, judge);
    return comparison === undefined ? null : comparisonSchema.parse(JSON.parse(comparison));
  }

  all(evaluationId: string): StandingJudgment[] {
    return this.#statements.all.all(evaluationId).map(({ item_id, judge, comparison }) => ({
      itemId: item_id,
      judge,
      comparison: comparisonSchema.parse(JSON.parse(comparison)),
    }));
  }

  /** How many verdicts stand: of all judges, and of one. */
  count(evaluationId: string, judge: string): { all: number; own: number } {
    const { count, countOf } = this.#statements;
    return { all: count.get(evaluationId) ?? 0, own: countOf.get(evaluationId, judge) ?? 0 };
  }

  /** Items behind `after` that this judge may judge next, in the order of their random ids. */
  next(evaluationId: string, judge: string, after: string, wanted: number, limit: number): string[] {
    return this.#statements.next.all({ evaluationId, judge, after, wanted, limit });
  }

  #append(entry: { id: string; itemId: string; judge: string; comparison: Comparison | null; undoes: string | null }) {
    const { insert, stand, fall } = this.#statements;
    const { id, itemId, judge, comparison } = entry;
    const body = comparison === null ? null : JSON.stringify(comparison);
    const { changes } = insert.run({ ...entry, comparison: body, at: new Date().toISOString() });
    if (changes === 0) throw goneItem();
    if (comparison === null) fall.run({ itemId, judge });
    else stand.run({ id, itemId, judge });
  }
}

export function goneItem(): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: 'This item is not here any more: the team has erased its sample.',
    safe: 'Other judgments are safe.',
    remedy: 'Go on with the next one.',
  });
}
