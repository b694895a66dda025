import type { AgentTraffic } from '../../../shared/domain/agent-traffic.ts';
import { spread, sumsOf } from '../../../shared/statistics/sums.ts';
import { idsPerSecond } from '../samples/id-seconds.ts';
import type { Connection } from '../store/database.ts';

/** What is older says little of how things go now, and so many samples say enough. */
const lookBackDays = 28;
const mostSamples = 20_000;

const daySeconds = 86_400;

/** As the server reads an outcome off a sample; SQLite has 1 and 0 for true and false. */
const turns = `
  SELECT coalesce(conversation_id, sample_id) AS conversation, id,
    coalesce(body ->> '$.training_flags.quality_reviewed', 0) = 1 AS reviewed,
    coalesce(body ->> '$.human_feedback.approved', 0) = 1 AS approved,
    coalesce(body ->> '$.human_feedback.human_edited_text', '') <> '' AS edited,
    CASE WHEN json_type(body, '$.customer_outcome.csat') IN ('integer', 'real')
      AND body ->> '$.customer_outcome.csat' BETWEEN 1 AND 5 THEN body ->> '$.customer_outcome.csat' END AS csat,
    CASE json_type(body, '$.customer_outcome.policy_violation') WHEN 'true' THEN 1 WHEN 'false' THEN 0 END AS flagged,
    coalesce(body ->> '$.human_feedback.quality_scores.policy', body ->> '$.human_feedback.quality_scores.policy_alignment')
      AS policy
  FROM samples WHERE agent = ? AND id > ? ORDER BY id DESC LIMIT ${mostSamples}`;

type Turn = {
  conversation: string;
  id: number;
  reviewed: 0 | 1;
  approved: 0 | 1;
  edited: 0 | 1;
  csat: number | null;
  flagged: 0 | 1 | null;
  policy: number | null;
};

/** How an agent has done in the four weeks before its newest sample here, each conversation counted once. */
export function trafficOf(corpus: Connection, agent: string): AgentTraffic {
  const newest = corpus
    .prepare<[string], number | null>('SELECT max(id) FROM samples WHERE agent = ?')
    .pluck()
    .get(agent);
  const since = (newest ?? 0) - lookBackDays * daySeconds * idsPerSecond;
  const read = corpus.prepare<[string, number], Turn>(turns).all(agent, since);
  const told = [...Map.groupBy(read, ({ conversation }) => conversation).values()].map(toldBy);
  const [last, first] = [read[0], read.at(-1)];
  // Less than a day is taken for one.
  const days = last && first ? Math.max(1, (last.id - first.id) / idsPerSecond / daySeconds) : null;
  const csat = sumsOf(told.flatMap((one) => one.csat ?? []));
  const varies = csat.n > 1 && spread(csat) > 0;
  return {
    conversations: told.length,
    perDay: days === null ? null : told.length / days,
    answered: told.length === 0 ? null : csat.n / told.length,
    approval: shareOf(told.map(({ approved }) => approved)),
    edits: shareOf(told.map(({ edited }) => edited)),
    violations: shareOf(told.map(({ violation }) => violation)),
    csatDeviation: varies ? Math.sqrt(spread(csat)) : null,
  };
}

/** What the turns of a conversation tell, the newest first. */
function toldBy(all: readonly Turn[]) {
  const reviewed = all.filter((turn) => turn.reviewed === 1);
  const checked = all.filter(
    ({ flagged, reviewed, policy }) => flagged !== null || (reviewed === 1 && policy !== null),
  );
  const known = (value: boolean) => (reviewed.length === 0 ? null : value);
  return {
    approved: known(reviewed.every(({ approved, edited }) => approved === 1 && edited === 0)),
    edited: known(reviewed.some(({ edited }) => edited === 1)),
    csat: all.find(({ csat }) => csat !== null)?.csat ?? null,
    violation:
      checked.length === 0
        ? null
        : checked.some(
            ({ flagged, reviewed, policy }) => flagged === 1 || (reviewed === 1 && policy !== null && policy <= 2),
          ),
  };
}

/** Of those of which it is known; null of nothing. */
function shareOf(values: readonly (boolean | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.filter((value) => value).length / known.length;
}
