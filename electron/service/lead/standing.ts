import type { Label, VerdictLabel } from '../../../shared/domain/label.ts';
import { byCommit } from '../../../shared/rules/times.ts';
import type { LabelRow } from '../../../shared/sync/feeds.ts';

/** Of a label what says whose word it is and whether it stands; one's own may belong to no queue of the team. */
export type Word = Pick<
  LabelRow,
  'label_id' | 'sample_id' | 'member_id' | 'verdict' | 'committed_at' | 'supersedes'
> & {
  queue_id: string | null;
};

/**
 * What each member says of one sample in one queue: what nothing of theirs supersedes, and of two that a fork left, the
 * later one. Whoever took their label back says nothing.
 */
export function standingLabels(rows: readonly Word[]): VerdictLabel[] {
  const superseded = new Set(rows.map(({ supersedes }) => supersedes));
  const last = new Map<string, Word>();
  for (const row of rows) {
    if (superseded.has(row.label_id)) continue;
    const known = last.get(row.member_id);
    if (!known || byCommit(row, known) > 0) last.set(row.member_id, row);
  }
  return [...last.values()].map(labelOf).filter((label) => label.kind === 'verdict');
}

/** True while a final verdict has seen exactly the labels that stand. */
export function settles(saw: readonly string[], standing: readonly VerdictLabel[]): boolean {
  return new Set(saw).symmetricDifference(new Set(standing.map(({ id }) => id))).size === 0;
}

/** The team has no order of operations: what counts there is the time. */
export function labelOf(row: Word): Label {
  const base = {
    id: row.label_id,
    seq: 0,
    queueId: row.queue_id,
    sampleId: row.sample_id,
    labelerId: row.member_id,
    committedAt: row.committed_at,
    supersedes: row.supersedes,
  };
  return row.verdict === null ? { ...base, kind: 'withdrawal' } : { ...base, kind: 'verdict', verdict: row.verdict };
}
