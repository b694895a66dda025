import { v7 as uuidv7 } from 'uuid';
import { z } from 'zod';
import {
  type ComparedItem,
  type Comparison,
  type ComparisonDraft,
  comparisonDraftOf,
  comparisonSchema,
} from '../../../../shared/domain/comparison.ts';
import type { TeamEvaluation } from '../../../../shared/domain/team-evaluation.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { comparisonRowSchema, type comparisonStates } from '../../../../shared/sync/evaluations.ts';
import { type Outbox, OutboxReader } from '../../outbox/outbox.ts';
import type { Connection } from '../../store/database.ts';
import type { ComparisonDrafts, Drafted } from '../drafts.ts';
import type { Judging } from '../judging.ts';
import { UnsealedEvaluations } from './unsealed.ts';

const itemSchema = comparisonRowSchema.shape.item.unwrap();
const spokenSchema = z.string().transform((text) => comparisonSchema.parse(JSON.parse(text)));

type Place = {
  comparison_id: string;
  evaluation_id: string;
  state: (typeof comparisonStates)[number];
  head_id: string | null;
  judgment: string | null;
};
type Given = Place & { item: string | null };
type Told = { evaluation_id: string; name: string; scored: 0 | 1 };
type Last = { comparison_id: string; id: string; comparison: string | null };
type Step = { id: string; comparison_id: string; stood: string | null };

/** What this member sees of an evaluation of the team, without what leads are told of it. */
export type OwnShare = Omit<TeamEvaluation, 'lead'>;

/**
 * Judges what the team's server has given to this member, with or without a network: items come by a feed, and each
 * verdict goes into the outbox in the transaction that keeps it.
 *
 * What stands on a comparison is what was said here last, until the server tells of a word from another device.
 */
export class TeamJudging implements Judging {
  readonly #work: Connection;
  readonly #outbox: Outbox;
  readonly #drafts: ComparisonDrafts;
  readonly #unsealed: UnsealedEvaluations;
  readonly #reader: OutboxReader;
  readonly #statements;

  /** @param work work.db, FULL: its only writer */
  constructor(work: Connection, corpus: Connection, outbox: Outbox, drafts: ComparisonDrafts) {
    this.#work = work;
    this.#outbox = outbox;
    this.#drafts = drafts;
    this.#unsealed = new UnsealedEvaluations(work);
    this.#reader = new OutboxReader(work);
    const columns = 'comparison_id, evaluation_id, state, head_id, judgment';
    this.#statements = {
      one: corpus.prepare<[string], Given>(`SELECT ${columns}, item FROM comparisons WHERE comparison_id = ?`),
      behind: corpus.prepare<[string, string], Place>(
        `SELECT ${columns} FROM comparisons WHERE evaluation_id = ? AND comparison_id > ? ORDER BY comparison_id`,
      ),
      evaluations: corpus.prepare<[], Told>(
        `SELECT evaluation_id, max(name) AS name, max(scored) AS scored FROM comparisons GROUP BY evaluation_id
         ORDER BY evaluation_id DESC`,
      ),
      known: work.prepare<[string], number>('SELECT 1 FROM comparison_judgments WHERE id = ?').pluck(),
      last: work.prepare<[string], Last>(
        `SELECT comparison_id, id, comparison FROM comparison_judgments WHERE comparison_id = ? ORDER BY seq DESC LIMIT 1`,
      ),
      allInOrder: work.prepare<[string], Last>(
        'SELECT comparison_id, id, comparison FROM comparison_judgments WHERE evaluation_id = ? ORDER BY seq',
      ),
      lastStep: work.prepare<[string], Step>(
        `SELECT id, comparison_id, stood FROM comparison_judgments j
         WHERE evaluation_id = ? AND undoes IS NULL
           AND NOT EXISTS (SELECT 1 FROM comparison_judgments u WHERE u.undoes = j.id)
         ORDER BY seq DESC LIMIT 1`,
      ),
      insert: work.prepare(
        `INSERT INTO comparison_judgments (id, evaluation_id, comparison_id, comparison, stood, judged_at, undoes)
         VALUES (@id, @evaluationId, @comparisonId, @comparison, @stood, @at, @undoes)`,
      ),
    };
  }

  has(comparisonId: string): boolean {
    return this.#statements.one.get(comparisonId) !== undefined;
  }

  next(evaluationId: string, after: string | null, limit: number): ComparedItem[] {
    if (this.#unsealed.has(evaluationId)) return [];
    const saidOf = this.#readerOf(evaluationId);
    const places = this.#statements.behind.all(evaluationId, after ?? '');
    const open = places.filter((place) => place.state === 'open' && saidOf(place) === null);
    return open.slice(0, limit).flatMap(({ comparison_id }) => this.#compared(comparison_id) ?? []);
  }

  saveDraft(comparisonId: string, draft: ComparisonDraft): void {
    this.#drafts.save(draftedOf(this.#open(comparisonId)), draft);
  }

  judge(id: string, comparisonId: string, comparison: Comparison): void {
    if (this.#statements.known.get(id) !== undefined) return;
    const place = this.#open(comparisonId);
    this.#append({ id, place, comparison, undoes: null });
  }

  undo(evaluationId: string): ComparedItem | null {
    const step = this.#statements.lastStep.get(evaluationId);
    if (!step) return null;
    const place = this.#open(step.comparison_id);
    const comparison = step.stood === null ? null : spokenSchema.parse(step.stood);
    this.#append({ id: uuidv7(), place, comparison, undoes: step.id });
    return this.#compared(step.comparison_id);
  }

  /** The evaluations that this member has, or had, comparisons of, newest first: their ids tell. */
  shares(): OwnShare[] {
    return this.#statements.evaluations.all().map(({ evaluation_id: id, name, scored }) => {
      const saidOf = this.#readerOf(id);
      const places = this.#statements.behind.all(id, '');
      const judged = places.filter((place) => saidOf(place) !== null).length;
      const left = places.filter((place) => place.state === 'open' && saidOf(place) === null).length;
      const isOpen = places.some(({ state }) => state === 'open');
      return { id, name, scored: scored === 1, isOpen, given: judged + left, judged };
    });
  }

  /** How many comparisons of one evaluation this member has judged. */
  judged(evaluationId: string): number {
    const saidOf = this.#readerOf(evaluationId);
    return this.#statements.behind.all(evaluationId, '').filter((place) => saidOf(place) !== null).length;
  }

  #compared(comparisonId: string): ComparedItem | null {
    const row = this.#statements.one.get(comparisonId);
    const item = row?.item == null ? undefined : itemSchema.safeParse(JSON.parse(row.item)).data;
    if (!row || !item) return null;
    const own = { comparison: this.#standing(row), draft: this.#drafts.get(comparisonId) };
    return { id: comparisonId, evaluationId: row.evaluation_id, ...item, ...own };
  }

  #standing(place: Place): Comparison | null {
    const said = this.#said(place, this.#statements.last.get(place.comparison_id));
    return said === null ? null : spokenSchema.parse(said);
  }

  /** Tells what stands on one comparison of an evaluation after the other: there are thousands, and one look-up does. */
  #readerOf(evaluationId: string): (place: Place) => string | null {
    const here = new Map(this.#statements.allInOrder.all(evaluationId).map((last) => [last.comparison_id, last]));
    return (place) => this.#said(place, here.get(place.comparison_id));
  }

  /** What stands, as it is kept. Once nothing more is judged, that is the server's word on all that it was told. */
  #said({ state, head_id, judgment }: Place, here: Last | undefined): string | null {
    if (!here) return judgment;
    const sent = this.#reader.stateOf(here.id);
    const isOnItsWay = sent === 'waiting' || sent === 'acknowledged';
    if (state !== 'open') return isOnItsWay ? here.comparison : judgment;
    const isNewer = head_id === null || sent !== null || this.#statements.known.get(head_id) !== undefined;
    return isNewer ? here.comparison : judgment;
  }

  /** @throws AssayError not-found, conflict */
  #open(comparisonId: string): Place {
    const place = this.#statements.one.get(comparisonId);
    if (!place || place.state === 'erased') throw gone();
    // A server that was set back may have opened it again, but not for whoever was told whose the answers are.
    if (place.state !== 'open' || this.#unsealed.has(place.evaluation_id)) throw notWanted();
    return place;
  }

  #append({ id, place, comparison, undoes }: Entry): void {
    const { comparison_id: comparisonId, evaluation_id: evaluationId } = place;
    const stood = this.#said(place, this.#statements.last.get(comparisonId));
    const at = new Date().toISOString();
    this.#work
      .transaction(() => {
        this.#statements.insert.run({
          ...{ id, evaluationId, comparisonId, stood, at, undoes },
          comparison: comparison && JSON.stringify(comparison),
        });
        this.#outbox.add(id, { kind: 'judgment', comparison_id: comparisonId, judgment: comparison }, at);
        if (undoes === null) this.#drafts.remove(comparisonId);
        else if (stood !== null) this.#drafts.put(draftedOf(place), comparisonDraftOf(spokenSchema.parse(stood)));
      })
      .immediate();
  }
}

type Entry = { id: string; place: Place; comparison: Comparison | null; undoes: string | null };

function draftedOf({ comparison_id, evaluation_id }: Place): Drafted {
  return { itemId: comparison_id, evaluationId: evaluation_id, sampleId: comparison_id };
}

function gone(): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: 'This comparison is not here any more: the team has taken it back or erased its sample.',
    safe: 'Other judgments are safe.',
    remedy: 'Go on with the next one.',
  });
}

function notWanted(): AssayError {
  return new AssayError({
    kind: 'conflict',
    message: 'This comparison is not yours to judge any more: its evaluation was closed, or somebody else has it now.',
    safe: 'All judgments given before are kept, and are sent.',
    remedy: 'Go back to the list of evaluations.',
  });
}
