import { expect, it } from 'vitest';
import { z } from 'zod';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { judgeOne } from '../fixtures/evaluations.ts';
import { answeredBy, judgeOn, leftFor, publish, shareOf } from './evaluation-desk.ts';
import { deviceOf, settled, startTeam, until } from './team.ts';

/** What a lead is told of how far an evaluation is, where items are judged too often, or gone. */

it('a judgment that came late is no word on an item that nobody has judged', { timeout: 120_000 }, async () => {
  const team = await startTeam();
  const [ann, ben] = [await team.labeler('ann'), await team.labeler('ben')];
  const answered = await answeredBy(team, approvedRows(24));
  const { lead, id, items } = answered;
  await publish(answered, 1, ann, ben);
  await settled(lead);
  const given = async (name: string) =>
    (await shareOf(lead, id))?.lead?.judges.find((judge) => judge.name === name)?.given ?? 0;
  await until(lead, async () => (await given('ann')) + (await given('ben')) === items);
  const [annsGiven, bensGiven] = [await given('ann'), await given('ben')];
  const anns = await judgeOn(team, ann, id, annsGiven);
  const bens = await judgeOn(team, ben, id, bensGiven);
  const bensOwn = new Set((await leftFor(bens, id)).map((item) => item.id));

  // Ann judges all of hers where nobody hears it; meanwhile they go to Ben, who judges no other.
  team.proxy.fault = () => 'refuse';
  for (const item of await leftFor(anns, id)) await judgeOne(anns, item.id, 'first');
  const { folder } = anns;
  await anns.close();
  team.proxy.fault = () => null;
  await lead.handlers['evaluation.assign']({ id, members: [ben.id] });
  await until(bens, async () => (await shareOf(bens, id))?.given === items);
  for (const item of await leftFor(bens, id)) if (!bensOwn.has(item.id)) await judgeOne(bens, item.id, 'first');
  await settled(bens);
  await settled(await deviceOf(team, ann, folder));

  await until(lead, async () => (await shareOf(lead, id))?.lead?.beyond === annsGiven);
  expect((await shareOf(lead, id))?.lead).toMatchObject({ judged: annsGiven, wanted: items, late: annsGiven });
  await expect(lead.handlers['evaluation.open']({ id, early: false })).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining(`${bensGiven} of ${items} wanted judgments`),
  });
});

it('nobody waits for an item that is erased, whether or not its sample was ever the team’s', {
  timeout: 120_000,
}, async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const answered = await answeredBy(team, approvedRows(24));
  const { lead, id, items } = answered;
  await publish(answered, 1, ann);
  const anns = await judgeOn(team, ann, id, items);
  for (const item of await leftFor(anns, id)) await judgeOne(anns, item.id, 'first');
  await settled(anns);
  await until(lead, async () => (await shareOf(lead, id))?.lead?.judged === items);

  const sampleOf = async () =>
    z
      .object({ sample_id: z.string() })
      .parse((await team.backend.sql('select sample_id from public.assay_evaluation_items limit 1'))[0]).sample_id;
  const alone = await sampleOf();
  expect(await lead.handlers['lead.erase']({ sampleIds: [alone] })).toEqual({ erased: 1 });
  await team.give(approvedRows(24).filter(({ sample_id }) => sample_id !== alone));
  expect(await lead.handlers['lead.erase']({ sampleIds: [await sampleOf()] })).toEqual({ erased: 1 });
  const left = items - 2;
  await until(lead, async () => (await shareOf(lead, id))?.lead?.items === left);
  expect((await shareOf(lead, id))?.lead).toMatchObject({ items: left, sent: left, judged: left, wanted: left });
  await until(anns, async () => (await shareOf(anns, id))?.given === left);
  await until(lead, async () => (await lead.handlers['evaluation.list']())[0]?.items === left);
  expect((await lead.handlers['evaluation.list']())[0]).toMatchObject({ judged: left, wanted: left });
});
