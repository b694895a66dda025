import { rmSync } from 'node:fs';
import { join } from 'node:path';
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
