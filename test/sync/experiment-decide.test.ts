import { expect, it, onTestFinished, vi } from 'vitest';
import { tallyArms } from '../../electron/service/experiment/tally.ts';
import type { Service } from '../../electron/service/service.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { type ArmName, type ArmTally, armNames } from '../../shared/domain/experiment.ts';
import type { ExperimentStanding } from '../../shared/domain/live-experiment.ts';
import { type ArmTruth, experimentDays, smallPlan } from '../backend/experiment-days.ts';
import { startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { Neighbour } from './schedules/neighbour.ts';
import { deviceOf, exchange, startTeam, type TestTeam, until } from './team.ts';

const asToday: ArmTruth = { approved: 50, edited: 40, violations: 0, csat: [3, 4] };
const better: ArmTruth = { approved: 95, edited: 3, violations: 0, csat: [5, 4] };
const worse: ArmTruth = { approved: 5, edited: 60, violations: 0, csat: [1, 2] };

/** Draws the arms: always the same id, so that no run of the test draws a ratio that is rare. */
const id = '01930000-0000-4000-8000-000000000001';

/** An experiment that a lead has planned and started. */
async function startDays(team: TestTeam, { handlers }: Service, plan = smallPlan()) {
  await handlers['experiment.save']({ id, plan });
  await handlers['experiment.start']({ id });
  return experimentDays(team.backend, id, plan);
}

/** What crosses the bridge: through the door, as the window asks. */
async function standing(device: Service): Promise<ExperimentStanding> {
  const answer = await device.answer('experiment.standing', { id });
  if (!answer.ok || answer.value === null) throw new Error(JSON.stringify(answer));
  return answer.value as ExperimentStanding;
}

/** Nothing is told while a neighbour's transaction keeps back what was written, not even that there is an experiment. */
const stands = (device: Service, so: (standing: ExperimentStanding) => boolean) =>
  until(device, async () => {
    const { experiments } = await device.handlers['experiment.list']();
    const told = experiments.length === 0 ? null : await device.handlers['experiment.standing']({ id });
    return told !== null && so(told);
  });

/** Intents in one order: how often each comes is the same in several. */
const byIntent = (arms: Record<ArmName, ArmTally> | undefined) =>
  armNames.map((name) => ({
    ...arms?.[name],
    intents: arms?.[name].intents.toSorted((a, b) => ((a.intent ?? '') < (b.intent ?? '') ? -1 : 1)),
  }));

const all = ({ exposures }: ExperimentStanding) => (exposures.control ?? 0) + (exposures.treatment ?? 0);

it('is locked on day 3, ships on day 14, and is rolled out and back, each change with its name', async () => {
  const team = await startTeam();
  const folder = temporaryFolder();
  const lead = await deviceOf(team, team.lead, folder);
  const { handlers } = lead;
  const plan = smallPlan();
  const [control, treatment] = plan.arms.map(({ model }) => model);
  const before = { agent: plan.agent, model: control ?? '', why: 'What we begin with.', experimentId: null };
  await handlers['experiment.setActiveModel'](before);
  const { newServer, converse, review, pass } = await startDays(team, lead, plan);

  await converse(80);
  await review({ control: asToday, treatment: better });
  await pass(3.5);
  await stands(lead, (one) => all(one) === 80);
  const locked = await standing(lead);
  // Nothing but how many there are, what does harm, and when more is told: no value, no difference, no verdict.
  expect(locked).toEqual({
    reading: { status: 'locked', opensAt: expect.any(String), harms: [] },
    day: 3,
    countedUntil: expect.any(String),
    exposures: { control: expect.any(Number), treatment: expect.any(Number) },
    reviewed: locked.exposures,
    due: null,
    watch: null,
  });
  await expect(handlers['experiment.losses']({ id, arm: 'treatment' })).rejects.toMatchObject({ kind: 'conflict' });
  const ship = { id, verdict: 'ship', reason: 'It looks good.' } as const;
  await expect(handlers['experiment.decide'](ship)).rejects.toThrow(
    'This experiment has no result, so it cannot be shipped.',
  );

  await converse(220);
  await review({ control: asToday, treatment: better });
  await pass(14.1);
  await stands(lead, ({ due }) => due?.look === 0);
  expect((await standing(lead)).reading).toEqual({ status: 'due', harms: [], empty: [] });
  await expect(handlers['experiment.decide'](ship)).rejects.toMatchObject({ kind: 'conflict' });
  await expect(handlers['experiment.open']({ id, look: 1 })).rejects.toThrow('The days of this look are not over.');
  await handlers['experiment.open']({ id, look: 0 });
  await stands(lead, ({ reading }) => reading.status === 'read');
  const read = await standing(lead);
  expect(read).toMatchObject({ day: 14, reading: { verdict: 'ship', day: 14 }, due: null });
  // The server adds up as the device does.
  const corpus = openReadonly(workspaceFiles(folder).corpus);
  onTestFinished(() => void corpus.close());
  const [opened] = (await handlers['experiment.list']()).experiments[0]?.looks ?? [];
  expect(byIntent(opened?.arms)).toEqual(byIntent(tallyArms(corpus, id, read.countedUntil)));
  expect((await handlers['experiment.losses']({ id, arm: 'control' })).length).toBeGreaterThan(50);
  // Verdicts that change afterwards do not move it.
  await review({ control: better, treatment: worse });
  await handlers['experiment.open']({ id, look: 0 });
  await exchange(lead);
  const later = await standing(lead);
  expect({ ...later, watch: null }).toEqual({ ...read, watch: null });
  // But customers meet the treatment still, and what has turned out worse is told beside it.
  expect(read.watch).toMatchObject({ harms: [], sampleRatio: null });
  expect(later.watch).toMatchObject({ harms: ['approval', 'edits', 'csat'], sampleRatio: null });
  // What came after the look waits for the next one.
  expect(all(read)).toBeGreaterThan(290);
  expect(all(read)).toBeLessThan(300);

  await handlers['experiment.decide']({ ...ship, reason: 'Past every bar.' });
  const out = { agent: plan.agent, model: treatment ?? '', why: 'Past every bar.', experimentId: id };
  await handlers['experiment.setActiveModel'](out);
  await until(lead, async () => (await handlers['experiment.list']()).activeModels[0]?.to === treatment);
  expect(await handlers['experiment.list']()).toMatchObject({
    experiments: [
      { id, state: 'decided', createdBy: 'lead', decision: { verdict: 'ship', reason: 'Past every bar.' } },
    ],
    unreadable: 0,
    activeModels: [{ agent: plan.agent, from: control, to: treatment, by: 'lead', experimentId: id }],
  });
  expect((await newServer().choose('a new customer', null)).model).toBe(treatment);
  await handlers['experiment.setActiveModel']({ ...before, why: 'Complaints about refunds.' });
  expect((await newServer().choose('another customer', null)).model).toBe(control);
  expect(await handlers['experiment.modelChanges']({ agent: plan.agent })).toMatchObject([
    { from: treatment, to: control, by: 'lead', why: 'Complaints about refunds.', experimentId: null },
    { from: control, to: treatment, by: 'lead', why: 'Past every bar.', experimentId: id },
    { from: null, to: control, by: 'lead', why: 'What we begin with.', experimentId: null },
  ]);
  expect(
    await team.backend.sql(
      `select change from public.assay_experiment_changes where experiment_id = '${id}' order by at`,
    ),
  ).toEqual(['saved', 'started', 'opened', 'decided'].map((change) => ({ change })));
});

it('says of the next look, as of the first one, how many verdicts it still waits for', async () => {
  const team = await startTeam();
  const folder = temporaryFolder();
  const lead = await deviceOf(team, team.lead, folder);
  const { converse, review, pass } = await startDays(team, lead);
  await converse(200);
  await review({ control: asToday, treatment: asToday });
  await pass(14.1);
  await stands(lead, ({ due }) => due?.look === 0);
  await lead.handlers['experiment.open']({ id, look: 0 });
  await stands(lead, ({ reading }) => reading.status === 'read');
  await converse(120);
  await pass(21.1);
  await stands(lead, ({ due }) => due?.look === 1);
  const { due, exposures, reviewed } = await standing(lead);
  expect(reviewed).toEqual(exposures);
  expect((due?.exposures.control ?? 0) + (due?.exposures.treatment ?? 0)).toBeGreaterThan(300);
  expect((due?.reviewed.control ?? 0) + (due?.reviewed.treatment ?? 0)).toBe(200);
  const { stdout } = await startAssay(['experiment', 'show', id, '--workspace', folder], {}).ended;
  expect(stdout).toMatch(/^Of about \d+ conversations that the plan reviews, \d+ have no verdict yet\. /m);
});

it('tells before the result opens what is surely worse, and nothing else', async () => {
  const team = await startTeam();
  const lead = await deviceOf(team, team.lead);
  const { converse, review, pass } = await startDays(team, lead);
  await converse(160);
  await review({ control: better, treatment: worse });
  await pass(3);
  await stands(lead, (one) => all(one) === 160);
  expect((await standing(lead)).reading).toEqual({
    status: 'locked',
    opensAt: expect.any(String),
    harms: ['approval', 'edits', 'csat'],
  });
  // It is stopped for that, and then shows which conversations were lost.
  await lead.handlers['experiment.stop']({ id });
  await until(lead, async () => (await lead.handlers['experiment.list']()).experiments[0]?.state === 'stopped');
  const losses = await lead.handlers['experiment.losses']({ id, arm: 'treatment' });
  expect(new Set(losses.map(({ kind }) => kind))).toEqual(new Set(['edited', 'rejected']));
  await lead.handlers['experiment.decide']({ id, verdict: 'do_not_ship', reason: 'It does harm.' });
});

it('stops every reading when the arms did not get what they were meant to get', async () => {
  const team = await startTeam();
  const lead = await deviceOf(team, team.lead);
  const { converse, review, pass } = await startDays(team, lead);
  await converse(40);
  await review({ control: asToday, treatment: better });
  // Somebody asks for arms again until they like the answer.
  await team.backend.sql(`with exposed as (
      insert into public.assay_exposures (experiment_id, conversation_id, arm, bucket)
      select '${id}', 'liked ' || n, 'treatment', 9000 from generate_series(1, 40) n returning exposure_id)
    insert into public.assay_outcomes (exposure_id) select exposure_id from exposed`);
  await pass(15);
  await stands(lead, (one) => all(one) > 70);
  const { reading } = await standing(lead);
  expect(reading).toMatchObject({ status: 'sample_ratio', p: expect.toSatisfy((p: number) => p < 0.001) });
  expect(Object.keys(reading).sort()).toEqual(['exposures', 'p', 'status']);
});

it('makes no look before everything from before it has come, though the server tells a later time', async () => {
  const team = await startTeam();
  const lead = await deviceOf(team, team.lead);
  const { converse, pass } = await startDays(team, lead);
  await converse(40);
  await stands(lead, (one) => all(one) === 40);
  const neighbour = new Neighbour(team.backend.databaseUrl ?? '');
  onTestFinished(() => neighbour.close());
  await neighbour.begin();
  // Written beside the open transaction: no feed tells of them yet.
  await converse(20);
  await pass(14.1);
  for (let time = 0; time < 3; time++) await exchange(lead);
  expect(await standing(lead)).toMatchObject({
    reading: { status: 'locked' },
    exposures: { control: expect.any(Number) },
  });
  await neighbour.end();
  await stands(lead, ({ due }) => due?.look === 0);
  // The last one has met its arm after the look.
  expect(all(await standing(lead))).toBe(59);
});

it('goes by what has come from the server, and says of a change that nobody heard that it waits nowhere', async () => {
  const team = await startTeam();
  const lead = await deviceOf(team, team.lead);
  const { converse, pass } = await startDays(team, lead);
  await converse(40);
  await stands(lead, (one) => all(one) === 40);
  vi.useFakeTimers({ toFake: ['Date'] });
  onTestFinished(() => void vi.useRealTimers());
  team.proxy.fault = () => 'refuse';
  vi.setSystemTime(Date.now() + 15 * 86_400_000);
  expect((await standing(lead)).reading.status).toBe('locked');
  const stopping = lead.handlers['experiment.stop']({ id });
  await expect(stopping).rejects.toMatchObject({
    kind: 'offline',
    safe: expect.stringContaining('does not wait here'),
  });
  await pass(14.1);
  team.proxy.fault = () => null;
  await stands(lead, ({ due }) => due?.look === 0);
});

it('is refused to whoever is no lead, and shows them nothing', async () => {
  const team = await startTeam();
  const lead = await deviceOf(team, team.lead);
  await startDays(team, lead);
  const ann = await deviceOf(team, await team.labeler('ann'));
  await exchange(ann);
  expect(await ann.handlers['experiment.list']()).toEqual({ experiments: [], unreadable: 0, activeModels: [] });
  await expect(ann.handlers['experiment.standing']({ id })).rejects.toMatchObject({ kind: 'not-found' });
  await expect(ann.handlers['experiment.open']({ id, look: 0 })).rejects.toThrow('Only a lead may do this.');
  await expect(ann.handlers['experiment.stop']({ id })).rejects.toThrow('Only a lead may do this.');
  await expect(ann.handlers['experiment.modelChanges']({ agent: 'Order Support' })).rejects.toThrow('Only a lead');
});
