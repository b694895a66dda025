import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import { assignAnswerSchema, closeAnswerSchema } from '../../shared/sync/evaluations.ts';
import { checkAnswerSchema, unsettledAnswerSchema } from '../../shared/sync/protocol.ts';
import { type Device, insertSamples, joinTeam } from '../backend/team.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { type Desk, make, openDesk, push } from './desk.ts';
import { comparisonsOf, judgmentsOf, published, sealAndOpen, secret } from './evaluation-desk.ts';

/** What leads decide about an evaluation, and what they alone are told of it. */

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

const close = (id: string) => desk.lead.rpc('assay_close_evaluation', { evaluation_id: id }, closeAnswerSchema);
const assign = (id: string, ...judges: Device[]) =>
  desk.lead.rpc(
    'assay_assign_judges',
    { evaluation_id: id, members: judges.map(({ memberId }) => memberId) },
    assignAnswerSchema,
  );
const evaluationRow = async (id: string) =>
  (await desk.told(desk.lead)).rows.evaluations.find(({ evaluation_id }) => evaluation_id === id);

it('gives what a removed member has not judged to others, and keeps what they have', async () => {
  const rob = await joinTeam(desk.backend, desk.lead, 'Rob');
  const id = await published(desk, [desk.ann, rob], { items: 20 });
  const [judged] = await comparisonsOf(desk, rob, id);
  await push(rob, [make.judgment(judged?.comparison_id ?? '', 'first')]);
  await desk.lead.rpc('assay_remove_member', { member_id: rob.memberId }, z.unknown());
  await expect(assign(id, desk.ann, rob)).rejects.toMatchObject({ detail: 'bad_argument' });
  expect(await assign(id, desk.ann, desk.ben)).toEqual({ given: 9 });
  // All nine to Ben, who had none.
  const open = async (device: Device) =>
    (await comparisonsOf(desk, device, id)).filter(({ state }) => state === 'open').length;
  expect([await open(desk.ann), await open(desk.ben)]).toEqual([10, 9]);
  expect((await judgmentsOf(desk, id)).filter(({ judgment }) => judgment)).toHaveLength(1);
  expect(await assign(id, desk.ann, desk.ben)).toEqual({ given: 0 });
});

it('takes from a judge what is given to another, with its answers, and takes what they had judged meanwhile', async () => {
  const id = await published(desk, [desk.ann], { items: 4 });
  const [mine] = await comparisonsOf(desk, desk.ann, id);
  expect(await assign(id, desk.ben)).toEqual({ given: 4 });
  const left = await comparisonsOf(desk, desk.ann, id);
  expect(left.map(({ state, item }) => [state, item])).toEqual(Array(4).fill(['revoked', null]));
  const { results } = await desk.ann.push([make.judgment(mine?.comparison_id ?? '', 'tie')]);
  expect(results).toMatchObject([{ status: 'applied', late: true }]);
  expect((await judgmentsOf(desk, id)).filter(({ late }) => late)).toMatchObject([{ judgment: { better: 'tie' } }]);
  // Back again: what she has judged is hers already.
  expect(await assign(id, desk.ann)).toEqual({ given: 3 });
});

const ago = (seconds: number) => ({ at: new Date(Date.now() - seconds * 1_000).toISOString() });
const standing = async (id: string) =>
  (await judgmentsOf(desk, id)).flatMap(({ comparison_id, judgment, late }) =>
    judgment ? [{ comparison_id, note: judgment.note, late }] : [],
  );

it('ends the judging for everybody; what was judged before and comes later is taken, and marked', async () => {
  const id = await published(desk, [desk.ann, desk.ben], { items: 6 });
  const [mine] = await comparisonsOf(desk, desk.ann, id);
  await close(id);
  await close(id);
  for (const device of [desk.ann, desk.ben])
    for (const { state, item } of await comparisonsOf(desk, device, id))
      expect([state, item]).toEqual(['closed', null]);
  const before = { ...make.judgment(mine?.comparison_id ?? '', 'second'), ...ago(60) };
  expect(await push(desk.ann, [before])).toEqual(['applied']);
  expect((await judgmentsOf(desk, id)).filter(({ judgment }) => judgment)).toMatchObject([{ late: true }]);
  expect(await push(desk.lead, [make.item(id, 'too late')])).toEqual(['applied']);
  expect(await judgmentsOf(desk, id)).toHaveLength(6);
  await expect(assign(id, desk.ann)).rejects.toMatchObject({ detail: 'evaluation_closed' });
});

it('lets nothing change what was judged once it is closed: no other verdict, no taking back, no first one', async () => {
  const id = await published(desk, [desk.ann], { items: 2 });
  const [one = '', two = ''] = (await comparisonsOf(desk, desk.ann, id)).map(({ comparison_id }) => comparison_id);
  await push(desk.ann, [make.judgment(one, 'first', { note: 'blind' })]);
  await close(id);
  const after = [make.judgment(one, 'second'), make.judgment(one, null), make.judgment(two, 'first')];
  const { results } = await desk.ann.push(after);
  expect(results.map(({ code }) => code)).toEqual(Array(3).fill('judged_after'));
  expect(results[0]?.message).toMatch(/closed before this was said, so it does not count/);
  expect(await standing(id)).toEqual([{ comparison_id: one, note: 'blind', late: false }]);
});

it('has ended the judging only once it was its turn: what was heard until then counts', async () => {
  const id = await published(desk, [desk.ann], { items: 1 });
  const [{ comparison_id: one = '' } = {}] = await comparisonsOf(desk, desk.ann, id);
  const earlier = { ...make.judgment(one, 'first', { note: 'earlier' }), ...ago(60) };
  const sql = postgres(desk.backend.databaseUrl ?? '', { max: 1 });
  onTestFinished(() => sql.end());
  await sql.begin(async (closing) => {
    await closing`select now()`;
    await push(desk.ann, [make.judgment(one, 'second', { note: 'last' })]);
    await closing`select assay.close_evaluation(${id})`;
  });
  // It is looked at again with each one that comes.
  expect(await push(desk.ann, [earlier])).toEqual(['applied']);
  expect(await standing(id)).toMatchObject([{ note: 'last' }]);
});

it('hears no more of whoever was told whose the answers are, whatever their clock says', async () => {
  const lea = await joinTeam(desk.backend, desk.lead, 'Mia', 'lead');
  const id = await published(desk, [lea], { items: 2 });
  const given = await comparisonsOf(desk, lea, id);
  const [one = ''] = given.map(({ comparison_id }) => comparison_id);
  await push(lea, [make.judgment(one, 'tie', { note: 'blind' })]);
  await sealAndOpen(desk, id);
  await lea.rpc('assay_unseal_evaluation', { evaluation_id: id }, z.unknown());
  const forged = given.map(({ comparison_id }) => ({ ...make.judgment(comparison_id, 'first'), ...ago(3_600) }));
  expect(await push(lea, forged)).toEqual(Array(2).fill('rejected told_before'));
  // An item that was never hers to judge is known to a lead by its name.
  const [other] = await desk.backend.sql(`select assay.comparison_id(item_id, '${desk.lead.memberId}') as id
    from public.assay_evaluation_items where evaluation_id = '${id}'`);
  const never = make.judgment(String(other?.['id']), 'first');
  expect(await push(desk.lead, [{ ...never, ...ago(3_600) }])).toEqual(['rejected told_before']);
  expect(await standing(id)).toEqual([{ comparison_id: one, note: 'blind', late: false }]);
  expect(await judgmentsOf(desk, id)).toHaveLength(2);
});

it('gives an item that a restored server hears of after the end to those who had judged it, as they had', async () => {
  const evaluation = make.evaluation([desk.ann, desk.ben], { items: 2, judges: 2 });
  const { evaluation_id: id } = evaluation;
  const items = ['a', 'b'].map((name) => make.item(id, name));
  await push(desk.lead, [evaluation, ...items]);
  const [anns, bens] = [await comparisonsOf(desk, desk.ann, id), await comparisonsOf(desk, desk.ben, id)];
  const said = (rows: typeof anns, note: string) =>
    rows.map(({ comparison_id }) => ({ ...make.judgment(comparison_id, 'tie', { note }), ...ago(60) }));
  const [ann, ben] = [said(anns, 'Ann’s'), said(bens, 'Ben’s')];
  await push(desk.ann, ann);
  await push(desk.ben, ben);
  const stood = (await standing(id)).map(({ comparison_id, note }) => [comparison_id, note]).sort();
  await desk.backend.sql(`delete from public.assay_judgments;
    delete from public.assay_comparisons where evaluation_id = '${id}';
    delete from public.assay_evaluation_items where evaluation_id = '${id}';
    delete from public.assay_receipts`);
  // Ann is heard before the end, the items after it, and Ben last; she has also judged on without knowing.
  await push(desk.ann, ann);
  await close(id);
  const later = anns.map(({ comparison_id }) => make.judgment(comparison_id, 'first', { note: 'after the end' }));
  expect(await push(desk.ann, later)).toEqual(['applied', 'applied']);
  expect(await push(desk.lead, [...items, make.item(id, 'c')])).toEqual(Array(3).fill('applied'));
  expect((await desk.ben.push(ben)).results).toMatchObject(Array(2).fill({ status: 'applied', late: true }));
  const again = await standing(id);
  expect(again.map(({ comparison_id, note }) => [comparison_id, note]).sort()).toEqual(stood);
  // What nobody had judged comes to nobody any more.
  expect((await judgmentsOf(desk, id)).map(({ state }) => state)).toEqual(Array(4).fill('closed'));
});

it('tells whose the answers are only as it ends the judging, and keeps who was told', async () => {
  const id = await published(desk, [desk.ann], { items: 2 });
  const unseal = () => desk.lead.rpc('assay_unseal_evaluation', { evaluation_id: id }, z.unknown());
  await expect(unseal()).rejects.toMatchObject({ detail: 'not_sealed' });
  const lea = await joinTeam(desk.backend, desk.lead, 'Lea', 'lead');
  const seal = (device: Device, text: string) =>
    device.rpc('assay_seal_evaluation', { evaluation_id: id, secret: text }, z.unknown());
  await expect(seal(lea, secret)).rejects.toMatchObject({ detail: 'bad_argument' });
  await expect(seal(desk.lead, 'no secret')).rejects.toMatchObject({ detail: 'bad_argument' });
  expect(await evaluationRow(id)).toMatchObject({ state: 'open', sealed: false, openings: [] });
  expect(await sealAndOpen(desk, id)).toEqual({ secret });
  await seal(desk.lead, 'ab'.repeat(32));
  expect(await lea.rpc('assay_unseal_evaluation', { evaluation_id: id }, z.unknown())).toEqual({ secret });
  const row = await evaluationRow(id);
  expect(row).toMatchObject({ state: 'closed', sealed: true });
  expect(row?.openings.map(({ member_id }) => member_id)).toEqual([desk.lead.memberId, lea.memberId]);
  expect(JSON.stringify((await desk.told(desk.lead)).rows)).not.toContain(secret);
  await expect(desk.backend.sql('delete from public.assay_evaluation_openings')).rejects.toThrow(/never changed/);
  const missing = { evaluation_id: randomUUID() };
  await expect(desk.lead.rpc('assay_close_evaluation', missing, z.unknown())).rejects.toMatchObject({
    detail: 'unknown_evaluation',
  });
});

it('forgets an item with its sample: prompt, answers, judgments and what was refused', async () => {
  const evaluation = make.evaluation([desk.ann], { judges: 1 });
  const id = evaluation.evaluation_id;
  const about = (name: string) => make.item(id, name, { sample_id: name });
  await insertSamples(desk.backend, [sampleRow('stays'), sampleRow('goes'), sampleRow('went')]);
  await desk.lead.rpc('assay_erase', { sample_ids: ['went'] }, z.unknown());
  await push(desk.lead, [evaluation, about('stays'), about('goes'), about('went')]);
  const rows = await comparisonsOf(desk, desk.ann, id);
  expect(rows).toHaveLength(2);
  const going = rows.find(({ item }) => JSON.stringify(item).includes('of goes'))?.comparison_id ?? '';
  await push(desk.ann, [
    ...rows.map(({ comparison_id }) => make.judgment(comparison_id, 'tie', { note: 'Names a person.' })),
    make.judgment(going, 'tie', { note: 'x'.repeat(2_001) }),
  ]);
  await close(id);
  const [never] = await desk.backend.sql(`select assay.comparison_id(item_id, '${desk.lead.memberId}') as id
    from public.assay_evaluation_items where sample_id = 'goes'`);
  const unasked = String(never?.['id']);
  expect(await push(desk.lead, [make.judgment(unasked, 'tie')])).toEqual(['rejected judged_after']);
  await desk.lead.rpc('assay_erase', { sample_ids: ['goes'] }, z.unknown());
  const erased = (await comparisonsOf(desk, desk.ann, id)).find(({ comparison_id }) => comparison_id === going);
  expect(erased).toMatchObject({ state: 'erased', item: null, judgment: null, head_id: null });
  expect((await judgmentsOf(desk, id)).map(({ state, judgment }) => [state, judgment?.better]).sort()).toEqual([
    ['closed', 'tie'],
    ['erased', undefined],
  ]);
  for (const table of ['assay_evaluation_items', 'assay_judgments', 'assay_dead_letters'])
    expect(
      await desk.backend.sql(
        `select * from public.${table} t where t::text like any (array['%goes%', '%${going}%', '%${unasked}%'])`,
      ),
    ).toEqual([]);
  expect(await push(desk.ann, [make.judgment(going, 'first')])).toEqual(['rejected unknown_comparison']);
});

it('tells labelers nothing of others: in no feed, no count and no check', async () => {
  const id = await published(desk, [desk.ben], { items: 3 });
  const { watermark } = await desk.told(desk.ben);
  const check = (device: Device, feed: string) =>
    device.rpc('assay_check', { feed, below: watermark }, checkAnswerSchema);
  const rowsOf = async (device: Device, feed: string) =>
    (await check(device, feed)).buckets.reduce((sum, { rows }) => sum + rows, 0);
  for (const feed of ['evaluations', 'judgments']) {
    expect(await check(desk.ben, feed)).toEqual({ buckets: [], changed: [], erased: [] });
    expect(await rowsOf(desk.lead, feed)).toBeGreaterThan(0);
  }
  expect(await rowsOf(desk.ben, 'comparisons')).toBe((await comparisonsOf(desk, desk.ben)).length);
  expect(await rowsOf(desk.lead, 'comparisons')).toBe(0);
  const unsettled = (device: Device) => device.rpc('assay_unsettled', { below: '3' }, unsettledAnswerSchema);
  const [ben, lead] = [await unsettled(desk.ben), await unsettled(desk.lead)];
  expect([ben.evaluations, ben.judgments]).toEqual([undefined, undefined]);
  expect(ben.comparisons).toHaveLength(await rowsOf(desk.ben, 'comparisons'));
  expect(lead.judgments).toHaveLength(await rowsOf(desk.lead, 'judgments'));
  expect(lead.evaluations).toContain(id);
});

it('tells every device again after a restore from a dump', async () => {
  await published(desk, [desk.lead], { items: 3 });
  const before = await desk.told(desk.lead);
  await desk.backend.sql('select assay.restamp()');
  const after = await desk.told(desk.lead, before.cursors);
  for (const feed of ['evaluations', 'comparisons', 'judgments'] as const)
    expect(after.rows[feed]).toHaveLength(before.rows[feed].length);
});
