import type { SampleFilter } from '../../../../shared/domain/browse.ts';
import { AssayError } from '../../../../shared/errors.ts';
import { aheadSql } from '../../labeling/labels.ts';
import type { Reader } from './source.ts';

/**
 * The team's queues whose samples a filter of the own queue passes over: those of a labeler, who sees them in their own
 * queues alone. Until the server has said that this member is a lead, they are a labeler.
 */
export function hiddenQueues(reader: Reader, { queue }: SampleFilter): string[] {
  if (queue !== undefined) return [];
  const account = reader.value<string>(`SELECT value FROM work.meta WHERE key = 'account'`);
  if (account === undefined) return [];
  const role = reader.value<string>(`SELECT json_extract(body, '$.role') FROM members WHERE member_id = ?`, account);
  return role === 'lead' ? [] : reader.column<string>(assignedQueuesSql);
}

/** The queues that have samples on this device, by one seek each. */
const assignedQueuesSql = `
  WITH RECURSIVE found (queue) AS (
    SELECT min(queue_id) FROM assignments INDEXED BY assignments_by_queue WHERE id IS NOT NULL
    UNION ALL
    SELECT (SELECT min(queue_id) FROM assignments INDEXED BY assignments_by_queue
            WHERE id IS NOT NULL AND queue_id > found.queue) FROM found WHERE queue IS NOT NULL
  ) SELECT queue FROM found WHERE queue IS NOT NULL`;

/** @throws AssayError invalid-input for what would tell in a team's queue how sure the agent was */
export function refuseSteering({ queue, minConfidence, maxConfidence }: SampleFilter, order?: string): void {
  if (queue === undefined) return;
  if (minConfidence === undefined && maxConfidence === undefined && order !== 'least_confident') return;
  throw new AssayError({
    kind: 'invalid-input',
    message: 'In a team’s queue samples cannot be looked for by the agent’s confidence: it would steer the verdict.',
    safe: 'Nothing was changed.',
    remedy: 'Choose another order or filter.',
  });
}

/** Nobody dealt with it here. */
export const nothingStands = 't.label_id IS NULL AND t.skipped IS NULL';

const ahead = aheadSql('t', 'work');

/** Asked here and not ruled on yet. What the server rejected is not a question any more. */
const asked = `coalesce(
  (SELECT json_extract(q.body, '$.ruling') IS NULL FROM questions q WHERE q.question_id = t.question),
  EXISTS (SELECT 1 FROM work.outbox o WHERE o.op_id = t.question AND o.state <> 'rejected'))`;

/**
 * Not dealt with. The server knows what it gave out, this device knows what was done since. Late work is accepted, so that
 * an expired item stays. What was taken back here is to be done before the server knows. A verdict on a returned item ends
 * it while the server has not heard of it: what the server has confirmed and still calls returned, it wants again.
 */
const left = `CASE a.state
  WHEN 'leased' THEN ${nothingStands}
  WHEN 'expired' THEN ${nothingStands}
  WHEN 'returned' THEN (${nothingStands}) OR NOT ${ahead}
  WHEN 'parked' THEN (${nothingStands}) OR NOT ${ahead}
  WHEN 'done' THEN ${nothingStands} AND ${ahead}
  WHEN 'skipped' THEN ${nothingStands} AND ${ahead}
  ELSE false END`;

/** Conditions on an assignment of a team's queue, `assignments a`, and what stands there, `work.standings t`. */
export const teamItems = {
  open: `${left} AND a.state <> 'parked' AND NOT ${asked}`,
  parked: `${left} AND (a.state = 'parked' OR ${asked})`,
  /** Of the open ones: a lead wants it again, or has answered what was asked about it. */
  cameBack: `${left} AND a.state <> 'parked' AND NOT ${asked} AND (a.state = 'returned'
    OR EXISTS (SELECT 1 FROM questions q WHERE q.question_id = t.question))`,
};
