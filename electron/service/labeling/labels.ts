import { v7 as uuidv7 } from 'uuid';
import { type Label, labelSchema, type SkipReason, type Verdict } from '../../../shared/domain/label.ts';
import type { QueueId, Unit } from '../../../shared/domain/queue.ts';
import { scaleIds } from '../../../shared/domain/rubric.ts';
import type { Outbox } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';

/** A queue as the tables have it, where no key may be null. */
export function queueKey(queueId: QueueId): string {
  return queueId ?? '';
}

export function queueIdOf(key: string): QueueId {
  return key === '' ? null : key;
}

export type LabelRow = {
  seq: number;
  id: string;
  queue: string;
  sample_id: string;
  labeler_id: string;
  kind: 'verdict' | 'withdrawal';
  verdict: string | null;
  committed_at: string;
  supersedes: string | null;
};

export function readLabel(row: LabelRow): Label {
  const { seq, id, queue, sample_id, labeler_id, kind, verdict, committed_at, supersedes } = row;
  const base = {
    seq,
    id,
    queueId: queueIdOf(queue),
    sampleId: sample_id,
    labelerId: labeler_id,
    committedAt: committed_at,
    supersedes,
  };
  return labelSchema.parse(verdict === null ? { ...base, kind } : { ...base, kind, verdict: JSON.parse(verdict) });
}

/** What stands on a sample of a queue: derived from labels and marks, and written with them. */
export type Standing = {
  label: (Label & { kind: 'verdict' }) | null;
  skipped: SkipReason | null;
  flagged: boolean;
  /** The id of what was asked last. */
  question: string | null;
  /** The server has not confirmed yet what made it so: its word on the unit is older. */
  ahead: boolean;
};

type StandingRow = {
  label_id: string | null;
  skipped: SkipReason | null;
  flagged: number;
  question: string | null;
  ahead: number;
};

/**
 * True while the outbox has the operation that made a standing so. What was rejected will not take effect: then the
 * server's word counts.
 */
export function aheadSql(standing: string, schema = 'main'): string {
  return `EXISTS (SELECT 1 FROM ${schema}.outbox o WHERE o.op_id = ${standing}.op AND o.state <> 'rejected')`;
}

export type LabelReader = {
  get(id: string): Label | null;
  /** Every label of a sample in a queue, oldest first. */
  history(unit: Unit): Label[];
  standing(unit: Unit): Standing;
  /** What has a verdict; a sample counts in each of its queues. */
  count(): number;
};

export function labelReader(db: Connection): LabelReader {
  const one = db.prepare<[string], LabelRow>('SELECT * FROM labels WHERE id = ?');
  const ofUnit = db.prepare<[string, string], LabelRow>(
    'SELECT * FROM labels WHERE sample_id = ? AND queue = ? ORDER BY seq',
  );
  const standingOf = db.prepare<[string, string], StandingRow>(
    `SELECT label_id, skipped, flagged, question, ${aheadSql('t')} AS ahead
     FROM standings t WHERE queue = ? AND sample_id = ?`,
  );
  const counted = db.prepare<[], number>('SELECT count(*) FROM standings WHERE label_id IS NOT NULL').pluck();
  const get = (id: string) => {
    const row = one.get(id);
    return row ? readLabel(row) : null;
  };
  return {
    get,
    history: ({ queueId, sampleId }) => ofUnit.all(sampleId, queueKey(queueId)).map(readLabel),
    standing({ queueId, sampleId }) {
      const row = standingOf.get(queueKey(queueId), sampleId);
      const label = row?.label_id ? get(row.label_id) : null;
      return {
        label: label?.kind === 'verdict' ? label : null,
        // A verdict overrules a skip and does not erase it: taken back, the sample is skipped again.
        skipped: label ? null : (row?.skipped ?? null),
        flagged: row?.flagged === 1,
        question: row?.question ?? null,
        ahead: row?.ahead === 1,
      };
    },
    count: () => counted.get() ?? 0,
  };
}

export type LabelWriter = {
  /** Appends a verdict, or a withdrawal when `verdict` is null, and makes it what stands. */
  append(label: { id: string; unit: Unit; verdict: Verdict | null; supersedes: string | null }): Label;
  skip(unit: Unit, reason: SkipReason | null): void;
  flag(unit: Unit, flagged: boolean): void;
};

/**
 * Writes labels and marks, and with each the operation that tells the team's server. Every method is a part of a
 * transaction that its caller holds: what was done, what stands, what can be undone and what is to be sent become
 * durable together or not at all.
 */
export function labelWriter(db: Connection, outbox: Outbox, labelerId: string): LabelWriter {
  const insertLabel = db
    .prepare<[Record<string, unknown>], number>(
      `INSERT INTO labels (id, queue, sample_id, labeler_id, kind, verdict, committed_at, supersedes)
     VALUES (@id, @queue, @sampleId, @labelerId, @kind, @verdict, @committedAt, @supersedes) RETURNING seq`,
    )
    .pluck();
  const stand = db.prepare(
    `INSERT INTO standings (queue, sample_id, label_id, labeled_at, decision, corrected, op, ${scaleIds.join(', ')})
     VALUES (@queue, @sampleId, @labelId, @labeledAt, @decision, @corrected, @op, ${scaleIds.map((id) => `@${id}`).join(', ')})
     ON CONFLICT (queue, sample_id) DO UPDATE SET
       label_id = excluded.label_id, labeled_at = excluded.labeled_at, decision = excluded.decision,
       corrected = excluded.corrected, op = excluded.op, ${scaleIds.map((id) => `${id} = excluded.${id}`).join(', ')}`,
  );
  const insertMark = db.prepare(
    'INSERT INTO marks (queue, sample_id, labeler_id, kind, reason, marked_at) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const standSkipped = db.prepare(
    `INSERT INTO standings (queue, sample_id, skipped, op) VALUES (?, ?, ?, ?)
     ON CONFLICT (queue, sample_id) DO UPDATE SET skipped = excluded.skipped, op = excluded.op`,
  );
  const standFlagged = db.prepare(
    `INSERT INTO standings (queue, sample_id, flagged) VALUES (?, ?, ?)
     ON CONFLICT (queue, sample_id) DO UPDATE SET flagged = excluded.flagged`,
  );
  return {
    append({ id, unit: { queueId, sampleId }, verdict, supersedes }) {
      const committedAt = new Date().toISOString();
      const queue = queueKey(queueId);
      const kind = verdict ? 'verdict' : 'withdrawal';
      const body = verdict ? JSON.stringify(verdict) : null;
      const seq = insertLabel.get({ id, queue, sampleId, labelerId, kind, verdict: body, committedAt, supersedes });
      if (seq === undefined) throw new Error('a label was inserted and gave no sequence number');
      const scores = Object.fromEntries(scaleIds.map((scale) => [scale, verdict?.scores[scale] ?? null]));
      stand.run({
        queue,
        sampleId,
        labelId: verdict ? id : null,
        labeledAt: verdict ? committedAt : null,
        decision: verdict?.decision ?? null,
        corrected: verdict?.correction ? 1 : 0,
        op: id,
        ...scores,
      });
      outbox.add(id, { kind: 'label', queue_id: queueId, sample_id: sampleId, verdict, supersedes }, committedAt);
      const base = { id, seq, queueId, sampleId, labelerId, committedAt, supersedes };
      return verdict ? { ...base, kind: 'verdict', verdict } : { ...base, kind: 'withdrawal' };
    },
    skip({ queueId, sampleId }, reason) {
      const at = new Date().toISOString();
      const op = uuidv7();
      insertMark.run(queueKey(queueId), sampleId, labelerId, reason ? 'skip' : 'unskip', reason, at);
      standSkipped.run(queueKey(queueId), sampleId, reason, op);
      outbox.add(op, { kind: 'skip', queue_id: queueId, sample_id: sampleId, reason }, at);
    },
    flag({ queueId, sampleId }, flagged) {
      const at = new Date().toISOString();
      insertMark.run(queueKey(queueId), sampleId, labelerId, flagged ? 'flag' : 'unflag', null, at);
      standFlagged.run(queueKey(queueId), sampleId, flagged ? 1 : 0);
      outbox.add(uuidv7(), { kind: 'flag', queue_id: queueId, sample_id: sampleId, flagged }, at);
    },
  };
}

export function newLabelId(): string {
  return uuidv7();
}
