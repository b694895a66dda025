import type { LabelerQueue } from '../../../../shared/domain/queue.ts';
import { rubricSchema } from '../../../../shared/domain/rubric.ts';
import { queueRowSchema, rubricRowSchema } from '../../../../shared/sync/feeds.ts';
import { readKey, readMark } from '../../labeling/must-read.ts';
import type { Reader } from './source.ts';
import type { Steps } from './steps.ts';
import { nothingStands, teamItems } from './team.ts';

type Counted = Pick<LabelerQueue, 'held' | 'open' | 'done' | 'parked' | 'leaseUntil'>;

/**
 * Of whether the queue holds what was brought along, and its id: what was labeled alone stands in the own queue, and only
 * the server names the team's for it.
 */
const countSql = `
  SELECT count(*) AS held, total(open) AS open, total(labeled AND NOT open AND NOT parked) AS done, total(parked) AS parked,
    min(CASE WHEN open AND state = 'leased' THEN lease_until END) AS leaseUntil
  FROM (SELECT a.state, a.lease_until, ${teamItems.open} AS open, ${teamItems.parked} AS parked,
          t.label_id IS NOT NULL OR (? AND a.state = 'done' AND ${nothingStands}) AS labeled
        FROM assignments a INDEXED BY assignments_by_queue
        LEFT JOIN work.standings t ON t.queue = a.queue_id AND t.sample_id = a.sample_id
        WHERE a.queue_id = ? AND a.id IS NOT NULL)`;

/** As many as a person would want to see at once. */
const cameBackSql = `
  SELECT a.sample_id FROM assignments a INDEXED BY assignments_by_queue
  LEFT JOIN work.standings t ON t.queue = a.queue_id AND t.sample_id = a.sample_id
  WHERE a.queue_id = ? AND a.id IS NOT NULL AND ${teamItems.cameBack} ORDER BY a.id LIMIT 50`;

const takenBackSql = `
  SELECT json_extract(body, '$.returned_reason') AS reason, count(*) AS labels
  FROM assignments INDEXED BY assignments_taken_back
  WHERE queue_id = ? AND member_id = (SELECT value FROM work.meta WHERE key = 'account') AND state = 'revoked'
    AND json_extract(body, '$.returned_reason') IS NOT NULL
  GROUP BY 1 ORDER BY 1`;

const readSql = 'SELECT value FROM work.meta WHERE key = ?';

/** The team's queues by name, with how far this labeler is in each. */
export function* labelerQueues(reader: Reader): Steps<LabelerQueue[]> {
  const queues: LabelerQueue[] = [];
  for (const body of reader.column<string>('SELECT body FROM queues')) {
    const row = queueRowSchema.parse(JSON.parse(body));
    const [counted] = reader.rows<Counted>(countSql, Number(row.brought_along), row.queue_id);
    if (!counted) throw new Error('a count gave no row');
    const rubric = reader.value<string>('SELECT body FROM rubrics WHERE version = ?', row.rubric_version);
    queues.push({
      queueId: row.queue_id,
      name: row.name,
      state: row.state,
      broughtAlong: row.brought_along,
      guidelines: row.guidelines,
      mustRead: row.must_read,
      read: row.must_read === '' || readMark(row.must_read) === reader.value<string>(readSql, readKey(row.queue_id)),
      rubric: rubric === undefined ? null : rubricSchema.parse(rubricRowSchema.parse(JSON.parse(rubric)).body),
      allowSkip: row.allow_skip,
      allowFill: row.allow_fill,
      // What is least sure goes out first; whoever judges it is not told that it is.
      order: row.item_order === 'least_confident' ? 'oldest' : row.item_order,
      // Of each sample a labeler has one place at most, however many are free.
      free: Math.max(0, Math.min(row.free, row.samples - counted.held)),
      ...counted,
      cameBack: reader.column<string>(cameBackSql, row.queue_id),
      takenBack: reader.rows<LabelerQueue['takenBack'][number]>(takenBackSql, row.queue_id),
    });
    yield [];
  }
  return queues.sort((a, b) => a.name.localeCompare(b.name));
}
