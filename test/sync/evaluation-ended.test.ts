import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import type { Winner } from '../../shared/domain/evaluation.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { judgeOne } from '../fixtures/evaluations.ts';
import {
  answeredBy,
  judgeInTurn,
  judgeLeft,
  judgeOn,
  leftFor,
  publish,
  resultsOf,
  shareOf,
  sorted,
} from './evaluation-desk.ts';
import { startProxy } from './proxy.ts';
import { settled, startRestorableTeam, startTeam, until } from './team.ts';

/** What was judged stands as it was when the results were opened. */

it('lets nobody change opened results: a judge who was offline is told that it does not count', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const answered = await answeredBy(team, approvedRows(16));
  const { lead, id, items } = answered;
  await publish(answered, 1, ann);
  const network = await startProxy(team);
  onTestFinished(() => network.close());
  const anns = await judgeOn({ ...team, team: { ...team.team, url: network.url } }, ann, id, items);
  const given = await leftFor(anns, id);
  for (const { id: comparison } of given.slice(1)) await judgeOne(anns, comparison);
  await settled(anns);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === items - 1);
  network.fault = () => 'refuse';
  await lead.handlers['evaluation.open']({ id, early: true });
  const opened = sorted(await resultsOf(answered));
  expect(opened).toHaveLength(items - 1);

  for (const { id: comparison } of given.slice(0, 2)) await judgeOne(anns, comparison, 'both_bad');
  expect(await shareOf(anns, id)).toMatchObject({ judged: items, isOpen: true });
  network.fault = () => null;
  await until(anns, ({ rejected }) => rejected === 2);
  const refused = await anns.handlers['sync.rejected']();
  expect(refused.map(({ message }) => message)).toEqual(Array(2).fill(expect.stringMatching(/so it does not count/)));
  for (const { opId } of refused) await anns.handlers['sync.dismiss']({ opId });
  await until(anns, async () => (await shareOf(anns, id))?.isOpen === false);
  expect(await shareOf(anns, id)).toMatchObject({ given: items - 1, judged: items - 1 });
  await settled(lead);
  expect(sorted(await resultsOf(answered))).toEqual(opened);
});

it('counts what a lead has judged up to opening, also where the secret is on the server alone', async () => {
  const team = await startTeam();
  const answered = await answeredBy(team, approvedRows(12));
  const { lead, id, items } = answered;
  await publish(answered, 1, team.lead);
  await until(lead, async () => {
    const kept = await team.backend.sql('select from public.assay_evaluation_secrets');
    return kept.length === 1 && (await shareOf(lead, id))?.given === items;
  });
  rmSync(join(lead.folder, 'evaluations', `${id}.key`));
  team.proxy.fault = ({ path }) => (path.endsWith('assay_push') ? 'refuse' : null);
  const said = new Map<string, Winner>();
  await judgeLeft(lead, answered, team.lead.id, said);
  await lead.sync.now({ anew: false });
  expect(lead.sync.status.waiting).toBe(items);
  team.proxy.fault = () => null;
  await lead.handlers['evaluation.open']({ id, early: true });
  await settled(lead);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === items);
  expect(lead.sync.status.rejected).toBe(0);
  expect(sorted(await resultsOf(answered))).toEqual(sorted(said));
});

it('lets another lead read what was opened, and tells them nothing before', async () => {
  const team = await startTeam();
  const [ann, lea] = [await team.labeler('ann'), await team.secondLead()];
  const answered = await answeredBy(team, approvedRows(24));
  const { lead, id, items } = answered;
  await publish(answered, 2, ann, lea);
  const said = new Map<string, Winner>();
  const network = await startProxy(team);
  onTestFinished(() => network.close());
  const leas = await judgeOn({ ...team, team: { ...team.team, url: network.url } }, lea, id, items);
  const anns = await judgeOn(team, ann, id, items);
  const [scored] = await leftFor(leas, id);
  const scores = { first: { factuality: 5 }, second: { factuality: 2 } } as const;
  const comparison = { better: 'first' as const, scores, note: '', activeMs: 900 };
  await leas.handlers['evaluation.judge']({ id: uuidv7(), itemId: scored?.id ?? '', comparison });
  await judgeInTurn(answered, said, [anns, ann.id], [leas, lea.id]);
  await until(leas, async () => (await shareOf(leas, id))?.lead?.judged === 2 * items);
  const read = () => leas.handlers['evaluation.teamResults']({ id });
  const openings = () => team.backend.sql('select from public.assay_evaluation_openings');
  await expect(read()).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('lead opens them') });
  // Ended is not opened.
  await lead.handlers['evaluation.close']({ id });
  await until(leas, async () => (await shareOf(leas, id))?.isOpen === false);
  await expect(read()).rejects.toMatchObject({ kind: 'conflict' });
  expect(await openings()).toEqual([]);
  await expect(anns.handlers['evaluation.teamResults']({ id })).rejects.toMatchObject({ kind: 'refused' });

  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === 2 * items);
  await lead.handlers['evaluation.open']({ id, early: false });
  const { results } = await lead.handlers['evaluation.results']({ id });
  await until(leas, async () => (await shareOf(leas, id))?.lead?.openedBy.length === 1);
  expect((await shareOf(leas, id))?.lead).toMatchObject({ isFromHere: false, publishedBy: 'lead' });
  await expect(anns.handlers['evaluation.teamResults']({ id })).rejects.toMatchObject({ kind: 'refused' });
  network.fault = () => 'refuse';
  await expect(read()).rejects.toMatchObject({ kind: 'offline' });
  network.fault = () => null;
  // Intents are where the answers are.
  const { winRate, deltas } = results;
  expect(results.items).toBe(items);
  expect(deltas).toMatchObject([{ scale: 'factuality', conversations: 1 }]);
  expect(await read()).toEqual({ ...results, intents: [{ intent: null, winRate, deltas }] });
  await until(leas, async () => (await shareOf(leas, id))?.lead?.openedBy.length === 2);
  expect((await shareOf(leas, id))?.lead?.openedBy.sort()).toEqual(['lea', 'lead']);
  // From then on it takes no network, and asks nobody again.
  const before = await openings();
  network.fault = () => 'refuse';
  expect(await read()).toEqual({ ...results, intents: [{ intent: null, winRate, deltas }] });
  expect(await openings()).toHaveLength(before.length);
});

it('keeps opened results as they are on a server that was set back to before all items were there', async () => {
  const team = await startRestorableTeam();
  const ann = await team.labeler('ann');
  const answered = await answeredBy(team, approvedRows(16));
  const { lead, id, items } = answered;
  await publish(answered, 2, ann, team.lead);
  await team.backUp();
  const said = new Map<string, Winner>();
  const anns = await judgeOn(team, ann, id, items);
  await until(lead, async () => (await shareOf(lead, id))?.given === items);
  await judgeInTurn(answered, said, [anns, ann.id], [lead, team.lead.id]);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === 2 * items);
  await lead.handlers['evaluation.open']({ id, early: false });
  expect(sorted(await resultsOf(answered))).toEqual(sorted(said));

  team.proxy.fault = () => 'refuse';
  await team.restore();
  // As it was when the first of its items had come.
  for (const table of ['assay_comparisons', 'assay_evaluation_items'])
    await team.backend.sql(`delete from public.${table}
      where item_id > (select item_id from public.assay_evaluation_items order by item_id limit 1)`);
  team.proxy.fault = () => null;
  // Whoever has opened them is heard first, and closes them again; the other judge is heard after that.
  const isClosed = async () =>
    (await team.backend.sql('select state from public.assay_evaluations')).some(({ state }) => state === 'closed');
  await until(lead, isClosed);
  await settled(anns);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === 2 * items);
  expect(sorted(await resultsOf(answered))).toEqual(sorted(said));
  expect(anns.sync.status.rejected + lead.sync.status.rejected).toBe(0);
});

it('lets a lead who was told judge no more on a server that was set back to before', async () => {
  const team = await startRestorableTeam();
  const lea = await team.secondLead();
  const network = await startProxy(team);
  onTestFinished(() => network.close());
  const answered = await answeredBy({ ...team, team: { ...team.team, url: network.url } }, approvedRows(12));
  const { lead, id, items } = answered;
  await publish(answered, 1, lea);
  const leas = await judgeOn(team, lea, id, items);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.sent === items);
  const [one, other] = await leftFor(leas, id);
  await judgeOne(leas, one?.id ?? '');
  await settled(leas);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === 1);
  const away = async () => {
    network.fault = () => 'refuse';
    await network.settled();
  };
  await away();
  await team.backUp();
  network.fault = () => null;
  await lead.handlers['evaluation.open']({ id, early: true });
  const openedBy = async () => (await shareOf(leas, id))?.lead?.openedBy.toSorted();
  await until(leas, async () => (await openedBy())?.length === 1);
  const read = () => leas.handlers['evaluation.teamResults']({ id });
  const told = await read();
  expect(told.items).toBe(1);

  await away();
  await team.restore();
  await until(leas, async () => (await shareOf(leas, id))?.isOpen === true);
  expect(await leftFor(leas, id)).toEqual([]);
  await expect(judgeOne(leas, other?.id ?? '')).rejects.toMatchObject({ kind: 'conflict' });
  // It is closed again from where the answers are, and then both are told again to have been told.
  network.fault = () => null;
  await settled(lead);
  await until(leas, async () => (await openedBy())?.join() === 'lea,lead');
  expect(await shareOf(leas, id)).toMatchObject({ isOpen: false });
  expect(await read()).toEqual(told);
});
