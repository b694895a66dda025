import { expect } from 'vitest';
import { openReadonly } from '../../../electron/service/store/database.ts';
import { heldStates } from '../../../shared/sync/feeds.ts';
import type { RunSql } from '../../backend/migrate.ts';
import type { TestDevice } from './device.ts';

/*
 * What must be true of sync, by the numbers that a failure names:
 *
 * 1. At rest a device holds what the server shows its member, and there is no hole below a cursor.
 * 2. Every operation that was committed ends, as a receipt or as a dead letter.
 * 3. Any retry, reorder, duplicate or split of messages changes nothing: each ends once, and nothing else does.
 * 4. An operation that cannot be taken delays no other.
 * 5. A cursor never runs ahead of the rows that are stored.
 * 6. Samples that were taken away leave, and what was done on them is still told.
 * 7. After a restore both sides come together, and nothing that a device holds is lost.
 * 8. An answer that is capped, empty or not to this member takes nothing away.
 * 9. A claim repeated under its id gives the same, and no place is given twice.
 */

const rows = (text: unknown[]): string[] => text.map((row) => JSON.stringify(row)).sort();
const held = heldStates.map((state) => `'${state}'`).join(', ');

/** The samples that a device has. */
function samplesOf({ parts }: TestDevice): string[] {
  return parts.workspace.corpus.prepare<[], string>('SELECT sample_id FROM samples').pluck().all();
}

/** The samples that the server has for a member. */
async function samplesFor(memberId: string, sql: RunSql, where = ''): Promise<Set<string>> {
  const shown = await sql(`select distinct sample_id from assay_assignments
    where member_id = '${memberId}' and state in (${held}) ${where}`);
  return new Set(shown.map((row) => String(row['sample_id'])));
}

export async function sameAsServer(device: TestDevice, memberId: string, sql: RunSql): Promise<void> {
  const { work, corpus } = device.parts.workspace;
  const shown = await samplesFor(memberId, sql);
  expect(
    samplesOf(device).filter((id) => !shown.has(id)),
    'invariant 6: samples that have left',
  ).toEqual([]);

  expect(
    corpus
      .prepare(
        `SELECT sample_id FROM team_splits UNION ALL SELECT dataset_id FROM team_datasets
         UNION ALL SELECT experiment_id FROM experiments UNION ALL SELECT exposure_id FROM outcomes
         UNION ALL SELECT evaluation_id FROM team_evaluations UNION ALL SELECT comparison_id FROM team_judgments`,
      )
      .all(),
    'invariant 1: what only leads are told',
  ).toEqual([]);

  const assigned = await sql(`select assignment_id as id, state, sample_id as sample from assay_assignments
    where member_id = '${memberId}'`);
  expect(
    rows(corpus.prepare('SELECT assignment_id AS id, state, sample_id AS sample FROM assignments').all()),
    'invariant 1: assignments',
  ).toEqual(rows(assigned));

  const samples = await sql(`select distinct s.sample_id as id, s.query ->> 'text' as text
    from assay_assignments a join agent_training_samples s using (sample_id)
    where a.member_id = '${memberId}' and a.state in (${held})`);
  const stored = corpus
    .prepare(`SELECT sample_id AS id, json_extract(body, '$.query.text') AS text FROM samples`)
    .all();
  expect(rows(stored), 'invariant 1: samples').toEqual(rows(samples));

  const given = await sql(`select comparison_id as id, state, head_id as head from assay_comparisons
    where member_id = '${memberId}'`);
  expect(
    rows(corpus.prepare('SELECT comparison_id AS id, state, head_id AS head FROM comparisons').all()),
    'invariant 1: comparisons',
  ).toEqual(rows(given));
  const unjudged = await sql(`select comparison_id as id from assay_comparisons
    where member_id = '${memberId}' and judgment is null`);
  const evaluations = corpus.prepare<[], string>('SELECT DISTINCT evaluation_id FROM comparisons').pluck().all();
  const left = evaluations.flatMap((id) => device.parts.judging.next(id, null, given.length));
  expect(rows(left.map(({ id }) => ({ id }))), 'invariant 1: comparisons without a judgment').toEqual(rows(unjudged));

  const labels = (await sql(`select label_id from assay_labels where member_id = '${memberId}'`)).map(
    (row) => row['label_id'],
  );
  expect(
    corpus.prepare('SELECT label_id FROM team_labels').pluck().all().sort(),
    'invariant 1: labels of the team',
  ).toEqual(labels.sort());
  const own = new Set(work.prepare<[], string>('SELECT id FROM labels').pluck().all());
  expect(
    labels.filter((id) => !own.has(String(id))),
    'invariant 1: labels of this account that are not in work.db',
  ).toEqual([]);

  const standing = await sql(`select queue_id as queue, sample_id as sample, label_id as label from assay_assignments
    where member_id = '${memberId}' and label_id is not null`);
  const here = work
    .prepare('SELECT queue, sample_id AS sample, label_id AS label FROM standings WHERE label_id IS NOT NULL')
    .all();
  // What the server refused stands here until its labeler has read why.
  const refused = new Set(work.prepare<[], string>(`SELECT op_id FROM outbox WHERE state = 'rejected'`).pluck().all());
  const accepted = here.filter((row) => !refused.has(String((row as { label: string }).label)));
  expect(rows(standing), 'invariant 1: standing labels').toEqual(expect.arrayContaining(rows(accepted)));
}

/** Operations that could not be stored. */
const notStored = `SELECT op_id FROM outbox WHERE state = 'rejected' AND json_extract(answer, '$.code') = 'not_stored'`;

const idsIn = (devices: readonly TestDevice[], statement: string): string[] =>
  devices.flatMap(({ parts }) => parts.workspace.work.prepare<[], string>(statement).pluck().all());

async function answered(memberId: string, sql: RunSql): Promise<string[]> {
  const rows = await sql(`select op_id from assay_receipts where member_id = '${memberId}'
    union all select op_id from assay_dead_letters where member_id = '${memberId}'`);
  return rows.map((row) => String(row['op_id']));
}

/** @param committed the sample of each operation that a device has committed, by its id */
export async function endedOnce(
  committed: ReadonlyMap<string, string>,
  devices: readonly TestDevice[],
  memberId: string,
  sql: RunSql,
): Promise<void> {
  const onServer = await answered(memberId, sql);
  // What the server could read it keeps as a dead letter; what it failed over only the device has.
  const ended = [...onServer, ...idsIn(devices, notStored).filter((id) => !onServer.includes(id))];
  expect(ended.toSorted(), 'invariant 3: operations that ended twice, or that nobody committed').toEqual(
    [...new Set(ended)].filter((id) => committed.has(id)).sort(),
  );

  const shown = await samplesFor(memberId, sql);
  const lost = [...committed.keys()].filter((id) => !ended.includes(id));
  expect(
    lost.filter((id) => !shown.has(committed.get(id) ?? '')),
    'invariant 6: operations on samples that have left, and that are lost',
  ).toEqual([]);
  expect(lost, 'invariant 2: operations without an end').toEqual([]);
}

/**
 * After a restore every label that a device holds is on the server or in its dead letters, once; or it was refused before,
 * and its labeler has that to read. So is whatever else it was told.
 */
export async function toldAgain(devices: readonly TestDevice[], memberId: string, sql: RunSql): Promise<void> {
  // The letter of an operation that no text can hold cannot be looked into.
  const stored = await sql(`select label_id as id from assay_labels where member_id = '${memberId}'
    union all select op_id from assay_dead_letters where member_id = '${memberId}' and op::text like '%"kind":"label"%'`);
  const labels = stored.map(({ id }) => String(id));
  expect(labels, 'labels that ended twice').toEqual([...new Set(labels)]);
  const refused = idsIn(devices, `SELECT op_id FROM outbox WHERE state = 'rejected'`);
  const made = idsIn(devices, 'SELECT id FROM labels');
  const ended = new Set([...labels, ...refused.filter((id) => made.includes(id))]);
  expect([...ended].sort(), 'labels').toEqual([...new Set(made)].sort());

  const told = new Set([...(await answered(memberId, sql)), ...refused]);
  expect(
    idsIn(devices, 'SELECT op_id FROM told').filter((id) => !told.has(id)),
    'skips and flags that are lost',
  ).toEqual([]);
}

/** No place of a sample is given twice. */
export async function placesHold(queueId: string, sql: RunSql): Promise<void> {
  const crowded = await sql(`select i.sample_id, i.taken, count(a.*) filter (where a.holds) as holding
    from assay_queue_items i left join assay_assignments a using (queue_id, sample_id)
    where i.queue_id = '${queueId}' group by i.queue_id, i.sample_id, i.taken, i.overlap
    having count(a.*) filter (where a.holds) > i.overlap or i.taken <> count(a.*) filter (where a.holds)`);
  expect(crowded, 'invariant 9: places').toEqual([]);
}

/** Nothing lies at or below a cursor that is not stored. Read from the files, as a next start finds them. */
export async function cursorBehindRows(file: string, memberId: string, sql: RunSql): Promise<void> {
  const db = openReadonly(file);
  try {
    const cursor = db
      .prepare<[], { xid: string; id: string }>(`SELECT xid, id FROM feeds WHERE feed = 'assignments'`)
      .get();
    if (!cursor) return;
    const passed = await sql(`select assignment_id as id from assay_assignments where member_id = '${memberId}'
      and (assay_xid, assignment_id) <= ('${cursor.xid}'::xid8, '${cursor.id}'::uuid)`);
    const stored = new Set(db.prepare<[], string>('SELECT assignment_id FROM assignments').pluck().all());
    expect(
      passed.filter(({ id }) => !stored.has(String(id))),
      'invariant 5: rows behind the cursor',
    ).toEqual([]);
  } finally {
    db.close();
  }
}

/**
 * The samples of a device that the server tells it about whenever it asks: what was given beside an open transaction, of
 * whomever on the same Postgres, is told later.
 */
export async function keepsSurely(device: TestDevice, memberId: string, sql: RunSql): Promise<string[]> {
  const told = await samplesFor(memberId, sql, 'and assay_xid < pg_snapshot_xmin(pg_current_snapshot())');
  return samplesOf(device).filter((id) => told.has(id));
}

/** What a device surely keeps before an exchange and the server still shows, it has afterwards, whatever was answered. */
export async function nothingTaken(
  device: TestDevice,
  before: readonly string[],
  memberId: string,
  sql: RunSql,
): Promise<void> {
  const shown = await samplesFor(memberId, sql);
  const after = new Set(samplesOf(device));
  expect(
    before.filter((id) => shown.has(id) && !after.has(id)),
    'invariant 8: samples that no answer took away',
  ).toEqual([]);
}
