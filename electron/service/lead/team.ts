import type { VerdictLabel } from '../../../shared/domain/label.ts';
import type { Disagreement, OpenQuestion, TeamView } from '../../../shared/domain/lead.ts';
import { rubricSchema } from '../../../shared/domain/rubric.ts';
import {
  adjudicationRowSchema,
  type LabelRow,
  labelRowSchema,
  memberRowSchema,
  questionRowSchema,
  queueRowSchema,
  rubricRowSchema,
} from '../../../shared/sync/protocol.ts';
import type { Connection } from '../store/database.ts';
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
      .map((row) => ({ ...planOf(row), samples: row.samples, free: row.free }))
      .sort((a, b) => a.name.localeCompare(b.name, 'en')),
    rubrics: bodies('SELECT body FROM rubrics ORDER BY version').map((row) =>
      rubricSchema.parse(rubricRowSchema.parse(row).body),
    ),
    questions: openQuestions(db, bodies('SELECT body FROM questions')),
    disagreements: disagreements(db),
  };
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
  return rows
    .map((row) => questionRowSchema.parse(row))
    .filter(({ ruling }) => ruling === null)
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
  const found: Disagreement[] = [];
  for (const { queue_id, sample_id } of shared) {
    const standing = standingOf(
      labelsOf.all(sample_id, queue_id).map((body) => labelRowSchema.parse(JSON.parse(body))),
    );
    if (new Set(standing.map(({ verdict }) => verdict.decision)).size < 2) continue;
    const ids = new Set(standing.map(({ id }) => id));
    const settled = settledBy
      .all(sample_id, queue_id)
      .map((body) => adjudicationRowSchema.parse(JSON.parse(body)))
      .some(({ saw }) => ids.symmetricDifference(new Set(saw)).size === 0);
    if (settled) continue;
    found.push({ queueId: queue_id, sampleId: sample_id, labels: standing, ...texts(sample_id) });
    if (found.length === mostDisagreements) break;
  }
  return found;
}

/** Each member's last word: what nothing of theirs supersedes, and of two that a fork left, the later one. */
function standingOf(rows: readonly LabelRow[]): VerdictLabel[] {
  const superseded = new Set(rows.map(({ supersedes }) => supersedes));
  const last = new Map<string, LabelRow>();
  for (const row of rows) {
    if (superseded.has(row.label_id)) continue;
    const known = last.get(row.member_id);
    if (!known || Date.parse(row.committed_at) > Date.parse(known.committed_at)) last.set(row.member_id, row);
  }
  return [...last.values()].flatMap((row): VerdictLabel[] =>
    row.verdict === null
      ? []
      : [
          {
            kind: 'verdict',
            id: row.label_id,
            seq: 0,
            queueId: row.queue_id,
            sampleId: row.sample_id,
            labelerId: row.member_id,
            committedAt: row.committed_at,
            supersedes: row.supersedes,
            verdict: row.verdict,
          },
        ],
  );
}
