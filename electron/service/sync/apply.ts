import { type AssignmentState, type Feed, heldStates, type Role } from '../../../shared/sync/feeds.ts';
import type { Connection } from '../store/database.ts';
import { type FeedRows, readSample } from './page.ts';
import type { TeamSamples } from './team-samples.ts';

/** Who pulls: what a row means depends on whose device it is on. */
export type Me = { memberId: string; role: Role };

/** Between so many rows others in this thread get a turn: the next page arrives while this one is stored. */
const rowsPerTurn = 100;

type Assignment = FeedRows['assignments'][number];

/** Writes the rows of feeds. Its caller holds the transaction. Every row may come again, and then changes nothing. */
export class FeedWriter {
  readonly #me: Me;
  readonly #samples: TeamSamples;
  readonly #statements;
  /** Samples and assignments that came and could not be read. */
  unreadable = 0;

  constructor(db: Connection, me: Me, samples: TeamSamples) {
    this.#me = me;
    this.#samples = samples;
    const upsert = (table: string, ...columns: string[]) =>
      db.prepare(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})
         ON CONFLICT (${columns[0]}) DO UPDATE SET
         ${columns.slice(1).map((column) => `${column} = excluded.${column}`)}`,
      );
    this.#statements = {
      members: upsert('members', 'member_id', 'body'),
      rubrics: upsert('rubrics', 'version', 'body'),
      queues: upsert('queues', 'queue_id', 'body'),
      labels: upsert('team_labels', 'label_id', 'queue_id', 'sample_id', 'member_id', 'body'),
      questions: upsert('questions', 'question_id', 'queue_id', 'sample_id', 'body'),
      adjudications: upsert('adjudications', 'adjudication_id', 'queue_id', 'sample_id', 'body'),
      datasets: upsert('team_datasets', 'dataset_id', 'body'),
      splits: upsert('team_splits', 'sample_id', 'xid', 'train', 'validation', 'holdout'),
      experiments: upsert('experiments', 'experiment_id', 'body'),
      outcomes: upsert(
        'outcomes',
        'exposure_id',
        'xid',
        'experiment_id',
        'conversation_id',
        'arm',
        'exposed_at',
        'reviewed',
        'approved',
        'edited',
        'csat',
        'violation',
        'intent',
      ),
      activeModels: upsert('active_models', 'agent', 'body'),
      evaluations: upsert('team_evaluations', 'evaluation_id', 'body'),
      comparisons: upsert(
        'comparisons',
        'comparison_id',
        'xid',
        'evaluation_id',
        'name',
        'scored',
        'state',
        'head_id',
        'judgment',
        'item',
      ),
      judgments: upsert(
        'team_judgments',
        'comparison_id',
        'xid',
        'evaluation_id',
        'item_id',
        'conversation',
        'member_id',
        'state',
        'late',
        'judgment',
      ),
      assignments: upsert(
        'assignments',
        'assignment_id',
        'queue_id',
        'sample_id',
        'member_id',
        'state',
        'lease_until',
        'id',
        'body',
      ),
      // A sample that was claimed a second time in one queue is one thing to do, not two.
      supersede: db.prepare('UPDATE assignments SET id = NULL WHERE queue_id = ? AND id = ? AND assignment_id <> ?'),
      known: db.prepare('INSERT OR IGNORE INTO receipts (op_id) VALUES (?)'),
      met: db.prepare('DELETE FROM suspects WHERE feed = ? AND key = ?'),
      erase: ['team_labels', 'questions', 'adjudications'].map((table) =>
        db.prepare(`DELETE FROM ${table} WHERE sample_id = ?`),
      ),
    };
  }

  /**
   * Stores a page, with turns for others in between.
   *
   * @param sweeping whether what comes is to be taken off the list of suspects
   */
  *apply(rows: FeedRows, sweeping: boolean): Generator<void> {
    const { members, rubrics, queues, labels, questions, adjudications, datasets, splits } = this.#statements;
    const met = (feed: Feed, key: string) => {
      if (sweeping) this.#statements.met.run(feed, key);
    };
    for (const row of rows.members) {
      members.run(row.member_id, JSON.stringify(row));
      met('members', row.member_id);
    }
    for (const row of rows.rubrics) {
      rubrics.run(row.version, JSON.stringify(row));
      met('rubrics', String(row.version));
    }
    for (const row of rows.queues) {
      queues.run(row.queue_id, JSON.stringify(row));
      met('queues', row.queue_id);
    }
    yield;
    for (const [index, row] of rows.samples.entries()) {
      this.#sample(row);
      met('samples', row.sample_id);
      if (index % rowsPerTurn === 0) yield;
    }
    for (const [index, row] of rows.assignments.entries()) {
      this.#assignment(row);
      met('assignments', row.assignment_id);
      if (index % rowsPerTurn === 0) yield;
    }
    for (const [index, row] of rows.labels.entries()) {
      labels.run(row.label_id, row.queue_id, row.sample_id, row.member_id, JSON.stringify(row));
      met('labels', row.label_id);
      if (index % rowsPerTurn === 0) yield;
    }
    for (const row of rows.questions) {
      questions.run(row.question_id, row.queue_id, row.sample_id, JSON.stringify(row));
      met('questions', row.question_id);
    }
    for (const row of rows.adjudications) {
      adjudications.run(row.adjudication_id, row.queue_id, row.sample_id, JSON.stringify(row));
      met('adjudications', row.adjudication_id);
    }
    for (const row of rows.datasets) {
      datasets.run(row.dataset_id, JSON.stringify(row));
      met('datasets', row.dataset_id);
    }
    for (const [index, { sample_id, xid, ...on }] of rows.splits.entries()) {
      splits.run(sample_id, xid, Number(on.train), Number(on.validation), Number(on.holdout));
      met('splits', sample_id);
      if (index % rowsPerTurn === 0) yield;
    }
    for (const row of rows.experiments) {
      this.#statements.experiments.run(row.experiment_id, JSON.stringify(row));
      met('experiments', row.experiment_id);
    }
    for (const [index, row] of rows.outcomes.entries()) {
      this.#outcome(row);
      met('outcomes', row.exposure_id);
      if (index % rowsPerTurn === 0) yield;
    }
    for (const row of rows.active_models) {
      this.#statements.activeModels.run(row.agent, JSON.stringify(row));
      met('active_models', row.agent);
    }
    for (const row of rows.evaluations) {
      this.#statements.evaluations.run(row.evaluation_id, JSON.stringify(row));
      met('evaluations', row.evaluation_id);
    }
    for (const [index, row] of rows.comparisons.entries()) {
      this.#comparison(row);
      met('comparisons', row.comparison_id);
      if (index % rowsPerTurn === 0) yield;
    }
    for (const [index, row] of rows.judgments.entries()) {
      this.#judgment(row);
      met('judgments', row.comparison_id);
      if (index % rowsPerTurn === 0) yield;
    }
    if (sweeping) for (const { op_id } of rows.receipts) this.#statements.known.run(op_id);
  }

  #outcome(row: FeedRows['outcomes'][number]): void {
    const flag = (value: boolean | null) => (value === null ? null : Number(value));
    this.#statements.outcomes.run(
      row.exposure_id,
      row.xid,
      row.experiment_id,
      row.conversation_id,
      row.arm,
      new Date(row.exposed_at).toISOString(),
      flag(row.reviewed),
      flag(row.approved),
      flag(row.edited),
      row.csat,
      flag(row.violation),
      row.intent,
    );
  }

  #comparison(row: FeedRows['comparisons'][number]): void {
    this.#statements.comparisons.run(
      row.comparison_id,
      row.xid,
      row.evaluation_id,
      row.name,
      Number(row.scored),
      row.state,
      row.head_id,
      textOf(row.judgment),
      textOf(row.item),
    );
  }

  #judgment(row: FeedRows['judgments'][number]): void {
    this.#statements.judgments.run(
      row.comparison_id,
      row.xid,
      row.evaluation_id,
      row.item_id,
      row.conversation,
      row.member_id,
      row.state,
      Number(row.late),
      textOf(row.judgment),
    );
  }

  #sample({ sample_id, xid, row }: FeedRows['samples'][number]): void {
    if (row === null) {
      this.#samples.withdraw(sample_id);
      for (const erase of this.#statements.erase) erase.run(sample_id);
    } else if (!this.#samples.give(sample_id, xid, readSample(row))) this.unreadable++;
  }

  #assignment({ sample, ...row }: Assignment & { sample?: unknown }): void {
    const { assignment_id, queue_id, sample_id, member_id, state, lease_until } = row;
    const mine = member_id === this.#me.memberId;
    const id = mine && isHeld(state) ? this.#hold(sample_id, sample ?? null) : null;
    if (id !== null) this.#statements.supersede.run(queue_id, id, assignment_id);
    this.#statements.assignments.run(
      assignment_id,
      queue_id,
      sample_id,
      member_id,
      state,
      lease_until,
      id,
      JSON.stringify(row),
    );
    if (mine && id === null) this.#samples.release(sample_id);
  }

  /** The sample of an assignment, which brings it along for a labeler; a lead has it from a feed of its own. */
  #hold(sampleId: string, sample: unknown): number | null {
    if (sample === null) return this.#me.role === 'lead' ? this.#samples.idOf(sampleId) : null;
    const row = readSample(sample);
    const id = row?.sample_id === sampleId ? this.#samples.put(row) : null;
    if (id === null) this.unreadable++;
    return id;
  }
}

/** What the feature that knows it will read; null stays null. */
function textOf(value: unknown): string | null {
  return value == null ? null : JSON.stringify(value);
}

function isHeld(state: AssignmentState): boolean {
  return heldStates.includes(state);
}
