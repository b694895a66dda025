import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { smallPlan } from '../backend/experiment-days.ts';
import { type Ended, startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { openTestService } from '../fixtures/service.ts';
import { password, signIn, startTeam } from './team.ts';

const json = ({ stdout }: Ended) => JSON.parse(stdout);

it('plans, starts, stops, decides and rolls out from the command line, and tells how it stands', async () => {
  const team = await startTeam();
  const workspace = temporaryFolder();
  const device = openTestService(workspace);
  await signIn(device, team.team, team.lead);
  await device.close();
  const env = { ASSAY_PASSWORD: password };
  const experiment = async (...args: string[]) => {
    const ended = await startAssay(['experiment', ...args, '--workspace', workspace, '--json'], { env }).ended;
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    return json(ended);
  };
  // What is written beside an open transaction, of whatever test on the same Postgres, comes later.
  const comes = (wanted: object) =>
    expect
      .poll(
        async () => {
          expect((await startAssay(['sync', '--workspace', workspace], { env }).ended).code).toBe(0);
          return experiment('list');
        },
        { timeout: 20_000 },
      )
      .toMatchObject(wanted);
  const plan = smallPlan();
  const file = join(workspace, 'plan.json');
  writeFileSync(file, JSON.stringify(plan));
  const { id } = await experiment('plan', file);
  await comes({ experiments: [{ id, state: 'planned' }] });
  writeFileSync(file, JSON.stringify({ ...plan, name: 'Named again' }));
  expect(await experiment('plan', file, '--id', id)).toEqual({ id });
  expect(await experiment('start', id)).toEqual({ id, state: 'running' });
  await comes({ experiments: [{ id, state: 'running', plan: { name: 'Named again' } }] });
  expect(await experiment('show', id.slice(0, 8))).toMatchObject({
    standing: { reading: { status: 'locked', harms: [] }, exposures: { control: 0, treatment: 0 } },
  });
  expect(await experiment('stop', id)).toEqual({ id, state: 'stopped' });
  await experiment('decide', id, '--verdict', 'do_not_ship', '--reason', 'Nobody needs it.');
  await experiment('rollout', plan.agent, '--model', 'base', '--why', 'It stays.', '--id', id);
  await comes({ experiments: [{ id, state: 'decided' }], activeModels: [{ agent: plan.agent, to: 'base' }] });
  const listed = await startAssay(['experiment', 'list', '--workspace', workspace], {}).ended;
  expect(listed.stdout).toContain('decided  Named again (Order Support)');
  expect(listed.stdout).toMatch(/Order Support {2}base {2}since .*, by lead: It stays\./);
  const shown = await startAssay(['experiment', 'show', id, '--workspace', workspace], {}).ended;
  expect(shown.stdout).toContain('No result. It ended after 0 days of 14, before its result opened, so it has none.');
});

it('says what is missing', async () => {
  const workspace = temporaryFolder();
  await openTestService(workspace).close();
  const refused = async (...args: string[]) =>
    (await startAssay(['experiment', ...args, '--workspace', workspace], { env: { ASSAY_PASSWORD: password } }).ended)
      .stderr;
  expect(await refused('decide', 'x', '--verdict', 'perhaps')).toContain('--verdict is ship or do_not_ship.');
  expect(await refused('rollout', 'Shop', '--model', 'base')).toContain('--why is missing.');
  const file = join(temporaryFolder(), 'plan.json');
  writeFileSync(file, JSON.stringify({ ...smallPlan(), days: 0 }));
  expect(await refused('plan', file)).toContain(`${file} is no plan. days: Too small`);
  expect(await refused('start', 'x')).toContain('This workspace belongs to no team');
  expect(await refused('show', 'x')).toContain('There is no experiment “x”');
});
