import { v7 as uuidv7 } from 'uuid';
import { type Label, labelSchema, type SkipReason, type Verdict } from '../../../shared/domain/label.ts';
import { scaleIds } from '../../../shared/domain/rubric.ts';
import type { Connection } from '../store/database.ts';

export type LabelRow = {
  seq: number;
  id: string;
  sample_id: string;
  labeler_id: string;
  kind: 'verdict' | 'withdrawal';
  verdict: string | null;
  committed_at: string;
  supersedes: string | null;
};

export function readLabel(row: LabelRow): Label {
  const { seq, id, sample_id, labeler_id, kind, verdict, committed_at, supersedes } = row;
  const base = { seq, id, sampleId: sample_id, labelerId: labeler_id, committedAt: committed_at, supersedes };
  return labelSchema.parse(verdict === null ? { ...base, kind } : { ...base, kind, verdict: JSON.parse(verdict) });
}

/** What stands on a sample: derived from labels and marks, and written with them. */
export type Standing = { label: (Label & { kind: 'verdict' }) | null; skipped: SkipReason | null; flagged: boolean };

export type LabelReader = {
  get(id: string): Label | null;
  /** Every label of a sample, oldest first. */
  history(sampleId: string): Label[];
  standing(sampleId: string): Standing;
  /** Samples that have a verdict. */
  count(): number;
};

export function labelReader(db: Connection): LabelReader {
  const one = db.prepare<[string], LabelRow>('SELECT * FROM labels WHERE id = ?');
  const bySample = db.prepare<[string], LabelRow>('SELECT * FROM labels WHERE sample_id = ? ORDER BY seq');
  const standingOf = db.prepare<[string], { label_id: string | null; skipped: SkipReason | null; flagged: number }>(
    'SELECT label_id, skipped, flagged FROM standings WHERE sample_id = ?',
  );
  const counted = db.prepare<[], number>('SELECT count(*) FROM standings WHERE label_id IS NOT NULL').pluck();
  const get = (id: string) => {
    const row = one.get(id);
    return row ? readLabel(row) : null;
  };
  return {
    get,
    history: (sampleId) => bySample.all(sampleId).map(readLabel),
    standing(sampleId) {
      const row = standingOf.get(sampleId);
      const label = row?.label_id ? get(row.label_id) : null;
      return {
        label: label?.kind === 'verdict' ? label : null,
        // A verdict overrules a skip and does not erase it: taken back, the sample is skipped again.
        skipped: label ? null : (row?.skipped ?? null),
        flagged: row?.flagged === 1,
      };
    },
    count: () => counted.get() ?? 0,
  };
}

export type LabelWriter = {
  /** Appends a verdict, or a withdrawal when `verdict` is null, and makes it what stands. */
  append(label: { id: string; sampleId: string; verdict: Verdict | null; supersedes: string | null }): Label;
  skip(sampleId: string, reason: SkipReason | null): void;
  flag(sampleId: string, flagged: boolean): void;
};

/**
 * Writes labels and marks. Every method is a part of a transaction that its caller holds: what was done, what stands
 * and what can be undone become durable together or not at all.
 */
export function labelWriter(db: Connection, labelerId: string): LabelWriter {
  const insertLabel = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO labels (id, sample_id, labeler_id, kind, verdict, committed_at, supersedes)
     VALUES (@id, @sampleId, @labelerId, @kind, @verdict, @committedAt, @supersedes) RETURNING seq`,
    )
    .pluck();
  const stand = db.prepare(
    `INSERT INTO standings (sample_id, label_id, labeled_at, decision, corrected, ${scaleIds.join(', ')})
     VALUES (@sampleId, @id, @committedAt, @decision, @corrected, ${scaleIds.map((id) => `@${id}`).join(', ')})
     ON CONFLICT (sample_id) DO UPDATE SET
       label_id = excluded.label_id, labeled_at = excluded.labeled_at, decision = excluded.decision,
       corrected = excluded.corrected, ${scaleIds.map((id) => `${id} = excluded.${id}`).join(', ')}`,
  );
  const insertMark = db.prepare(
    'INSERT INTO marks (sample_id, labeler_id, kind, reason, marked_at) VALUES (?, ?, ?, ?, ?)',
  );
  const standSkipped = db.prepare(
    `INSERT INTO standings (sample_id, skipped) VALUES (@sampleId, @reason)
     ON CONFLICT (sample_id) DO UPDATE SET skipped = excluded.skipped`,
  );
  const standFlagged = db.prepare(
    `INSERT INTO standings (sample_id, flagged) VALUES (@sampleId, @flagged)
     ON CONFLICT (sample_id) DO UPDATE SET flagged = excluded.flagged`,
  );
  return {
    append({ id, sampleId, verdict, supersedes }) {
      const committedAt = new Date().toISOString();
      const kind = verdict ? 'verdict' : 'withdrawal';
      const body = verdict ? JSON.stringify(verdict) : null;
      const seq = insertLabel.get({ id, sampleId, labelerId, kind, verdict: body, committedAt, supersedes });
      if (seq === undefined) throw new Error('a label was inserted and gave no sequence number');
      const scores = Object.fromEntries(scaleIds.map((scale) => [scale, verdict?.scores[scale] ?? null]));
      stand.run({
        sampleId,
        id: verdict ? id : null,
        committedAt: verdict ? committedAt : null,
        decision: verdict?.decision ?? null,
        corrected: verdict?.correction ? 1 : 0,
        ...scores,
      });
      const base = { id, seq, sampleId, labelerId, committedAt, supersedes };
      return verdict ? { ...base, kind: 'verdict', verdict } : { ...base, kind: 'withdrawal' };
    },
    skip(sampleId, reason) {
      insertMark.run(sampleId, labelerId, reason ? 'skip' : 'unskip', reason, new Date().toISOString());
      standSkipped.run({ sampleId, reason });
    },
    flag(sampleId, flagged) {
      insertMark.run(sampleId, labelerId, flagged ? 'flag' : 'unflag', null, new Date().toISOString());
      standFlagged.run({ sampleId, flagged: flagged ? 1 : 0 });
    },
  };
}

export function newLabelId(): string {
  return uuidv7();
}
