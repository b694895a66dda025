import type { UnsettledAnswer } from '../../../shared/sync/protocol.ts';
import type { Connection } from '../store/database.ts';
import { Meta } from '../store/meta.ts';
import { CursorTable } from './cursors.ts';
import type { TeamSamples } from './team-samples.ts';

const tables = {
  members: ['members', 'member_id'],
  rubrics: ['rubrics', 'version'],
  queues: ['queues', 'queue_id'],
  assignments: ['assignments', 'assignment_id'],
  labels: ['team_labels', 'label_id'],
  questions: ['questions', 'question_id'],
  adjudications: ['adjudications', 'adjudication_id'],
  datasets: ['team_datasets', 'dataset_id'],
  splits: ['team_splits', 'sample_id'],
  experiments: ['experiments', 'experiment_id'],
  outcomes: ['outcomes', 'exposure_id'],
  active_models: ['active_models', 'agent'],
  evaluations: ['team_evaluations', 'evaluation_id'],
  comparisons: ['comparisons', 'comparison_id'],
  judgments: ['team_judgments', 'comparison_id'],
} as const;

/**
 * Pulls everything again without losing sight of anything: after the server was restored, when a role has changed, or
 * because a person asks for it.
 *
 * What is here stays readable and is put under suspicion; each row that comes takes its suspicion away, and one that has not
 * changed costs a comparison. When the last page is stored, what nobody has met again goes. Interrupted anywhere, it goes on
 * from its cursors. So a labeler works on meanwhile, and no reader has to follow a file that is swapped under it.
 */
export class Sweep {
  readonly #db: Connection;
  readonly #meta: Meta;
  readonly #cursors: CursorTable;

  constructor(db: Connection) {
    this.#db = db;
    this.#meta = new Meta(db);
    this.#cursors = new CursorTable(db);
  }

  get running(): boolean {
    return this.#meta.get('sweep') === '1';
  }

  /** @param before done in the same transaction, while what is here is still as it was */
  begin(before: () => void): void {
    this.#db
      .transaction(() => {
        before();
        this.#db.exec('DELETE FROM suspects; DELETE FROM receipts');
        for (const [feed, [table, key]] of Object.entries(tables))
          this.#db.prepare(`INSERT INTO suspects (feed, key) SELECT ?, ${key} FROM ${table}`).run(feed);
        this.#db.exec(`INSERT INTO suspects (feed, key) SELECT 'samples', sample_id FROM team_samples`);
        this.#cursors.clear();
        this.#meta.set('sweep', '1');
      })
      .immediate();
  }

  /** What has been written again and cannot come yet is there all the same. */
  acquit(keys: UnsettledAnswer): void {
    const met = this.#db.prepare<[string, string]>(
      'DELETE FROM suspects WHERE feed = ? AND key IN (SELECT value FROM json_each(?))',
    );
    this.#db
      .transaction(() => {
        for (const [feed, written] of Object.entries(keys)) met.run(feed, JSON.stringify(written));
      })
      .immediate();
  }

  /** Everything has come: what has not come is no longer there. */
  end(samples: TeamSamples): void {
    this.#db
      .transaction(() => {
        const left = this.#db.prepare<[string], string>('SELECT key FROM suspects WHERE feed = ?').pluck();
        const gone = this.#db
          .prepare<[], string>(
            `SELECT sample_id FROM assignments
             WHERE assignment_id IN (SELECT key FROM suspects WHERE feed = 'assignments') AND id IS NOT NULL`,
          )
          .pluck()
          .all();
        for (const [feed, [table, key]] of Object.entries(tables))
          this.#db.prepare(`DELETE FROM ${table} WHERE ${key} IN (SELECT key FROM suspects WHERE feed = ?)`).run(feed);
        for (const sampleId of gone) samples.release(sampleId);
        for (const sampleId of left.all('samples')) samples.withdraw(sampleId);
        samples.flush();
        this.#db.exec('DELETE FROM suspects; DELETE FROM receipts');
        this.#meta.set('sweep', '0');
      })
      .immediate();
  }
}
