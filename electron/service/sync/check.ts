import { createHash, type Hash, hash } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { heldStates, type Role } from '../../../shared/sync/feeds.ts';
import type { CheckAnswer, CheckedFeed } from '../../../shared/sync/protocol.ts';
import type { Compared } from '../../../shared/sync/status.ts';
import type { Connection } from '../store/database.ts';

/** As many rows are looked at between two turns for others. */
const rowsPerTurn = 1_000;

const states = heldStates.map((state) => `'${state}'`).join(', ');

type Held = { key: string; xid: string | null; sample_id: string };
type Bucket = { rows: number; hash: Hash };

/** Of a feed whose rows are kept as they came. */
const bodies = (table: string, key: string, only = 'true') =>
  `SELECT ${key} AS key, json_extract(body, '$.xid') AS xid, sample_id FROM ${table} AS row
   WHERE ${key} > @after AND ${only} ORDER BY ${key} LIMIT ${rowsPerTurn}`;

/** The same of one whose rows do not go with a sample that is erased. */
const apart = (table: string, key: string, xid = "json_extract(body, '$.xid')") =>
  `SELECT ${key} AS key, ${xid} AS xid, '' AS sample_id FROM ${table}
   WHERE ${key} > @after ORDER BY ${key} LIMIT ${rowsPerTurn}`;

/** What is held of each feed, in the order of the keys' bytes. A row whose sample has got lost is not held. */
function queriesOf(role: Role): Record<CheckedFeed, string> {
  const whole = 'id IS NULL OR EXISTS (SELECT 1 FROM samples s WHERE s.id = row.id AND s.sample_id = row.sample_id)';
  return {
    samples: `SELECT sample_id AS key, xid, sample_id FROM team_samples AS row WHERE sample_id > @after
      AND (NOT readable OR EXISTS (SELECT 1 FROM samples s WHERE s.sample_id = row.sample_id))
      ORDER BY sample_id LIMIT ${rowsPerTurn}`,
    assignments: bodies(
      'assignments',
      'assignment_id',
      role === 'lead' ? `(${whole})` : `state IN (${states}) AND (${whole})`,
    ),
    labels: bodies('team_labels', 'label_id'),
    questions: bodies('questions', 'question_id'),
    adjudications: bodies('adjudications', 'adjudication_id'),
    datasets: apart('team_datasets', 'dataset_id'),
    splits: apart('team_splits', 'sample_id', 'xid'),
    experiments: apart('experiments', 'experiment_id'),
    outcomes: apart('outcomes', 'exposure_id', 'xid'),
    active_models: apart('active_models', 'agent'),
    evaluations: apart('team_evaluations', 'evaluation_id'),
    comparisons: apart('comparisons', 'comparison_id', 'xid'),
    judgments: apart('team_judgments', 'comparison_id', 'xid'),
  };
}

/**
 * Compares what is held of a feed with what the server says that should be. Its rows go by in the order of their keys; of
 * them, one hash a bucket is kept. What the server has written since the last pull is left aside, here as there.
 *
 * @param signal ends it between two turns, with what it is aborted for
 */
export async function compareFeed(
  db: Connection,
  { feed, role, signal }: { feed: CheckedFeed; role: Role; signal: AbortSignal },
  { buckets, changed, erased }: CheckAnswer,
): Promise<Compared> {
  const next = db.prepare<[{ after: string }], Held>(queriesOf(role)[feed]);
  const aside = { keys: new Set(changed), samples: new Set(erased) };
  const held = new Map<number, Bucket>();
  let rows = 0;
  for (let after: string | undefined = ''; after !== undefined; await turn()) {
    signal.throwIfAborted();
    const batch = next.all({ after });
    after = batch.at(-1)?.key;
    for (const { key, xid, sample_id } of batch) {
      if (aside.keys.has(key) || aside.samples.has(sample_id)) continue;
      const bucket = bucketOf(held, key);
      bucket.rows++;
      bucket.hash.update(`${key}:${xid};`);
      rows++;
    }
  }
  const expected = new Map(buckets.map(({ bucket, ...rest }) => [bucket, rest]));
  const differing = [...new Set([...expected.keys(), ...held.keys()])].filter((bucket) => {
    const [here, there] = [held.get(bucket), expected.get(bucket)];
    return here?.rows !== there?.rows || here?.hash.digest('hex') !== there?.hash;
  });
  return { feed, rows, differing: differing.sort((a, b) => a - b) };
}

function bucketOf(held: Map<number, Bucket>, key: string): Bucket {
  const number = Number.parseInt(hash('md5', key).slice(0, 2), 16);
  const known = held.get(number);
  if (known) return known;
  const bucket = { rows: 0, hash: createHash('md5') };
  held.set(number, bucket);
  return bucket;
}
