import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import { verdictSchema } from '../../shared/domain/label.ts';
import { inviteAnswerSchema, whoamiSchema } from '../../shared/sync/protocol.ts';
import { type Device, insertSamples, joinTeam, RpcError, saveQueue } from '../backend/team.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { type Desk, make, openDesk, push } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(async () => {
  expect(await desk.miscounted()).toEqual([]);
  await desk.backend.close();
});

const day = 86_400_000;
const detailOf = (call: Promise<unknown>): Promise<string | null> =>
  call.then(
    () => 'it went through',
    (error: unknown) => {
      if (error instanceof RpcError) return error.detail;
      throw error;
    },
  );

/** Lets a lease end without waiting for it. */
const endLeases = (queue: string) =>
  desk.backend.sql(`update public.assay_assignments set lease_until = now() - interval '1 minute'
    where queue_id = '${queue}'`);
const heldBy = async (device: Device, queue: string) =>
  (await desk.told(device)).rows.assignments.filter(({ queue_id }) => queue_id === queue);

it('answers a repeated claim with the same assignments', async () => {
  const { queue } = await desk.queueOf(5);
  const id = randomUUID();
  const until = new Date(Date.now() + day);
  const first = await desk.ann.claim(queue, 3, until, id);
  expect(first.claimed).toBe(3);
  expect(await desk.ann.claim(queue, 3, until, id)).toEqual(first);
  expect(await heldBy(desk.ann, queue)).toHaveLength(3);
  expect(await detailOf(desk.ben.claim(queue, 3, until, id))).toBe('id_reused');
});

it('gives one claim to two calls that come at once', async () => {
  const { queue } = await desk.queueOf(8);
  const id = randomUUID();
  const until = new Date(Date.now() + day);
  const answers = await Promise.all(Array.from({ length: 6 }, () => desk.ann.claim(queue, 4, until, id)));
  expect(new Set(answers.map(({ claimed }) => claimed))).toEqual(new Set([4]));
  expect(await heldBy(desk.ann, queue)).toHaveLength(4);
});

it('never gives a sample to more labelers than the queue asks for, however many claim at once', async () => {
  const { queue, ids } = await desk.queueOf(60, { overlap: 2 });
  const devices = [desk.ann, desk.ben, desk.lead];
  for (const name of ['Cem', 'Dia', 'Eve']) devices.push(await joinTeam(desk.backend, desk.lead, name));
  await Promise.all(devices.flatMap((device) => [1, 2, 3, 4].map(() => device.claim(queue, 15))));
  // What was locked at that moment was passed over, and is there for the next.
  for (const device of devices) await device.claim(queue, 60);
  const holders = await desk.backend.sql(`select sample_id, count(*)::int as holders, count(distinct member_id)::int as
    members from public.assay_assignments where queue_id = '${queue}' and holds group by 1`);
  expect(holders).toHaveLength(ids.length);
  expect(holders.every(({ holders, members }) => holders === 2 && members === 2)).toBe(true);
});

it('never gives a labeler a sample twice, and gives them in the order of the queue', async () => {
  const tag = randomUUID();
  const rows = ['03', '01', '02', '04'].map((at) =>
    sampleRow(`${tag} ${at}`, { tags: [tag], created_at: `2026-09-${at}T08:00:00Z` }),
  );
  await insertSamples(desk.backend, rows);
  const queue = await saveQueue(desk.lead, { filter: { tag }, overlap: 2 });
  expect([(await desk.ann.claim(queue, 3)).claimed, (await desk.ann.claim(queue, 3)).claimed]).toEqual([3, 1]);
  const held = await heldBy(desk.ann, queue);
  expect(held.sort((a, b) => a.place - b.place).map(({ sample_id }) => sample_id)).toEqual(
    ['01', '02', '03', '04'].map((at) => `${tag} ${at}`),
  );
});

it('keeps the turns of a conversation together', async () => {
  const tag = randomUUID();
  const turn = (conversation: string, at: string) =>
    sampleRow(`${tag} ${conversation} ${at}`, {
      tags: [tag],
      created_at: `2026-09-01T08:${at}:00Z`,
      source: { agent_name: 'Order Support', conversation_id: `${tag} ${conversation}` },
    });
  await insertSamples(desk.backend, [turn('b', '01'), turn('a', '00'), turn('a', '02'), turn('b', '03')]);
  const queue = await saveQueue(desk.lead, { filter: { tag }, item_order: 'by_conversation' });
  await desk.ann.claim(queue, 4);
  const held = (await heldBy(desk.ann, queue)).sort((x, y) => x.place - y.place);
  expect(held.map(({ sample_id }) => sample_id.slice(tag.length + 1))).toEqual(['a 00', 'a 02', 'b 01', 'b 03']);
});

it('refuses what a claim may not ask', async () => {
  const { queue } = await desk.queueOf(1);
  const soon = new Date(Date.now() + day);
  expect(await detailOf(desk.ann.claim(queue, 0, soon))).toBe('bad_argument');
  expect(await detailOf(desk.ann.claim(queue, 5_001, soon))).toBe('bad_argument');
  expect(await detailOf(desk.ann.claim(queue, 1, new Date(Date.now() - 1)))).toBe('bad_argument');
  expect(await detailOf(desk.ann.claim(queue, 1, new Date(Date.now() + 31 * day)))).toBe('bad_argument');
  expect(await detailOf(desk.ann.claim(randomUUID(), 1, soon))).toBe('unknown_queue');
  const paused = await saveQueue(desk.lead, { state: 'paused' });
  expect(await detailOf(desk.ann.claim(paused, 1, soon))).toBe('queue_not_open');
});

it('gives what has expired to somebody else, and takes late work all the same', async () => {
  const { queue, ids } = await desk.claimed(2);
  const [a = '', b = ''] = ids;
  await endLeases(queue);
  expect((await desk.ben.claim(queue, 1)).claimed).toBe(1);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'expired', holds: false });
  const { results } = await desk.ann.push([make.label(queue, a), make.label(queue, b)]);
  expect(results).toMatchObject([
    { status: 'applied', late: true },
    { status: 'applied', late: true },
  ]);
  // Ben has the one place of a; the place of b was free, and the late label takes it.
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'done', holds: false });
  expect(await desk.assignment(b, desk.ann)).toMatchObject({ state: 'done', holds: true });
  expect((await desk.ben.claim(queue, 2)).claimed).toBe(0);
});

const counted = z.object({ extended: z.int().optional(), released: z.int().optional() });

it('prolongs a lease, and takes back what has expired and is still free', async () => {
  const { queue, ids } = await desk.claimed(2);
  await endLeases(queue);
  await desk.ben.claim(queue, 1);
  const until = new Date(Date.now() + 2 * day).toISOString();
  expect(await desk.ann.rpc('assay_extend', { queue_id: queue, until }, counted)).toEqual({ extended: 1 });
  expect(await desk.assignment(ids[0] ?? '', desk.ann)).toMatchObject({ state: 'expired' });
  expect(await desk.assignment(ids[1] ?? '', desk.ann)).toMatchObject({ state: 'leased', holds: true });
});

it('keeps a return a return when its lease has ended and it is taken up again', async () => {
  const { queue, ids } = await desk.claimed(2);
  await desk.ann.push(ids.map((id) => make.label(queue, id)));
  for (const sample_id of ids)
    await desk.lead.rpc(
      'assay_return',
      { queue_id: queue, sample_id, member_id: desk.ann.memberId, reason: 'Look again.' },
      z.unknown(),
    );
  await endLeases(queue);
  await desk.ben.claim(queue, 1);
  const until = new Date(Date.now() + 2 * day).toISOString();
  await desk.ann.rpc('assay_extend', { queue_id: queue, until }, counted);
  const states = await Promise.all(ids.map(async (id) => (await desk.assignment(id, desk.ann))?.['state']));
  expect(states).toEqual(['expired', 'returned']);
});

it('gives work back, and tells the device to forget it', async () => {
  const { queue, ids } = await desk.claimed(3);
  const [a = ''] = ids;
  await push(desk.ann, [make.label(queue, a)]);
  const release = (sample_ids: string[] | null) =>
    desk.ann.rpc('assay_release', { queue_id: queue, sample_ids }, counted);
  expect(await release([ids[1] ?? ''])).toEqual({ released: 1 });
  expect(await release(null)).toEqual({ released: 1 });
  const held = await heldBy(desk.ann, queue);
  expect(held.filter(({ state }) => state === 'released').map(({ sample }) => sample)).toEqual([null, null]);
  expect(held.filter(({ state }) => state === 'done')).toHaveLength(1);
  expect((await desk.ben.claim(queue, 3)).claimed).toBe(2);
});

it('judges by the rubric of the queue what was given back and is taken anew, and by its own what stayed open', async () => {
  const { queue, ids } = await desk.claimed(2);
  const [back = '', open = ''] = ids;
  await desk.ann.rpc('assay_release', { queue_id: queue, sample_ids: [back] }, counted);
  const [{ body } = { body: {} }] = (await desk.told(desk.lead)).rows.rubrics;
  const { version } = await desk.lead.rpc('assay_save_rubric', { body }, z.object({ version: z.int() }));
  await desk.backend.sql(`update public.assay_queues set rubric_version = ${version} where queue_id = '${queue}'`);
  await desk.ann.claim(queue, 2);
  expect(await desk.assignment(back, desk.ann)).toMatchObject({ rubric_version: version });
  expect(await desk.assignment(open, desk.ann)).toMatchObject({ rubric_version: 1 });
});

it('takes a label for what was given back, marked late', async () => {
  const { queue, ids } = await desk.claimed(1);
  await desk.ann.rpc('assay_release', { queue_id: queue }, counted);
  expect((await desk.ann.push([make.label(queue, ids[0] ?? '')])).results).toMatchObject([
    { status: 'applied', late: true },
  ]);
  expect(await desk.assignment(ids[0] ?? '', desk.ann)).toMatchObject({ state: 'done', holds: true });
});

it('lets new samples into the queues that they match, and sends a changed one again', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  const before = await desk.told(desk.ann);
  const [{ tag = '' } = {}] = (await desk.told(desk.lead)).rows.queues
    .filter(({ queue_id }) => queue_id === queue)
    .map(({ filter }) => filter);
  await insertSamples(desk.backend, [sampleRow(`${a} sibling`, { tags: [tag] })]);
  expect((await desk.ann.claim(queue, 5)).claimed).toBe(1);
  await desk.backend.sql(`update public.agent_training_samples
    set agent_response = agent_response || '{"text": "A better answer."}' where sample_id = '${a}'`);
  const after = await desk.told(desk.ann, before.cursors);
  const again = after.rows.assignments.find(({ sample_id }) => sample_id === a);
  expect(again?.sample?.agent_response.text).toBe('A better answer.');
});

it('does not send a sample again whose labeler would see no change', async () => {
  const { ids } = await desk.claimed(1);
  const { cursors } = await desk.told(desk.ann);
  await desk.backend.sql(`update public.agent_training_samples
    set customer_outcome = '{"resolved": true}' where sample_id = '${ids[0]}'`);
  await desk.backend.sql(`update public.agent_training_samples set query = query where sample_id = '${ids[0]}'`);
  expect((await desk.told(desk.ann, cursors)).rows.assignments).toEqual([]);
});

const waiting = `select from pg_locks l join pg_database d on d.oid = l.database
  where d.datname = current_database() and not l.granted and l.relation = 'public.agent_training_samples'::regclass`;

it('ends no transaction of the serving agent while a queue that its row enters is saved', async () => {
  const filter = { agent: 'Night Desk' };
  const queue = await saveQueue(desk.lead, { filter });
  const agent = postgres(desk.backend.databaseUrl ?? '', { max: 1 });
  const { saving } = await agent.begin(async (sql) => {
    await sql`update public.agent_training_samples set tags = tags where sample_id = 'sample 1'`;
    // It waits for the table, which this transaction has.
    const saving = saveQueue(desk.lead, { queue_id: queue, filter, overlap: 2 });
    await expect.poll(() => desk.backend.sql(waiting)).toHaveLength(1);
    await sql`insert into public.agent_training_samples (sample_id, source, query, agent_response)
      values ('at night', '{"agent_name": "Night Desk"}', '{"text": "Is it open?"}', '{"text": "It is."}')`;
    return { saving };
  });
  await saving;
  await agent.end();
  expect((await desk.ben.claim(queue, 5)).claimed).toBe(1);
});

it('shows a labeler nothing that could steer a verdict', async () => {
  const secret = 'this must not be seen';
  const tag = randomUUID();
  await insertSamples(desk.backend, [
    sampleRow(tag, {
      tags: [tag],
      human_feedback: { approved: true, notes: secret },
      customer_outcome: { resolved: true, note: secret },
      training_flags: { quality_reviewed: true, note: secret },
      agent_response: { text: 'The answer.', sources: [], confidence: 0.123456, judge: secret },
      source: { agent_name: 'Order Support', arm: secret },
    }),
  ]);
  const queue = await saveQueue(desk.lead, { filter: { tag, min_confidence: 0.1 }, item_order: 'least_confident' });
  await desk.ann.claim(queue, 1);
  const told = JSON.stringify((await desk.told(desk.ann)).rows);
  expect(told).toContain(tag);
  expect(told).not.toContain(secret);
  expect(told).not.toMatch(/confidence":|min_confidence|0\.123456|human_feedback|customer_outcome|training_flags/);
});

it('returns a sample with a reason: its label counts no more until it is done again', async () => {
  const { queue, ids } = await desk.claimed(1);
  const [a = ''] = ids;
  const op = make.label(queue, a);
  await push(desk.ann, [op]);
  const reason = 'The policy changed last week.';
  const give = { queue_id: queue, sample_id: a, member_id: desk.ann.memberId, reason };
  await desk.lead.rpc('assay_return', give, z.unknown());
  const [assignment] = await heldBy(desk.ann, queue);
  expect(assignment).toMatchObject({ state: 'returned', returned_reason: reason });
  expect(
    (
      await desk.backend.sql(`select human_feedback ->> 'approved' as approved from
    public.agent_training_samples where sample_id = '${a}'`)
    )[0],
  ).toEqual({ approved: 'false' });
  // The device has not heard of it yet, and changes what it had.
  const again = make.label(queue, a, { supersedes: op.op_id, verdict: verdict('x', { note: 'again' }) });
  expect(await push(desk.ann, [again])).toEqual(['applied']);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'done', label_id: again.op_id });
});

it('gives the work of one labeler to others, and the labels that come late do not stand', async () => {
  const { queue, ids } = await desk.claimed(2);
  const [a = '', b = ''] = ids;
  const old = make.label(queue, b, { at: new Date(Date.now() - 60_000).toISOString() });
  await push(desk.ann, [make.label(queue, a), make.label(queue, b)]);
  const since = new Date(Date.now() - day).toISOString();
  const requeue = { member_id: desk.ann.memberId, since, reason: 'The rubric was misread.' };
  await desk.lead.rpc('assay_requeue', requeue, z.unknown());
  expect((await heldBy(desk.ann, queue)).map(({ state, sample }) => [state, sample])).toEqual([
    ['revoked', null],
    ['revoked', null],
  ]);
  expect(await push(desk.ann, [old])).toEqual(['applied']);
  expect(await desk.assignment(b, desk.ann)).toMatchObject({ state: 'revoked', label_id: null, holds: false });
  // Nor does one that is made after it, on a device that has not heard.
  expect(await push(desk.ann, [make.label(queue, a)])).toEqual(['applied']);
  expect(await desk.assignment(a, desk.ann)).toMatchObject({ state: 'revoked', label_id: null, holds: false });
  expect((await desk.ann.claim(queue, 2)).claimed).toBe(0);
  expect((await desk.ben.claim(queue, 2)).claimed).toBe(2);
});

it('gives back what a removed member had open, and lets them in no more', async () => {
  const { queue, ids } = await desk.queueOf(3);
  const max = await joinTeam(desk.backend, desk.lead, 'Max');
  await max.claim(queue, 3);
  await push(max, [make.label(queue, ids[0] ?? '')]);
  const removed = await desk.lead.rpc('assay_remove_member', { member_id: max.memberId }, z.unknown());
  expect(removed).toEqual({ reopened: 2 });
  await expect(max.pull()).rejects.toMatchObject({ status: 403, code: '42501', detail: 'removed' });
  expect((await desk.ben.claim(queue, 3)).claimed).toBe(2);
  const last = desk.lead.rpc('assay_remove_member', { member_id: desk.lead.memberId }, z.unknown());
  expect(await detailOf(last)).toBe('last_lead');
  // A new invite lets them in again, as who they were; a code works once.
  const { code } = await desk.lead.rpc('assay_invite', { name: 'Max', role: 'labeler', days: 1 }, inviteAnswerSchema);
  expect(await max.rpc('assay_join', { code, name: 'Max' }, whoamiSchema)).toMatchObject({ member_id: max.memberId });
  expect((await max.claim(queue, 3)).claimed).toBe(0);
  await desk.ben.rpc('assay_release', { queue_id: queue }, z.unknown());
  expect((await max.claim(queue, 3)).claimed).toBe(2);
  expect(await detailOf(desk.ben.rpc('assay_join', { code, name: 'Ben' }, whoamiSchema))).toBe('invite_not_valid');
  expect((await desk.told(max)).rows.labels).toHaveLength(1);
});

it('erases a sample with everything about it, and tells every device that had it', async () => {
  const { queue, ids } = await desk.claimed(2);
  const [a = '', b = ''] = ids;
  await push(desk.ann, [make.label(queue, a), make.question(queue, b)]);
  const [ann, lead] = [await desk.told(desk.ann), await desk.told(desk.lead)];
  const erased = await desk.lead.rpc('assay_erase', { sample_ids: [a, b] }, z.unknown());
  expect(erased).toEqual({ erased: 2 });
  const told = await desk.told(desk.ann, ann.cursors);
  expect(told.rows.assignments.map(({ state, sample }) => [state, sample])).toEqual([
    ['revoked', null],
    ['revoked', null],
  ]);
  const gone = [a, b].map((id) => expect.objectContaining({ sample_id: id, row: null }));
  expect(told.rows.samples).toEqual(expect.arrayContaining(gone));
  expect((await desk.told(desk.lead, lead.cursors)).rows.samples).toEqual(expect.arrayContaining(gone));
  const left = await desk.backend.sql(`select label_id from public.assay_labels where sample_id in ('${a}', '${b}')
    union all select question_id from public.assay_questions where sample_id in ('${a}', '${b}')`);
  expect(left).toEqual([]);
  expect(
    await push(desk.ann, [make.label(queue, a, { verdict: verdictSchema.parse(verdict('x', { note: 'text' })) })]),
  ).toEqual(['rejected unknown_sample']);
  const letters = await desk.backend.sql(
    `select op::text as op from public.assay_dead_letters where sample_id = '${a}'`,
  );
  expect(JSON.stringify(letters)).not.toContain('verdict');
});
