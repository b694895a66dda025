import type { SyncStatus } from '../../../shared/sync/status.ts';
import type { AskedAbout, Outbox } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';

/** Samples forgotten in one transaction, between two turns of others. */
const perTurn = 100;

/** What has to go before what it refers to. A judge forgets an item of the team's by the name of their comparison. */
const tables = [
  'drafts',
  'comparison_drafts',
  'actions',
  'standings',
  'marks',
  'asked',
  'labels',
  'evaluation_standings',
  'evaluation_judgments',
  'evaluation_halves',
  'evaluation_items',
  'comparison_judgments',
] as const;

const ofComparisons: readonly string[] = ['comparison_judgments', 'comparisons'];
const nameIn = (table: string) => (ofComparisons.includes(table) ? 'comparison_id' : 'sample_id');

type Gone = { sample_id: string; labels: number };

/**
 * Forgets everything in work.db about samples that nobody may keep anything of: labels with their corrections and notes,
 * marks, questions, drafts, steps to undo, items of evaluations, and what waits in the outbox, which the server would
 * refuse.
 *
 * It may be told again at any time and then finds nothing. The rows are gone at once; the bytes of the files are the
 * matter of `purge`, for as long as `owed` names something.
 */
export class Eraser {
  readonly #work: Connection;
  readonly #outbox: Outbox;
  readonly #questions;
  readonly #inCorpus;
  readonly #found;
  readonly #name;
  readonly #owe;
  readonly #deletes;
  readonly #owed;
  readonly #purged;
  readonly #summed;

  /** @param corpus still has the questions of the samples: a ruling on its way names nothing else */
  constructor(work: Connection, corpus: Connection, outbox: Outbox) {
    this.#work = work;
    this.#outbox = outbox;
    this.#questions = corpus.prepare<[string], AskedAbout>(
      'SELECT question_id AS questionId, sample_id AS sampleId FROM questions WHERE sample_id IN (SELECT value FROM json_each(?))',
    );
    const rowsOf = (table: string) =>
      `SELECT ${nameIn(table)} AS sample_id, ${table === 'standings' ? 'label_id IS NOT NULL' : '0'} AS labeled
       FROM ${table} WHERE ${nameIn(table)} IN (SELECT value FROM wanted)`;
    const among = (table: string, here: 0 | 1) =>
      `SELECT ${nameIn(table)} AS sample_id, ${here} AS here FROM ${table} WHERE ${nameIn(table)} IN (SELECT value FROM wanted)`;
    const here = ['samples', 'team_labels', 'questions', 'adjudications', 'comparisons'].map((table) =>
      among(table, 1),
    );
    this.#inCorpus = corpus.prepare<[string], { sample_id: string; here: 0 | 1 }>(
      `WITH wanted AS (SELECT value FROM json_each(?))
       SELECT sample_id, max(here) AS here FROM (${[...here, among('assignments', 0)].join(' UNION ALL ')}) GROUP BY sample_id`,
    );
    this.#found = work.prepare<[string], Gone>(
      `WITH wanted AS (SELECT value FROM json_each(?))
       SELECT sample_id, total(labeled) AS labels FROM (${tables.map(rowsOf).join(' UNION ALL ')}) GROUP BY sample_id`,
    );
    this.#name = work.prepare(
      `INSERT OR IGNORE INTO erased (sample_id, erased_at, labels, unsent, traces) VALUES (?, ?, 0, 0, 'none')`,
    );
    // Replaced, it is the newest again: a purge that runs meanwhile is not taken for having seen it.
    this.#owe = work.prepare(
      `REPLACE INTO erased (sample_id, erased_at, labels, unsent, traces)
       SELECT sample_id, erased_at, labels + @labels, unsent + @unsent, 'left' FROM erased WHERE sample_id = @id`,
    );
    this.#deletes = tables.map((table) =>
      work.prepare(`DELETE FROM ${table} WHERE ${nameIn(table)} IN (SELECT value FROM json_each(?))`),
    );
    this.#owed = work.prepare<[], number | null>(`SELECT max(seq) FROM erased WHERE traces = 'left'`).pluck();
    this.#summed = work.prepare<[], { samples: number; labels: number; unsent: number }>(
      `SELECT count(*) AS samples, sum(labels) AS labels, sum(unsent) AS unsent FROM erased
       WHERE traces <> 'none'`,
    );
    this.#purged = work.prepare(`UPDATE erased SET traces = 'purged' WHERE traces = 'left' AND seq <= ?`);
  }

  /** With turns for others in between; what is left after a crash is told again by the feed. */
  *erase(sampleIds: readonly string[]): Generator<void> {
    const some = this.#work.transaction((ids: readonly string[]) => this.#erase(ids));
    for (let at = 0; at < sampleIds.length; at += perTurn) {
      some.immediate(sampleIds.slice(at, at + perTurn));
      yield;
    }
  }

  /** What went so far; null when nothing did that was here. */
  summary(): SyncStatus['erased'] {
    const { samples, labels, unsent } = this.#summed.get() ?? { samples: 0, labels: 0, unsent: 0 };
    return samples === 0 ? null : { samples, labels, unsent, purged: this.owed() === null };
  }

  /** Up to where the files still hold what was erased; null when they are clean. */
  owed(): number | null {
    return this.#owed.get() ?? null;
  }

  /** The files hold nothing any more of what was erased up to there. */
  purged(owed: number): void {
    this.#purged.run(owed);
  }

  #erase(sampleIds: readonly string[]): void {
    const wanted = JSON.stringify(sampleIds);
    const forgotten = this.#outbox.forget(sampleIds, this.#questions.all(wanted));
    const found = new Map(this.#found.all(wanted).map(({ sample_id, labels }) => [sample_id, labels]));
    const at = new Date().toISOString();
    const inCorpus = new Map(this.#inCorpus.all(wanted).map(({ sample_id, here }) => [sample_id, here]));
    for (const id of sampleIds) {
      const isNews = this.#name.run(id, at).changes > 0;
      const unsent = forgotten.get(id);
      const labels = found.get(id);
      // One that was given back before is not here any more, and has left its bytes behind.
      const leavesTraces =
        unsent !== undefined || labels !== undefined || inCorpus.get(id) === 1 || (isNews && inCorpus.has(id));
      if (leavesTraces) this.#owe.run({ id, labels: labels ?? 0, unsent: unsent ?? 0 });
    }
    for (const statement of this.#deletes) statement.run(wanted);
  }
}
