import { createHash, randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { daySchema } from '../../shared/sync/day.ts';
import type { Cursors, Feed } from '../../shared/sync/feeds.ts';
import { checkAnswerSchema, type PullPage, pullPageSchema, remainingAnswerSchema } from '../../shared/sync/protocol.ts';
import { insertSamples, joinTeam, saveQueue } from '../backend/team.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { type Desk, make, openDesk, push } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

it('delivers every row once over pages of any size', async () => {
  const { queue, ids } = await desk.claimed(23);
  await push(
    desk.ann,
    ids.slice(0, 11).map((id) => make.label(queue, id)),
  );
  const whole = await desk.told(desk.ann);
  for (const size of [1, 4, 7]) {
    const rows = new Map<Feed, unknown[]>();
    let cursors: Cursors = {};
    let page: PullPage;
    do {
      page = await desk.ann.pull(cursors, size);
      cursors = page.cursors;
      for (const feed of ['assignments', 'labels', 'members', 'queues', 'receipts'] as const)
        rows.set(feed, [...(rows.get(feed) ?? []), ...page.rows[feed]]);
    } while (page.more);
    for (const [feed, found] of rows) expect(found).toEqual(whole.rows[feed]);
    expect(cursors).toEqual(whole.cursors);
  }
  expect((await desk.ann.pull(whole.cursors)).rows).toEqual(
    Object.fromEntries(Object.keys(whole.rows).map((feed) => [feed, []])),
  );
});

it('holds back what is written by a transaction that is not finished, and everything after it', async () => {
  const { cursors } = await desk.told(desk.lead);
  const slow = postgres(desk.backend.databaseUrl ?? '', { max: 1 });
  const insert = (sql: postgres.Sql | postgres.TransactionSql, id: string) => sql`
    insert into public.agent_training_samples (sample_id, source, query, agent_response)
    values (${id}, '{"agent_name": "A"}', '{"text": "?"}', '{"text": "!"}')`;
  const { promise, resolve } = Promise.withResolvers<void>();
  const begun = Promise.withResolvers<void>();
  const late = slow.begin(async (tx) => {
    await insert(tx, 'written first');
    begun.resolve();
    await promise;
  });
  await begun.promise;
  await insertSamples(desk.backend, [sampleRow('written second')]);
  const during = await desk.lead.pull(cursors);
  expect(during.rows.samples).toEqual([]);
  expect(during.more).toBe(false);
  resolve();
  await late;
  await slow.end();
  const after = await desk.told(desk.lead, during.cursors);
  expect(after.rows.samples.map(({ sample_id }) => sample_id)).toEqual(['written first', 'written second']);
});

it('tells the witness that was there before, so that a server that went back is noticed', async () => {
  const pull = async (known: string | null, nonce: string | null, device = desk.ben.deviceId) =>
    (await desk.ben.rpc('assay_pull', { device, known, nonce, cursors: {}, page: 1 }, pullPageSchema)).epoch;
  const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
  const first = await pull(null, one);
  expect(first.witness).toBeNull();
  expect((await pull(one, two)).witness).toBe(one);
  // Whoever does not know it leaves it, again and again.
  for (const known of [one, null, randomUUID(), one]) expect((await pull(known, three)).witness).toBe(two);
  expect(await pull(null, null)).toEqual({ ...first, witness: two });
  // The same account on another device has a witness of its own.
  expect((await pull(one, two, randomUUID())).witness).toBeNull();
});

it('writes nothing when a device only looks', async () => {
  const xid = async () =>
    (await desk.backend.sql('select pg_snapshot_xmax(pg_current_snapshot())::text as x'))[0]?.['x'];
  const { cursors } = await desk.told(desk.ann);
  // Other databases of the server may write meanwhile: once without is enough.
  for (;;) {
    const before = await xid();
    await desk.ann.pull(cursors);
    if ((await xid()) === before) return;
  }
});

it('says what a device should hold, in buckets that the device can compute', async () => {
  const { queue, ids } = await desk.claimed(9);
  await push(desk.ann, [make.label(queue, ids[0] ?? ''), make.label(queue, ids[1] ?? '')]);
  await desk.ann.rpc('assay_release', { queue_id: queue, sample_ids: [ids[8]] }, z.unknown());
  const { rows, watermark } = await desk.told(desk.ann);
  // Written since, and so named instead of counted.
  await desk.ann.rpc('assay_release', { queue_id: queue, sample_ids: [ids[7]] }, z.unknown());
  const moved = rows.assignments.filter(({ sample_id }) => sample_id === ids[7]).map((row) => row.assignment_id);
  const held = {
    assignments: rows.assignments
      .filter(({ state, sample_id }) => state !== 'released' && sample_id !== ids[7])
      .map(({ assignment_id, xid }) => [assignment_id, xid] as const),
    labels: rows.labels.map(({ label_id, xid }) => [label_id, xid] as const),
  };
  const md5 = (text: string) => createHash('md5').update(text).digest('hex');
  for (const [feed, keys] of Object.entries(held)) {
    const buckets = Map.groupBy(keys, ([key]) => Number.parseInt(md5(key).slice(0, 2), 16));
    const expected = [...buckets].map(([bucket, members]) => ({
      bucket,
      rows: members.length,
      hash: md5(
        members
          .map(([key, xid]) => `${key}:${xid};`)
          .sort()
          .join(''),
      ),
    }));
    const told = await desk.ann.rpc('assay_check', { feed, below: watermark }, checkAnswerSchema);
    expect(told).toEqual({
      buckets: expected.sort((a, b) => a.bucket - b.bucket),
      changed: feed === 'assignments' ? moved : [],
      erased: [],
    });
  }
});

it('tells how many rows a pull still brings, from wherever it stands', async () => {
  const { queue, ids } = await desk.claimed(7);
  await push(desk.ann, [make.label(queue, ids[0] ?? ''), make.question(queue, ids[1] ?? '')]);
  for (const device of [desk.ann, desk.lead]) {
    const all = await desk.told(device);
    const remaining = async (cursors: Cursors) =>
      (await device.rpc('assay_remaining', { device: device.deviceId, cursors }, remainingAnswerSchema)).rows;
    const rowsOf = ({ rows }: PullPage) => Object.values(rows).reduce((sum, feed) => sum + feed.length, 0);
    expect(await remaining({})).toBe(rowsOf(all));
    const page = await device.pull({}, 3);
    expect(await remaining(page.cursors)).toBe(rowsOf(all) - rowsOf(page));
    expect(await remaining(all.cursors)).toBe(0);
  }
});

it('counts the day of each labeler in each queue', async () => {
  const { queue, ids } = await desk.claimed(6, { overlap: 2 });
  const [a = '', b = '', c = '', d = ''] = ids;
  await desk.ben.claim(queue, 1);
  const rejected = { decision: 'reject' as const, reasons: ['other' as const] };
  const mixed = { scores: { ...verdict('x').scores, tone: 4 as const } };
  await push(desk.ann, [
    make.label(queue, a, { verdict: verdict('x', { activeMs: 60_000, ...mixed }) }),
    make.label(queue, b, { verdict: verdict('x', { activeMs: 10 }) }),
    make.skip(queue, c),
    make.question(queue, d),
    make.flag(queue, d, true),
  ]);
  await push(desk.ben, [make.label(queue, a, { verdict: verdict('x', rejected) })]);
  const day = await desk.lead.rpc('assay_day', {}, daySchema);
  const of = (member: string) => day.labelers.find((l) => l.queue_id === queue && l.member_id === member);
  expect(of(desk.ann.memberId)).toMatchObject({
    ...{ done: 2, done_today: 2, remaining: 2, skips: 1, open_questions: 1, disagreements: 1, corrections: 0 },
    ...{ too_fast: 1, straight_lined: 1, late: 0, active_ms: 60_010, returned: 0, expired: 0 },
  });
  expect(of(desk.ben.memberId)).toMatchObject({ done: 1, remaining: 0, disagreements: 1 });
  expect(day.queues.find(({ queue_id }) => queue_id === queue)).toMatchObject({
    ...{ samples: 6, decided: 0, disagreements: 1 },
  });
  expect(day.flagged).toBe(1);
});

it('lets a lead save the next version of a rubric, and nobody an incomplete one', async () => {
  const [{ body } = { body: {} }] = (await desk.told(desk.lead)).rows.rubrics;
  const save = (rubric: unknown) =>
    desk.lead.rpc('assay_save_rubric', { body: rubric }, z.object({ version: z.int() }));
  expect(await save(body)).toEqual({ version: 2 });
  await expect(save({ ...z.object({}).loose().parse(body), overall: { name: 'Overall' } })).rejects.toMatchObject({
    detail: 'bad_argument',
  });
  expect((await desk.told(desk.ann)).rows.rubrics.map(({ version }) => version)).toEqual([1, 2]);
});

it('stamps every row anew after a restore from a dump, so that every device is told everything again', async () => {
  const before = await desk.told(desk.ann);
  await desk.backend.sql('select assay.restamp()');
  const after = await desk.told(desk.ann, before.cursors);
  expect(after.rows.assignments).toHaveLength(before.rows.assignments.length);
  expect(after.rows.labels).toHaveLength(before.rows.labels.length);
});

it('ends a page early before it grows too large to hold', async () => {
  const text = 'x'.repeat(5 * 1024 * 1024);
  for (const n of [1, 2, 3, 4, 5])
    await insertSamples(desk.backend, [
      sampleRow(`huge ${n}`, { tags: ['huge'], agent_response: { text, sources: [], confidence: 0.5 } }),
    ]);
  const queue = await saveQueue(desk.lead, { filter: { tag: 'huge' } });
  const zoe = await joinTeam(desk.backend, desk.lead, 'Zoe');
  await zoe.claim(queue, 5);
  const first = await desk.told(zoe);
  expect([first.rows.assignments.length, first.more]).toEqual([4, true]);
  const second = await zoe.pull(first.cursors);
  expect([second.rows.assignments.length, second.more]).toEqual([1, false]);
});
