import type { ArmName, ArmTally, Metric, Tally } from '../../../shared/domain/experiment.ts';
import { added, noSums, type Sums } from '../../../shared/statistics/sums.ts';
import type { Connection } from '../store/database.ts';

/** Intents that are told by name; the rest is summed. */
const namedIntents = 12;

type Row = { arm: ArmName; intent: string | null; exposures: number } & Record<
  `${Metric}_${'n' | 'sum' | 'squares'}`,
  number
>;

/** Of shares, which are 0 or 1, the square is the value. */
const sumsOf = (name: string, column: string) =>
  `total(conversations) FILTER (WHERE ${column} IS NOT NULL) AS ${name}_n,
   total(conversations * ${column}) AS ${name}_sum, total(conversations * ${column} * ${column}) AS ${name}_squares`;

const columns = 'arm, intent, approved, edited, csat, violation';

/** Whole days are counted already; of the day that the moment lies in, the conversations themselves are read. */
const sql = `
  SELECT arm, intent, total(conversations) AS exposures, ${sumsOf('approval', 'approved')}, ${sumsOf('edits', 'edited')},
    ${sumsOf('csat', 'csat')}, ${sumsOf('violations', 'violation')}
  FROM (
    SELECT ${columns}, conversations FROM outcome_counts WHERE experiment_id = $id AND exposed_on < substr($until, 1, 10)
    UNION ALL
    SELECT ${columns}, 1 FROM outcomes
    WHERE experiment_id = $id AND exposed_at >= substr($until, 1, 10) AND exposed_at < $until
  )
  GROUP BY arm, intent`;

/**
 * What is known now of the conversations that met an experiment before a moment.
 *
 * @param until in UTC, as `Date.toISOString` writes it
 */
export function tallyArms(corpus: Connection, id: string, until: string): Record<ArmName, ArmTally> {
  const rows = corpus.prepare<{ id: string; until: string }, Row>(sql).all({ id, until });
  const named = commonest(rows);
  const armOf = (name: ArmName) => {
    const own = rows.filter(({ arm }) => arm === name);
    const byIntent = Map.groupBy(own, ({ intent }) => (named.has(intent) ? intent : null));
    return { ...tallied(own), intents: [...byIntent].map(([intent, group]) => ({ intent, ...tallied(group) })) };
  };
  return { control: armOf('control'), treatment: armOf('treatment') };
}

function commonest(rows: readonly Row[]): ReadonlySet<string | null> {
  const exposures = new Map<string, number>();
  for (const { intent, exposures: more } of rows)
    if (intent !== null) exposures.set(intent, (exposures.get(intent) ?? 0) + more);
  const sorted = [...exposures].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return new Set(sorted.slice(0, namedIntents).map(([intent]) => intent));
}

function tallied(rows: readonly Row[]): { exposures: number; metrics: Tally } {
  const sums = (metric: Metric): Sums =>
    rows
      .map((row) => ({ n: row[`${metric}_n`], sum: row[`${metric}_sum`], sumSq: row[`${metric}_squares`] }))
      .reduce(added, noSums);
  return {
    exposures: rows.reduce((sum, { exposures }) => sum + exposures, 0),
    metrics: {
      approval: sums('approval'),
      edits: sums('edits'),
      csat: sums('csat'),
      violations: sums('violations'),
    },
  };
}
