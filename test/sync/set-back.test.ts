import { randomUUID } from 'node:crypto';
import { expect, it, onTestFinished } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { smallPlan } from '../backend/experiment-days.ts';
import { startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';
import { filesWith } from '../fixtures/traces.ts';
import { deviceOf, exchange, type RestorableTeam, settled, signIn, startRestorableTeam, until } from './team.ts';

const plan = smallPlan();
const [control, treatment] = plan.arms;

/** What a lead decides while nobody is making a backup: an experiment runs, and the agent answers with what it always did. */
async function begin({ handlers }: Service): Promise<string> {
  const id = randomUUID();
  await handlers['experiment.save']({ id, plan });
  await handlers['experiment.start']({ id });
  const agent = { agent: plan.agent, model: control.model, why: 'What we begin with.', experimentId: null };
  await handlers['experiment.setActiveModel'](agent);
  return id;
}

/** What a restore to before it loses. */
async function stopAndRollOut(lead: Service, id: string): Promise<void> {
  await lead.handlers['experiment.stop']({ id });
  const out = { agent: plan.agent, model: treatment.model, why: 'Past every bar.', experimentId: id };
  await lead.handlers['experiment.setActiveModel'](out);
  await knows(lead, 'stopped', treatment.model);
}

const knows = (device: Service, state: string, model: string) =>
  until(device, async () => {
    const { experiments, activeModels } = await device.handlers['experiment.list']();
    return experiments[0]?.state === state && activeModels[0]?.to === model;
  });

const toldTo = async (device: Service) =>
  (await device.handlers['experiment.setBack']()).map((one) => [one.what, one.now]);
const both = [
  ['agent', control.model],
  ['experiment', 'running'],
];

function remembered(device: Service): number {
  const db = openReadonly(workspaceFiles(device.folder).corpus);
  const rows = Number(db.prepare('SELECT count(*) FROM before_restore').pluck().get());
  db.close();
  return rows;
}

/** A lead's device on a team whose server was restored to before the lead stopped an experiment and rolled a model out. */
async function afterRestore(team: RestorableTeam, folder = temporaryFolder()) {
  const lead = openTestService(folder);
  onTestFinished(() => lead.close());
  await signIn(lead, team.team, team.lead);
  const id = await begin(lead);
  await knows(lead, 'running', control.model);
  await team.backUp();
  await stopAndRollOut(lead, id);
  expect(await toldTo(lead)).toEqual([]);
  await team.restore();
  await settled(lead);
  await knows(lead, 'running', control.model);
  return { lead, id };
}

it('tells a lead what a restore has set back, until it is decided again or left as it is', async () => {
  const team = await startRestorableTeam();
  const { lead, id } = await afterRestore(team);
  const { handlers } = lead;
  expect(await handlers['experiment.setBack']()).toMatchObject([
    {
      ...{ what: 'agent', now: control.model },
      was: { agent: plan.agent, from: control.model, to: treatment.model, by: 'lead', why: 'Past every bar.' },
    },
    { what: 'experiment', id, name: plan.name, agent: plan.agent, was: { state: 'stopped' }, now: 'running' },
  ]);
  const listed = await startAssay(['experiment', 'list', '--workspace', lead.folder], {}).ended;
  expect(listed.stdout).toContain('The team’s server was restored to an earlier time.');
  expect(listed.stdout).toMatch(/“.*” on Order Support was stopped on .* and runs again\. Stop it again\./);
  expect(listed.stdout).toMatch(
    /Order Support answers again with base; tuned was rolled out on .* Roll it out again\./,
  );

  await handlers['experiment.stop']({ id });
  await knows(lead, 'stopped', control.model);
  expect(await toldTo(lead)).toEqual([['agent', control.model]]);
  const seen = (await handlers['experiment.setBack']()).map(({ mark }) => mark);
  await handlers['experiment.leaveSetBack']({ seen });
  expect(await toldTo(lead)).toEqual([]);

  // What was decided again is lost again, and what was left so is as it was.
  await team.restore();
  await settled(lead);
  await knows(lead, 'running', control.model);
  expect(await toldTo(lead)).toEqual([['experiment', 'running']]);
  await lead.close();
  expect(await toldTo(serviceOn(lead.folder))).toEqual([['experiment', 'running']]);
});

it('tells it on the device of every lead, of what nothing is left there too, and holds nothing of it on a labeler’s', async () => {
  const team = await startRestorableTeam();
  const ann = await deviceOf(team, await team.labeler('ann'));
  const lea = await team.labeler('lea');
  const ofLead = (role: string) =>
    team.backend.sql(`update public.assay_members set role = '${role}' where member_id = '${lea.id}'`);
  await ofLead('lead');
  const other = await deviceOf(team, lea);
  const lead = await deviceOf(team, team.lead);
  await exchange(ann);
  await team.backUp();
  const id = await begin(lead);
  await knows(lead, 'running', control.model);
  await knows(other, 'running', control.model);
  await exchange(ann);
  await team.restore();
  const gone = [
    ['agent', null],
    ['experiment', null],
  ];
  for (const device of [lead, other])
    await until(device, async () => JSON.stringify(await toldTo(device)) === JSON.stringify(gone));
  await exchange(ann);
  expect([remembered(ann), remembered(other)]).toEqual([0, 2]);
  for (const clue of [id, plan.name, control.model]) expect([clue, filesWith(ann.folder, clue)]).toEqual([clue, []]);

  await ofLead('labeler');
  await until(other, () => remembered(other) === 0);
  expect(await toldTo(other)).toEqual([]);
  await team.backend.sql(
    `update public.assay_members set removed_at = now() where member_id in ('${lea.id}', '${team.lead.id}')`,
  );
  await expect.poll(async () => (await lead.sync.now({ anew: false })).problem?.kind).toBe('removed');
  expect(remembered(lead)).toBe(0);
});

it('keeps in mind what was lost when the sweep is interrupted and begins again', async () => {
  const team = await startRestorableTeam();
  const { lead, id } = await afterRestore(team);
  expect(await toldTo(lead)).toEqual(both);
  await stopAndRollOut(lead, id);
  expect(await toldTo(lead)).toEqual([]);
  await team.restore();
  // The rows come, and what is asked for behind them does not.
  team.proxy.fault = ({ path }) => (path.endsWith('assay_unsettled') ? 'refuse' : null);
  await expect.poll(async () => (await lead.sync.now({ anew: false })).problem?.kind).toBe('offline');
  expect(await toldTo(lead)).toEqual(both);
  team.proxy.fault = () => null;
  // Restored once more, it begins over rows that are set back already.
  await team.restore();
  await settled(lead);
  expect(await toldTo(lead)).toEqual(both);
});

it('has nothing to tell after a sweep for another reason', async () => {
  const team = await startRestorableTeam();
  const lead = await deviceOf(team, team.lead);
  const id = await begin(lead);
  await stopAndRollOut(lead, id);
  expect((await lead.sync.now({ anew: true })).problem).toBeNull();
  expect(remembered(lead)).toBe(0);
  // A restore that loses something else.
  await team.backUp();
  const samples = async () => (await lead.handlers['workspace.info']()).samples;
  await team.give([sampleRow('later')]);
  await until(lead, async () => (await samples()) === 1);
  await team.restore();
  await until(lead, async () => (await samples()) === 0);
  expect(remembered(lead)).toBe(2);
  expect(await toldTo(lead)).toEqual([]);
});
