import type { SampleRow } from '../../../shared/domain/sample.ts';
import { heldStates } from '../../../shared/sync/protocol.ts';
import { CorpusWriter, prepareSample, secondOf } from '../samples/write.ts';
import type { Connection } from '../store/database.ts';

const held = heldStates.map((state) => `'${state}'`).join(', ');

/**
 * Samples that come from the team's server. A labeler's are here while an assignment holds them, a lead's while the
 * server has them. Drafts and operations live in the other file and stay, whatever happens to a sample.
 */
export class TeamSamples {
  readonly #writer: CorpusWriter;
  readonly #memberId: string;
  readonly #statements;

  constructor(db: Connection, memberId: string) {
    this.#writer = new CorpusWriter(db);
    this.#memberId = memberId;
    this.#statements = {
      // A sample that moved in time has a new id; a lead's own assignment may have come before its sample.
      follow: db.prepare<[{ id: number; sampleId: string; memberId: string }]>(
        `UPDATE OR IGNORE assignments SET id = @id WHERE sample_id = @sampleId AND id IS NOT @id
         AND member_id = @memberId AND state IN (${held})`,
      ),
      isHeld: db
        .prepare<[string, string], number>(
          `SELECT 1 WHERE EXISTS (SELECT 1 FROM assignments WHERE sample_id = ? AND id IS NOT NULL)
           OR EXISTS (SELECT 1 FROM team_samples WHERE sample_id = ?)`,
        )
        .pluck(),
      unhold: db.prepare('UPDATE assignments SET id = NULL WHERE sample_id = ?'),
      fromTeam: db.prepare('INSERT OR IGNORE INTO team_samples (sample_id) VALUES (?)'),
      notFromTeam: db.prepare('DELETE FROM team_samples WHERE sample_id = ?'),
    };
  }

  idOf(sampleId: string): number | null {
    return this.#writer.find(sampleId)?.id ?? null;
  }

  /** Stores a sample and answers its id; null when its time lies outside what can be ordered. */
  put(row: SampleRow): number | null {
    if (secondOf(row.created_at) === null) return null;
    const stored = this.#writer.find(row.sample_id);
    const { id, outcome } = this.#writer.put(prepareSample(row, true), stored);
    if (outcome !== 'unchanged') this.#follow(row.sample_id, id);
    return id;
  }

  /** Stores a sample that a lead's feed brought. */
  give(row: SampleRow): void {
    const id = this.put(row);
    if (id === null) return;
    this.#follow(row.sample_id, id);
    this.#statements.fromTeam.run(row.sample_id);
  }

  /** Takes a sample away if nothing holds it any more. */
  release(sampleId: string): void {
    if (this.#statements.isHeld.get(sampleId, sampleId)) return;
    const stored = this.#writer.find(sampleId);
    if (stored) this.#writer.remove(stored);
  }

  /** The server has it no more, for anybody. */
  withdraw(sampleId: string): void {
    this.#statements.notFromTeam.run(sampleId);
    this.#statements.unhold.run(sampleId);
    this.release(sampleId);
  }

  /** Completes what was put since the last time, before its transaction ends. */
  flush(): void {
    this.#writer.flush();
  }

  #follow(sampleId: string, id: number): void {
    this.#statements.follow.run({ id, sampleId, memberId: this.#memberId });
  }
}
