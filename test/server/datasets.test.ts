import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { checkAnswerSchema, eraseAnswerSchema, unsettledAnswerSchema } from '../../shared/sync/protocol.ts';
import { type Device, insertSamples, joinTeam } from '../backend/team.ts';
import { sampleRow, sha256 } from '../fixtures/samples.ts';
import { type Desk, make, openDesk, push } from './desk.ts';

let desk: Desk;
/** Another lead. */
let lea: Device;
beforeAll(async () => {
  desk = await openDesk();
  lea = await joinTeam(desk.backend, desk.lead, 'Lea', 'lead');
});
afterAll(() => desk.backend.close());

const recorded = (id: string) =>
  desk.backend.sql(`select name, manifest, train, validation, holdout, recorded_by,
    extract(epoch from recorded_at - built_at)::int as age from public.assay_datasets where dataset_id = '${id}'`);

const sidesOf = async (sampleId: string) => {
  const [row] = await desk.backend.sql(`select train, validation, holdout, assay_xid::text as xid
    from public.assay_splits where sample_id = '${sampleId}'`);
  return row;
};

it('records a dataset once, with the bytes by which it is known', async () => {
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000).toISOString();
  const op = make.dataset('Größen ⇄ “Quoted” \\u0000', { at: twoDaysAgo });
  expect(await push(desk.lead, [op])).toEqual(['applied']);
  expect(await push(desk.lead, [op, op])).toEqual(['duplicate', 'duplicate']);
  // The same labels on another lead's device: the dataset that is there.
  expect(await push(lea, [make.dataset('Größen ⇄ “Quoted” \\u0000')])).toEqual(['applied']);
  const [row, ...others] = await recorded(op.dataset_id);
  expect(others).toEqual([]);
  expect(row).toMatchObject({
    name: 'Größen ⇄ “Quoted” \\u0000',
    ...{ train: 8, validation: 1, holdout: 2, recorded_by: desk.lead.memberId, age: 2 * 86_400 },
  });
  expect(sha256(String(row?.['manifest']))).toBe(op.dataset_id);
});

it('refuses what is not the manifest of its dataset, and keeps it for a person to read', async () => {
  const whole = make.dataset('Refunds');
  const changed = make.dataset('Refunds', { manifest: `${whole.manifest} ` });
  const [none, foreign] = ['not json', '{"recipe": {}}'].map((manifest) =>
    make.dataset('x', { manifest, dataset_id: sha256(manifest) }),
  );
  if (!none || !foreign) throw new Error('there is nothing to push');
  const malformed = 'rejected malformed';
  expect(await push(desk.lead, [changed, none, foreign])).toEqual([malformed, malformed, malformed]);
  expect(await push(desk.lead, [{ ...whole, op_id: changed.op_id }])).toEqual(['applied']);
  const bad = [{ other: ['a'] }, { train: 'a' }, ['a'], null].map((splits) =>
    Object.assign(make.splits({}), { splits }),
  );
  expect(await push(desk.lead, bad)).toEqual(bad.map(() => malformed));
});

it('adds up the sides of a sample, and moves no row that nothing is added to', async () => {
  expect(await push(desk.lead, [make.splits({ holdout: ['u1', 'u2'], validation: ['u3'] })])).toEqual(['applied']);
  const before = await sidesOf('u1');
  expect(before).toMatchObject({ train: false, validation: false, holdout: true });
  // Two at once, in another order: nobody waits for the other for good.
  const many = Array.from({ length: 300 }, (_, n) => `many ${n}`);
  const pushes = Array.from({ length: 6 }, (_, n) =>
    push(n % 2 ? desk.lead : lea, [make.splits({ train: n % 2 ? many : many.toReversed() })]),
  );
  expect((await Promise.all(pushes)).flat()).toEqual(Array(6).fill('applied'));
  expect(await push(lea, [make.splits({ holdout: ['u1'], train: ['u2', 'u3', 'u3'] })])).toEqual(['applied']);
  expect(await sidesOf('u1')).toEqual(before);
  expect(await sidesOf('u2')).toMatchObject({ train: true, validation: false, holdout: true });
  expect(await sidesOf('u3')).toMatchObject({ train: true, validation: true, holdout: false });
});

it('takes neither from a labeler, and delays nothing else in their batch', async () => {
  const { queue, ids } = await desk.claimed(1);
  const ops = [make.dataset('Mine'), make.splits({ train: ['mine'] }), make.label(queue, ids[0] ?? '')];
  expect(await push(desk.ann, ops)).toEqual(['rejected not_lead', 'rejected not_lead', 'applied']);
  expect(await sidesOf('mine')).toBeUndefined();
});

it('tells leads, page by page, and labelers nothing: in no feed, no count and no check', async () => {
  await push(desk.lead, [make.dataset('Told'), make.splits({ holdout: ['told 1', 'told 2', 'told 3'] })]);
  const whole = await desk.told(lea);
  expect(whole.rows.datasets.find(({ name }) => name === 'Told')).toMatchObject({
    ...{ train: 8, validation: 1, holdout: 2, recorded_by: desk.lead.memberId },
  });
  expect(whole.rows.splits.find(({ sample_id }) => sample_id === 'told 2')).toMatchObject({
    ...{ train: false, validation: false, holdout: true },
  });
  const splits = [];
  let { cursors, rows, more } = await lea.pull({}, 100);
  for (; ; { cursors, rows, more } = await lea.pull(cursors, 100)) {
    splits.push(...rows.splits);
    if (!more) break;
  }
  const stored = await desk.backend.sql('select count(*)::int as n from public.assay_splits');
  expect([splits.length, new Set(splits.map(({ sample_id }) => sample_id)).size]).toEqual([
    stored[0]?.['n'],
    stored[0]?.['n'],
  ]);

  const { rows: blind, watermark } = await desk.told(desk.ann);
  expect([blind.datasets, blind.splits]).toEqual([[], []]);
  for (const feed of ['datasets', 'splits']) {
    const check = (device: Device) => device.rpc('assay_check', { feed, below: watermark }, checkAnswerSchema);
    expect(await check(desk.ann)).toEqual({ buckets: [], changed: [], erased: [] });
    expect((await check(lea)).buckets.length).toBeGreaterThan(0);
  }
  const unsettled = (device: Device) => device.rpc('assay_unsettled', { below: '3' }, unsettledAnswerSchema);
  expect(Object.keys(await unsettled(desk.ann))).not.toEqual(expect.arrayContaining(['splits']));
  expect((await unsettled(lea)).splits).toHaveLength(splits.length);
});

it('keeps of an erased sample the name and the side: under that name it comes again to where it was', async () => {
  const said = `q${randomUUID().replaceAll('-', '')}`;
  const row = sampleRow('erased one');
  await insertSamples(desk.backend, [{ ...row, query: { ...row.query, text: said } }]);
  await push(desk.lead, [make.splits({ holdout: ['erased one'] }), make.dataset('With one that goes')]);
  expect(await desk.lead.rpc('assay_erase', { sample_ids: ['erased one'] }, eraseAnswerSchema)).toEqual({ erased: 1 });
  const tables = await desk.backend.sql(`select relname as name from pg_class
    where relnamespace = 'public'::regnamespace and relkind = 'r'`);
  for (const { name } of tables) {
    const found = await desk.backend.sql(`select 1 from public.${name} t where t::text like '%${said}%'`);
    expect([name, found.length]).toEqual([name, 0]);
  }
  expect(await sidesOf('erased one')).toMatchObject({ holdout: true });
});

it('tells every device again after a restore from a dump', async () => {
  const before = await desk.told(lea);
  await desk.backend.sql('select assay.restamp()');
  const after = await desk.told(lea, before.cursors);
  for (const feed of ['datasets', 'splits'] as const) expect(after.rows[feed].length).toBe(before.rows[feed].length);
});
