import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import type { Winner } from '../../shared/domain/evaluation.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { judgeOne } from '../fixtures/evaluations.ts';
import { answeredBy, judgeLeft, judgeOn, leftFor, publish, resultsOf, shareOf, sorted } from './evaluation-desk.ts';
import { startProxy } from './proxy.ts';
import { settled, startTeam, until } from './team.ts';

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
