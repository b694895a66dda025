import type { Disagreement, OpenQuestion, TeamView } from '../../../shared/domain/lead.ts';
import { rubricSchema } from '../../../shared/domain/rubric.ts';
import {
  adjudicationRowSchema,
  memberRowSchema,
  questionRowSchema,
  queueRowSchema,
  readLabelRow,
  rubricRowSchema,
} from '../../../shared/sync/feeds.ts';
import type { Op } from '../../../shared/sync/protocol.ts';
import type { OpBody } from '../outbox/outbox.ts';
import type { Connection } from '../store/database.ts';
import { settles, standingLabels } from './standing.ts';
import { planOf } from './wire.ts';

type Texts = { query: string; response: string };

/** Differences that are shown at once; settling some brings the next. */
const mostDisagreements = 200;

/** Reads the team from what its feeds have left here. It looks at every label: for the thread that reads much. */
export function readTeam(db: Connection): TeamView {
  const bodies = (sql: string): unknown[] =>
    db
      .prepare<[], string>(sql)
      .pluck()
      .all()
      .map((body) => JSON.parse(body));
  return {
    members: bodies('SELECT body FROM members')
      .map((row) => memberRowSchema.parse(row))
      .map(({ member_id, name, role, removed_at }) => ({ memberId: member_id, name, role, removedAt: removed_at }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    queues: bodies('SELECT body FROM queues')
      .map((row) => queueRowSchema.parse(row))
      .map((row) => ({ ...planOf(row), samples: row.samples, free: row.free, broughtAlong: row.brought_along }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    rubrics: bodies('SELECT body FROM rubrics ORDER BY version').map((row) =>
      rubricSchema.parse(rubricRowSchema.parse(row).body),
    ),
    questions: openQuestions(db, bodies('SELECT body FROM questions')),
    disagreements: disagreements(db),
  };
}

/** What this lead has decided here and the feeds have not shown back: it needs no second word. */
function onTheirWay<K extends Op['kind']>(db: Connection, kind: K): Extract<OpBody, { kind: K }>[] {
  return db
    .prepare<[string], string>(
      `SELECT body FROM work.outbox WHERE json_extract(body, '$.kind') = ? AND state <> 'rejected' ORDER BY seq`,
    )
    .pluck()
    .all(kind)
    .map((body) => JSON.parse(body));
}

function textsOf(db: Connection): (sampleId: string) => Texts {
  const read = db.prepare<[string], Texts>(
    `SELECT json_extract(body, '$.query.text') AS query, json_extract(body, '$.agent_response.text') AS response
     FROM samples WHERE sample_id = ?`,
  );
  return (sampleId) => read.get(sampleId) ?? { query: '', response: '' };
}

function openQuestions(db: Connection, rows: readonly unknown[]): OpenQuestion[] {
  const texts = textsOf(db);
  const answered = new Set(onTheirWay(db, 'ruling').map(({ question_id }) => question_id));
  return rows
    .map((row) => questionRowSchema.parse(row))
    .filter(({ question_id, ruling }) => ruling === null && !answered.has(question_id))
    .sort((a, b) => Date.parse(a.asked_at) - Date.parse(b.asked_at))
    .map((row) => ({
      questionId: row.question_id,
      queueId: row.queue_id,
      sampleId: row.sample_id,
      memberId: row.member_id,
      text: row.text,
      askedAt: row.asked_at,
      ...texts(row.sample_id),
    }));
}

function disagreements(db: Connection): Disagreement[] {
  const texts = textsOf(db);
  const labelsOf = db
    .prepare<[string, string], string>('SELECT body FROM team_labels WHERE sample_id = ? AND queue_id = ?')
    .pluck();
  const settledBy = db
    .prepare<[string, string], string>('SELECT body FROM adjudications WHERE sample_id = ? AND queue_id = ?')
    .pluck();
  // Only where two people have labeled can there be a difference.
  const shared = db
    .prepare<[], { queue_id: string; sample_id: string }>(
      `SELECT queue_id, sample_id FROM team_labels GROUP BY sample_id, queue_id HAVING count(DISTINCT member_id) > 1`,
    )
    .all();
  const settling = onTheirWay(db, 'adjudication');
  const found: Disagreement[] = [];
  for (const { queue_id, sample_id } of shared) {
    const standing = standingLabels(labelsOf.all(sample_id, queue_id).map(readLabelRow));
    if (new Set(standing.map(({ verdict }) => verdict.decision)).size < 2) continue;
    const settled = [
      ...settledBy.all(sample_id, queue_id).map((body) => adjudicationRowSchema.parse(JSON.parse(body))),
      ...settling.filter((op) => op.sample_id === sample_id && op.queue_id === queue_id),
    ].some(({ saw }) => settles(saw, standing));
    if (settled) continue;
    found.push({ queueId: queue_id, sampleId: sample_id, labels: standing, ...texts(sample_id) });
    if (found.length === mostDisagreements) break;
  }
  return found;
}
