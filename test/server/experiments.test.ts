import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { activeModelAnswerSchema } from '../../shared/sync/protocol.ts';
import { arms, begin, type ExperimentDesk, experimentOf, expose, openExperimentDesk, plan } from './experiment-desk.ts';

/** Which arm a conversation is in. */

let desk: ExperimentDesk;
beforeAll(async () => {
  desk = await openExperimentDesk();
});
afterAll(() => desk.backend.close());

const exposuresOf = (experiment: string) =>
  desk.backend.sql(`select conversation_id, arm, bucket from public.assay_exposures
    where experiment_id = '${experiment}' order by 1`);

it('hashes as GrowthBook does, over the bytes of any script', async () => {
  const vectors = [
    ['seed', 'a', 505],
    ['seed', 'b', 2_696],
    ['foo', 'ab', 2_575],
    ['foo', 'def', 2_019],
    // FNV-1a of the bytes of UTF-8, twice, computed elsewhere.
    ['seed', 'Grüße 🙂', 8_636],
  ] as const;
  for (const [seed, value, bucket] of vectors) {
    const [row] = await desk.backend.sql(`select assay.sticky_bucket('${seed}', '${value}') as bucket`);
    expect(row).toEqual({ bucket });
  }
  // FNV-1a of "foobar", from its authors; and of two bytes that are one letter.
  const [hashes] = await desk.backend.sql(`select assay.fnv1a_32('foobar')::text as ascii,
    assay.fnv1a_32('é')::text as wide`);
  const byHand = ((0x811c9dc5n ^ 0xc3n) * 0x01000193n) % 2n ** 32n;
  expect(hashes).toEqual({ ascii: String(0xbf9cf968), wide: String(((byHand ^ 0xa9n) * 0x01000193n) % 2n ** 32n) });
});

it('gives a conversation its arm by the hash of the experiment, once, and the same to whoever asks again', async () => {
  const id = await begin(desk.lead);
  const [{ bucket = 0 } = {}] = await desk.backend.sql(`select assay.sticky_bucket('${id}', 'chat 1') as bucket`);
  const expected =
    Number(bucket) < 5_000 ? { arm: 'control', model: 'base-1' } : { arm: 'treatment', model: 'tuned-1' };
  for (let time = 0; time < 3; time++) expect(await desk.agent.assign(id, 'chat 1')).toEqual(expected);
  expect(await exposuresOf(id)).toEqual([{ conversation_id: 'chat 1', arm: expected.arm, bucket }]);
});

it('records one exposure, however many ask at once', async () => {
  const id = await begin(desk.lead);
  const answers = await Promise.all(Array.from({ length: 20 }, () => desk.agent.assign(id, 'asked by twenty')));
  expect(new Set(answers.map(({ arm }) => arm)).size).toBe(1);
  const found = await exposuresOf(id);
  expect(found.map(({ arm }) => arm)).toEqual([answers[0]?.arm]);
  const [outcomes] = await desk.backend.sql(`select count(*)::int as rows from public.assay_outcomes
    join public.assay_exposures using (exposure_id) where experiment_id = '${id}'`);
  expect(outcomes).toEqual({ rows: 1 });
});

it('splits as planned, and another experiment splits the same conversations anew', async () => {
  const [one, other] = ['0198a3c0-0000-4000-8000-000000000001', '0198a3c0-0000-4000-8000-000000000002'];
  const even = await expose(desk.backend, await begin(desk.lead, {}, one), 10_000);
  const uneven = await expose(desk.backend, await begin(desk.lead, { arms: arms(8_000) }, other), 10_000);
  const share = (of: Map<string, string>) =>
    of
      .values()
      .filter((arm) => arm === 'control')
      .reduce((sum) => sum + 1, 0);
  // Three standard deviations.
  expect(Math.abs(share(even) - 5_000)).toBeLessThan(3 * 50);
  expect(Math.abs(share(uneven) - 8_000)).toBeLessThan(3 * 40);
  const both = even.entries().filter(([name, arm]) => arm === 'control' && uneven.get(name) === 'control');
  expect(Math.abs([...both].length - 4_000)).toBeLessThan(3 * 49);
});

it('keeps a conversation in its arm when the shares are changed behind its back', async () => {
  const id = await begin(desk.lead);
  const before = await expose(desk.backend, id, 200);
  await desk.backend.sql(`alter table public.assay_arms disable trigger hold_plan;
    update public.assay_arms set share = case arm when 'control' then 1 else 9999 end where experiment_id = '${id}';
    alter table public.assay_arms enable trigger hold_plan`);
  expect(await expose(desk.backend, id, 200)).toEqual(before);
  expect(new Set(before.values())).toEqual(new Set(['control', 'treatment']));
});

it('gives no arm and records nothing while an experiment does not run, and says by which model to answer', async () => {
  const planned = plan();
  const experiment = experimentOf(desk.lead);
  await experiment.save(planned);
  expect(await desk.agent.assign(experiment.id, 'c')).toEqual({ arm: null, model: 'base-1' });
  await experiment.start();
  expect((await desk.agent.assign(experiment.id, 'c')).arm).not.toBeNull();
  await experiment.stop();
  // Also a conversation that has met an arm: a model that was stopped for the harm it does must not go on.
  expect(await desk.agent.assign(experiment.id, 'c')).toEqual({ arm: null, model: 'base-1' });
  await desk.lead.rpc(
    'assay_set_active_model',
    { agent: planned.agent, model: 'base-2', why: 'A better one.' },
    activeModelAnswerSchema,
  );
  expect(await desk.agent.assign(experiment.id, 'd')).toEqual({ arm: null, model: 'base-2' });
  expect(await exposuresOf(experiment.id)).toHaveLength(1);
});

it('tells the active model, and which experiment runs on the agent', async () => {
  const planned = plan();
  const active = () => desk.agent.active(planned.agent);
  expect(await active()).toEqual({ model: null, since: null, experiment: null });
  const experiment = experimentOf(desk.lead);
  await experiment.save(planned);
  const change = { agent: planned.agent, model: 'base-1', why: 'The first one.' };
  await desk.lead.rpc('assay_set_active_model', change, activeModelAnswerSchema);
  expect(await active()).toMatchObject({ model: 'base-1', experiment: null });
  await experiment.start();
  expect(await active()).toMatchObject({ model: 'base-1', experiment: experiment.id });
  await experiment.stop();
  expect(await active()).toMatchObject({ model: 'base-1', experiment: null });
});

it('refuses what names no experiment and no conversation', async () => {
  const id = await begin(desk.lead);
  await expect(desk.agent.assign(randomUUID(), 'c')).rejects.toMatchObject({
    detail: 'unknown_experiment',
    status: 400,
  });
  for (const name of ['', 'x'.repeat(201)])
    await expect(desk.agent.assign(id, name)).rejects.toMatchObject({ detail: 'bad_argument' });
  expect(await exposuresOf(id)).toEqual([]);
});

it('takes no exposure back, whoever asks for it', async () => {
  const id = await begin(desk.lead);
  await desk.agent.assign(id, 'c');
  for (const statement of [
    `update public.assay_exposures set arm = 'control'`,
    'delete from public.assay_exposures',
    'truncate public.assay_exposures cascade',
  ])
    await expect(desk.backend.sql(statement)).rejects.toThrow('never changed and never taken away');
});
