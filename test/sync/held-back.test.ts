import { expect, it, onTestFinished } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import type { Role } from '../../shared/sync/feeds.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { serviceOn } from '../fixtures/service.ts';
import { Neighbour } from './schedules/neighbour.ts';
import { deviceOf, manySamples, settled, startTeam, until } from './team.ts';

const samplesOn = async (device: Service) => (await device.handlers['workspace.info']()).samples;

/** A labeler who is made a lead beside an open transaction: no feed has the row that says so, and the server knows it. */
async function ledUnheard() {
  const team = await startTeam();
  await team.give(manySamples(20));
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await until(device, () => device.sync.knownUntil !== null);
  const neighbour = new Neighbour(team.backend.databaseUrl ?? '');
  onTestFinished(() => neighbour.close());
  await neighbour.begin();
  const become = (role: Role) =>
    team.backend.sql(`update assay_members set role = '${role}' where member_id = '${ann.id}'`);
  await become('lead');
  await until(device, async () => (await samplesOn(device)) === 20);
  return { device, neighbour, become };
}

it('knows that somebody leads as soon as they are given what leads get', async () => {
  const { device, neighbour } = await ledUnheard();
  expect(device.sync.status.account?.role).toBe('lead');
  await neighbour.end();
  await settled(device);
  expect([device.sync.status.account?.role, await samplesOn(device)]).toEqual(['lead', 20]);
});

it('leaves nothing of the leads with somebody who was one only for a moment of which no row tells', async () => {
  const { device, neighbour, become } = await ledUnheard();
  await become('labeler');
  await neighbour.end();
  await until(device, async ({ account }) => account?.role === 'labeler' && (await samplesOn(device)) === 0);
});

it('knows that everything is here though nothing comes after an open transaction', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const neighbour = new Neighbour(team.backend.databaseUrl ?? '');
  onTestFinished(() => neighbour.close());
  await neighbour.begin();
  const folder = temporaryFolder();
  const device = await deviceOf(team, ann, folder);
  expect(device.sync.knownUntil).toBeNull();
  await neighbour.end();
  await until(device, () => device.sync.knownUntil !== null);
  await device.close();
  expect(serviceOn(folder).sync.knownUntil).not.toBeNull();
});
