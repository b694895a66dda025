import { setTimeout as after } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import type { Winner } from '../../shared/domain/evaluation.ts';
import { assay } from '../fixtures/assay.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { evaluate, judgeOne } from '../fixtures/evaluations.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { startService } from '../fixtures/service-process.ts';
import { filesWith } from '../fixtures/traces.ts';
import {
  answeredBy,
  betterOf,
  judgeInTurn,
  judgeLeft,
  judgeOn,
  leftFor,
  publish,
  questionOf,
  resultsOf,
  shareOf,
  sorted,
  winnerOf,
} from './evaluation-desk.ts';
import { startProxy } from './proxy.ts';
import { deviceOf, exchange, password, settled, startRestorableTeam, startTeam, until } from './team.ts';

it('counts 60 comparisons of two judges as they were said, one of them offline and killed in the middle', async () => {
  const team = await startTeam();
  const [ann, ben] = [await team.labeler('ann'), await team.labeler('ben')];
  const answered = await answeredBy(team, approvedRows(80));
  await publish(answered, 2, ann, ben);
  const { lead, id, items } = answered;
  expect(items).toBeGreaterThanOrEqual(30);
  const said = new Map<string, Winner>();

  // Ann takes hers along, and judges without a network.
  const folder = temporaryFolder();
  const network = await startProxy(team);
  onTestFinished(() => network.close());
  const way = { url: network.url, publishableKey: team.team.publishableKey };
  const first = startService(folder);
  await first.ask('sync.signIn', { team: way, email: ann.email, password });
  await expect
    .poll(async () => {
      await first.ask('sync.now', { anew: false });
      return (await first.ask('evaluation.team', undefined))[0]?.given;
    })
    .toBe(items);
  network.fault = () => 'refuse';
  const given = await first.ask('evaluation.next', { id, after: null, limit: 50 });
  const judged = async (device: typeof first, from: number, to: number) => {
    for (const [index, item] of given.slice(from, to).entries()) {
      const better = betterOf(item, from + index);
      const comparison = { better, scores: null, note: `Number ${from + index}.`, activeMs: 900 };
      await device.ask('evaluation.judge', { id: uuidv7(), itemId: item.id, comparison });
      said.set(`${ann.id} on ${questionOf(item)}`, winnerOf(item, better, answered));
    }
  };
  await judged(first, 0, 12);
  // On its way when the end comes: kept or not, it is not half kept.
  const comparison = { better: 'tie' as const, scores: null, note: '', activeMs: 900 };
  void first.ask('evaluation.judge', { id: uuidv7(), itemId: given[12]?.id ?? '', comparison });
  await after(2);
  await first.kill();

  const second = startService(folder);
  const left = await second.ask('evaluation.next', { id, after: null, limit: 50 });
  expect([given.length - 12, given.length - 13]).toContain(left.length);
  expect(left.map((item) => item.id)).toEqual(given.slice(given.length - left.length).map((item) => item.id));
  await judged(second, 12, given.length);
  // Taken back and said again.
  expect((await second.ask('evaluation.undo', { id }))?.id).toBe(given.at(-1)?.id);
  await judged(second, given.length - 1, given.length);

  const benDevice = await judgeOn(team, ben, id, items);
  await judgeLeft(benDevice, answered, ben.id, said);
  await settled(benDevice);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === items);
  expect((await shareOf(lead, id))?.lead).toMatchObject({
    wanted: 2 * items,
    judges: [
      { memberId: ann.id, name: 'ann', given: items, judged: 0 },
      { memberId: ben.id, name: 'ben', given: items, judged: items },
    ],
  });
  await expect(lead.handlers['evaluation.open']({ id, early: false })).rejects.toMatchObject({ kind: 'conflict' });

  network.fault = () => null;
  await second.ask('sync.signIn', { team: null, email: ann.email, password });
  await expect
    .poll(async () => {
      const { waiting, acknowledged, rejected } = await second.ask('sync.now', { anew: false });
      return [waiting, acknowledged, rejected];
    })
    .toEqual([0, 0, 0]);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === 2 * items);
  const stood = await team.backend.sql(`select count(*)::int as rows, count(distinct (item_id, member_id))::int as pairs
    from public.assay_comparisons where judgment is not null`);
  expect(stood).toEqual([{ rows: 2 * items, pairs: 2 * items }]);

  await expect(lead.handlers['evaluation.results']({ id })).rejects.toMatchObject({ kind: 'conflict' });
  expect(await lead.handlers['evaluation.open']({ id, early: false })).toMatchObject({ phase: 'opened' });
  expect(sorted(await resultsOf(answered))).toEqual(sorted(said));
  // The command line reads the same, beside a window.
  const { stdout } = await assay('evaluate', 'results', id, '--workspace', lead.folder, '--json');
  expect(JSON.parse(stdout)).toEqual(await lead.handlers['evaluation.results']({ id }));
  await until(lead, async () => (await shareOf(lead, id))?.isOpen === false);
  expect((await shareOf(lead, id))?.lead?.openedBy).toEqual(['lead']);
  await until(benDevice, async () => (await shareOf(benDevice, id))?.isOpen === false);
  await expect(async () => benDevice.handlers['evaluation.undo']({ id })).rejects.toMatchObject({ kind: 'conflict' });
});

it('publishes without a network, once, and only what judges can be blind to', async () => {
  const team = await startTeam();
  const [ann, ben] = [await team.labeler('ann'), await team.labeler('ben')];
  const answered = await answeredBy(team, approvedRows(12));
  const { lead, id, items } = answered;
  await until(lead, async () => (await lead.handlers['lead.team']()).members.length === 3);
  const put = (change: object) =>
    lead.handlers['evaluation.publish']({ id, name: 'Round one', members: [ann.id], judges: 1, ...change });
  const [item] = await lead.handlers['evaluation.next']({ id, after: null, limit: 1 });
  await judgeOne(lead, item?.id ?? '');
  await expect(put({})).rejects.toMatchObject({ kind: 'conflict' });
  await lead.handlers['evaluation.undo']({ id });
  await expect(put({ name: 'Is gpt-4.1-mini-2025-04-14 better?' })).rejects.toMatchObject({ kind: 'invalid-input' });
  await expect(put({ judges: 2 })).rejects.toMatchObject({ kind: 'invalid-input' });
  await expect(put({ members: [uuidv7()] })).rejects.toMatchObject({ kind: 'invalid-input' });

  team.proxy.fault = () => 'refuse';
  expect(await put({})).toMatchObject({ phase: 'judging', judged: 0, wanted: items });
  await expect(put({})).rejects.toMatchObject({ kind: 'conflict' });
  // From now on the team judges it, and the lead is none of its judges.
  expect(await lead.handlers['evaluation.next']({ id, after: null, limit: 1 })).toEqual([]);
  await expect(judgeOne(lead, item?.id ?? '')).rejects.toMatchObject({ kind: 'conflict' });
  expect(lead.sync.status.waiting).toBe(1 + items);
  team.proxy.fault = () => null;
  await settled(lead);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.sent === items);

  const annDevice = await judgeOn(team, ann, id, items);
  const [one] = await leftFor(annDevice, id);
  await judgeOne(annDevice, one?.id ?? '');
  await settled(annDevice);
  expect(await lead.handlers['evaluation.assign']({ id, members: [ann.id, ben.id] })).toEqual({ given: 0 });
  expect(await lead.handlers['evaluation.assign']({ id, members: [ben.id] })).toEqual({ given: items - 1 });
  await until(annDevice, async () => (await leftFor(annDevice, id)).length === 0);
  expect(await shareOf(annDevice, id)).toMatchObject({ given: 1, judged: 1 });
  await lead.handlers['evaluation.close']({ id });
  await until(lead, async () => (await shareOf(lead, id))?.isOpen === false);
  expect((await shareOf(lead, id))?.lead).toMatchObject({ openedBy: [] });
  const benDevice = await deviceOf(team, ben);
  expect(await leftFor(benDevice, id)).toEqual([]);
});

it('lists what was planned last first, to a judge as to a lead', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const first = await answeredBy(team, approvedRows(12));
  const { lead, id } = first;
  const { plan } = (await lead.handlers['evaluation.list']()).find((one) => one.id === id) ?? {};
  if (!plan) throw new Error('the evaluation is not in the list');
  const second = { ...first, id: (await evaluate(lead, plan)).id };
  for (const answered of [first, second]) await publish(answered, 1, ann);
  const device = await judgeOn(team, ann, second.id, second.items);
  for (const { handlers } of [device, lead])
    expect((await handlers['evaluation.team']()).map((one) => one.id)).toEqual([second.id, first.id]);
});

it('takes everything from a member who is removed, and gives it to others, a lead among them', async () => {
  const team = await startTeam();
  const [ann, rob] = [await team.labeler('ann'), await team.labeler('rob')];
  const answered = await answeredBy(team, approvedRows(24));
  await publish(answered, 1, ann, rob);
  const { lead, id, items } = answered;
  const said = new Map<string, Winner>();
  const robs = await deviceOf(team, rob);
  await until(robs, async () => ((await shareOf(robs, id))?.given ?? 0) >= Math.floor(items / 2));
  const [mine] = await leftFor(robs, id);
  await judgeOne(robs, mine?.id ?? '', 'both_bad');
  if (mine) said.set(`${rob.id} on ${questionOf(mine)}`, 'both_bad');
  await settled(robs);
  await lead.handlers['lead.removeMember']({ memberId: rob.id });
  expect((await robs.sync.now({ anew: false })).problem?.kind).toBe('removed');
  expect(await robs.handlers['evaluation.team']()).toEqual([]);
  const { given } = await lead.handlers['evaluation.assign']({ id, members: [ann.id, team.lead.id] });
  await until(lead, async () => (await shareOf(lead, id))?.given === given);
  const anns = await judgeOn(team, ann, id, items - 1 - given);
  await judgeInTurn(answered, said, [anns, ann.id], [lead, team.lead.id]);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === items);
  await lead.handlers['evaluation.open']({ id, early: false });
  expect(sorted(await resultsOf(answered))).toEqual(sorted(said));
});

it.each([
  ['before it was published', true],
  ['after it was published', false],
] as const)('loses nothing on a server that was set back to %s', async (_, isBefore) => {
  const team = await startRestorableTeam();
  const [ann, ben] = [await team.labeler('ann'), await team.labeler('ben')];
  const answered = await answeredBy(team, approvedRows(16));
  const { lead, id, items } = answered;
  const said = new Map<string, Winner>();
  if (isBefore) await team.backUp();
  await publish(answered, 2, ann, ben);
  if (!isBefore) await team.backUp();
  const [anns, bens] = [await judgeOn(team, ann, id, items), await judgeOn(team, ben, id, items)];
  await judgeLeft(anns, answered, ann.id, said);
  await settled(anns);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === items);
  await team.restore();
  // The judge is heard before the lead.
  await settled(anns);
  await settled(lead);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.sent === items);
  await until(bens, async () => (await leftFor(bens, id)).length === items);
  await judgeLeft(bens, answered, ben.id, said);
  await settled(bens);
  await until(anns, async () => (await shareOf(anns, id))?.judged === items);
  expect(anns.sync.status.rejected + lead.sync.status.rejected).toBe(0);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === 2 * items);
  await lead.handlers['evaluation.open']({ id, early: false });
  expect(sorted(await resultsOf(answered))).toEqual(sorted(said));

  // What was opened stays closed to judges, also where the server has forgotten it.
  await team.restore();
  const isClosed = async () =>
    (await team.backend.sql('select state from public.assay_evaluations')).some(({ state }) => state === 'closed');
  expect(await isClosed()).toBe(false);
  await until(lead, isClosed);
  await until(bens, async () => (await shareOf(bens, id))?.isOpen === false);
});

it('forgets an item with its sample, on a judge’s device too: from its files, its outbox and what is left to do', async () => {
  const team = await startTeam();
  const rows = approvedRows(16);
  await team.give(rows);
  const ann = await team.labeler('ann');
  const answered = await answeredBy(team, rows);
  await publish(answered, 1, ann);
  const { lead, id, items } = answered;
  const device = await judgeOn(team, ann, id, items);
  const [one, other] = await leftFor(device, id);
  const asked = one ? questionOf(one) : '';
  const note = 'names somebody by the name of Quillfeather';
  team.proxy.fault = ({ path }) => (path.endsWith('assay_push') ? 'refuse' : null);
  const comparison = { better: 'first' as const, scores: null, note, activeMs: 10 };
  await device.handlers['evaluation.judge']({ id: uuidv7(), itemId: one?.id ?? '', comparison });
  await judgeOne(device, other?.id ?? '');
  const sampleId = rows.find(({ query }) => query.text === asked)?.sample_id ?? '';
  await team.backend.sql(`delete from public.agent_training_samples where sample_id = '${sampleId}'`);
  team.proxy.fault = () => null;
  await settled(device);
  await until(device, async () => (await shareOf(device, id))?.given === items - 1);
  for (const trace of [note, asked]) await expect.poll(() => filesWith(device.folder, trace)).toEqual([]);
  expect(device.sync.status).toMatchObject({ rejected: 0, erased: { samples: 1, unsent: 1, purged: true } });
  await expect(judgeOne(device, one?.id ?? '')).rejects.toMatchObject({ kind: 'not-found' });
  expect((await device.handlers['evaluation.undo']({ id }))?.id).toBe(other?.id);
  await settled(device);
  await until(lead, async () => (await lead.handlers['evaluation.list']())[0]?.items === items - 1);
  const db = openReadonly(workspaceFiles(lead.folder).corpus);
  onTestFinished(() => void db.close());
  await until(lead, () => db.prepare(`SELECT count(*) FROM team_judgments WHERE state = 'erased'`).pluck().get() === 1);
});

it('shows a judge on a second device what they have said on the first, and lets them take that up', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const answered = await answeredBy(team, approvedRows(12));
  await publish(answered, 1, ann);
  const { id, items } = answered;
  const [one, two] = [await judgeOn(team, ann, id, items), await judgeOn(team, ann, id, items)];
  const [item] = await leftFor(one, id);
  await judgeOne(one, item?.id ?? '', 'first');
  await settled(one);
  await until(two, async () => (await shareOf(two, id))?.judged === 1);
  await judgeOne(two, item?.id ?? '', 'both_bad');
  // Taken back there, what the other device had said stands again.
  expect(await two.handlers['evaluation.undo']({ id })).toMatchObject({
    id: item?.id,
    comparison: { better: 'first' },
  });
  await judgeOne(two, item?.id ?? '', 'tie');
  await settled(two);
  await until(one, async () => {
    const [row] = await team.backend.sql('select judgment from public.assay_comparisons where judgment is not null');
    await exchange(one);
    return JSON.stringify(row).includes('tie') && (await leftFor(one, id)).length === items - 1;
  });
  expect(await one.handlers['evaluation.undo']({ id })).toMatchObject({ id: item?.id, comparison: null });
});
