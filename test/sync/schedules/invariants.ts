import { expect } from 'vitest';
import { openReadonly } from '../../../electron/service/store/database.ts';
import type { RunSql } from '../../backend/migrate.ts';
import type { TestDevice } from './device.ts';

const rows = (text: unknown[]): string[] => text.map((row) => JSON.stringify(row)).sort();

/** At rest, a device holds what the server shows its member, to the row: invariants 1, 6 and 7. */
export async function sameAsServer(device: TestDevice, memberId: string, sql: RunSql): Promise<void> {
  const { work, corpus } = device.parts.workspace;
  const assigned = await sql(`select assignment_id as id, state, sample_id as sample from assay_assignments
    where member_id = '${memberId}'`);
  expect(
    rows(corpus.prepare('SELECT assignment_id AS id, state, sample_id AS sample FROM assignments').all()),
    'assignments',
  ).toEqual(rows(assigned));

  const samples = await sql(`select distinct s.sample_id as id, s.query ->> 'text' as text
    from assay_assignments a join agent_training_samples s using (sample_id)
    where a.member_id = '${memberId}' and a.state not in ('released', 'revoked')`);
  const held = corpus.prepare(`SELECT sample_id AS id, json_extract(body, '$.query.text') AS text FROM samples`).all();
  expect(rows(held), 'samples').toEqual(rows(samples));

  const labels = (await sql(`select label_id from assay_labels where member_id = '${memberId}'`)).map(
    (row) => row['label_id'],
  );
  expect(corpus.prepare('SELECT label_id FROM team_labels').pluck().all().sort(), 'labels').toEqual(labels.sort());
  const own = new Set(work.prepare<[], string>('SELECT id FROM labels').pluck().all());
  expect(
    labels.filter((id) => !own.has(String(id))),
    'labels of this account that are not in work.db',
  ).toEqual([]);

  const standing = await sql(`select queue_id as queue, sample_id as sample, label_id as label from assay_assignments
    where member_id = '${memberId}' and label_id is not null`);
  const here = work
    .prepare('SELECT queue, sample_id AS sample, label_id AS label FROM standings WHERE label_id IS NOT NULL')
    .all();
  // What the server refused stands here until its labeler has read why.
  const refused = new Set(work.prepare<[], string>(`SELECT op_id FROM outbox WHERE state = 'rejected'`).pluck().all());
  const accepted = here.filter((row) => !refused.has(String((row as { label: string }).label)));
  expect(rows(standing), 'standing labels').toEqual(expect.arrayContaining(rows(accepted)));
}

/** Every operation that was committed ended exactly once, as a receipt or as a dead letter: invariants 2 and 3. */
export async function endedOnce(committed: ReadonlySet<string>, memberId: string, sql: RunSql): Promise<void> {
  const ids = async (table: string) =>
    (await sql(`select op_id from ${table} where member_id = '${memberId}'`)).map((row) => String(row['op_id']));
  const receipts = await ids('assay_receipts');
  const letters = await ids('assay_dead_letters');
  expect([...receipts, ...letters].sort(), 'operations').toEqual([...committed].sort());
}

/**
 * After a restore every label that a device holds is on the server or in its dead letters, once; or it was refused before,
 * and its labeler has that to read: invariant 7.
 */
export async function labelsEnded(devices: readonly TestDevice[], memberId: string, sql: RunSql): Promise<void> {
  // The letter of an operation that no text can hold cannot be looked into.
  const ended = await sql(`select label_id as id from assay_labels where member_id = '${memberId}'
    union all select op_id from assay_dead_letters where member_id = '${memberId}' and op::text like '%"kind":"label"%'`);
  const ids = ended.map(({ id }) => String(id));
  expect(ids, 'labels that ended twice').toEqual([...new Set(ids)]);
  const here = (statement: string) =>
    devices.flatMap(({ parts }) => parts.workspace.work.prepare<[], string>(statement).pluck().all());
  const refused = here(`SELECT op_id FROM outbox WHERE state = 'rejected' AND json_extract(body, '$.kind') = 'label'`);
  const held = here('SELECT id FROM labels');
  expect([...new Set([...ids, ...refused])].sort(), 'labels').toEqual([...new Set(held)].sort());
}

/** No place of a sample is given twice: invariant 9. */
export async function placesHold(queueId: string, sql: RunSql): Promise<void> {
  const crowded = await sql(`select i.sample_id, i.taken, count(a.*) filter (where a.holds) as holding
    from assay_queue_items i left join assay_assignments a using (queue_id, sample_id)
    where i.queue_id = '${queueId}' group by i.queue_id, i.sample_id, i.taken, i.overlap
    having i.taken > i.overlap or i.taken <> count(a.*) filter (where a.holds)`);
  expect(crowded, 'places').toEqual([]);
}

/** Nothing lies at or below a cursor that is not stored: invariant 5. Read from the files, as a next start finds them. */
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
      'rows behind the cursor',
    ).toEqual([]);
  } finally {
    db.close();
  }
}
