import type { TeamVerdict } from '../../../shared/domain/lead.ts';
import { compareTimes } from '../../../shared/rules/times.ts';
import { adjudicationRowSchema, readLabelRow } from '../../../shared/sync/feeds.ts';
import type { Connection } from '../store/database.ts';
import { settles, standingLabels } from './standing.ts';

/** Reads what the team says of a sample now, in every queue, oldest first. */
export function teamVerdictReader(corpus: Connection): (sampleId: string) => TeamVerdict[] {
  const texts = (sql: string) => corpus.prepare<[string], string>(sql).pluck();
  const labels = texts('SELECT body FROM team_labels WHERE sample_id = ?');
  const finals = texts('SELECT body FROM adjudications WHERE sample_id = ?');
  const memberName = texts(`SELECT json_extract(body, '$.name') FROM members WHERE member_id = ?`);
  const queueName = texts(`SELECT json_extract(body, '$.name') FROM queues WHERE queue_id = ?`);
  const named = (queueId: string, memberId: string) => ({
    queue: queueName.get(queueId) ?? 'a queue',
    by: memberName.get(memberId) ?? 'somebody who left',
  });
  return (sampleId) => {
    const rows = labels.all(sampleId).map(readLabelRow);
    const queues = Map.groupBy(rows, ({ queue_id }) => queue_id);
    const found: TeamVerdict[] = [];
    for (const [queueId, words] of queues)
      for (const { id, labelerId, committedAt, verdict } of standingLabels(words))
        found.push({ id, ...named(queueId, labelerId), final: false, committedAt, verdict });
    for (const body of finals.all(sampleId)) {
      const { adjudication_id: id, saw, ...row } = adjudicationRowSchema.parse(JSON.parse(body));
      if (!settles(saw, standingLabels(queues.get(row.queue_id) ?? []))) continue;
      const { committed_at: committedAt, verdict } = row;
      found.push({ id, ...named(row.queue_id, row.member_id), final: true, committedAt, verdict });
    }
    return found.sort((a, b) => compareTimes(a.committedAt, b.committedAt));
  };
}
