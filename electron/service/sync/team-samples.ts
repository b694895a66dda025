import type { SampleRow } from '../../../shared/domain/sample.ts';
import { heldStates } from '../../../shared/sync/feeds.ts';
import { CorpusWriter, prepareSample, secondOf } from '../samples/write.ts';
import type { Connection } from '../store/database.ts';

const held = heldStates.map((state) => `'${state}'`).join(', ');

/** JSON writes NUL and half a surrogate pair as an escape; before a backslash that stands for itself it writes another. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f])/;

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
      // An assignment may have come before its sample.
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
      fromTeam: db.prepare<[{ sampleId: string; xid: string; readable: number }]>(
        `INSERT INTO team_samples (sample_id, xid, readable) VALUES (@sampleId, @xid, @readable)
         ON CONFLICT (sample_id) DO UPDATE SET xid = excluded.xid, readable = excluded.readable
         WHERE xid <> excluded.xid OR readable <> excluded.readable`,
      ),
      notFromTeam: db.prepare('DELETE FROM team_samples WHERE sample_id = ?'),
    };
  }

  idOf(sampleId: string): number | null {
    return this.#writer.find(sampleId)?.id ?? null;
  }

  /**
   * Stores a sample and answers its id; null when its time lies outside what can be ordered, or its text is not what would
   * be read again.
   */
  put(row: SampleRow): number | null {
    const stored = this.#store(row);
    if (stored?.outcome === 'inserted') this.#follow(row.sample_id, stored.id);
    return stored?.id ?? null;
  }

  /** Stores a sample that a lead's feed brought; false when that could not be read, and is only noted. */
  give(sampleId: string, xid: string, row: SampleRow | null): boolean {
    const stored = row && this.#store(row);
    // Not only where it has changed: an import may have brought it in between an assignment and this.
    if (stored) this.#follow(sampleId, stored.id);
    this.#statements.fromTeam.run({ sampleId, xid, readable: stored ? 1 : 0 });
    return stored !== null;
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

  #store(row: SampleRow) {
    if (secondOf(row.created_at) === null) return null;
    const sample = prepareSample(row, true);
    return unstorable.test(sample.body) ? null : this.#writer.put(sample, this.#writer.find(row.sample_id));
  }

  #follow(sampleId: string, id: number): void {
    this.#statements.follow.run({ id, sampleId, memberId: this.#memberId });
  }
}
