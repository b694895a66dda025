import { expect, it, onTestFinished } from 'vitest';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import {
  deviceOf,
  exchange,
  inThreeDays,
  manySamples,
  settled,
  startRestorableTeam,
  startTeam,
  until,
} from './team.ts';

const judged = (sampleId: string) => verdict(sampleRow(sampleId).agent_response.text);

it('notices a server that was restored, and gives back what it lost under the old ids', async () => {
  const team = await startRestorableTeam();
  await team.give(manySamples(6));
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 6, until: inThreeDays() });
  const label = async (sampleId: string) => {
    const id = crypto.randomUUID();
    await device.handlers['labeling.commit']({ id, queueId, sampleId, verdict: judged(sampleId) });
    return id;
  };
  const first = await label('s0');
  await settled(device);
  await team.backUp();

  const lost = [await label('s1'), await label('s2')];
  await settled(device);
  await team.give([sampleRow('lost with the disk')]);
  await team.restore();

  const waiting = await label('s3');
  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 0 });
  const stored = (await team.backend.sql('select label_id from assay_labels')).map((row) => row['label_id']);
  expect(stored.sort()).toEqual([first, ...lost, waiting].sort());
  expect((await device.handlers['workspace.info']()).samples).toBe(6);
});

it('sees a restore although nothing was sent after the backup: what others did since is gone', async () => {
  const team = await startRestorableTeam();
  await team.give(manySamples(2));
  const lead = await deviceOf(team, team.lead);
  await until(lead, async () => (await lead.handlers['workspace.info']()).samples === 2);
  await team.backUp();
  await team.give([sampleRow('later')]);
  await until(lead, async () => (await lead.handlers['workspace.info']()).samples === 3);
  await team.restore();
  await team.give([sampleRow('instead')]);
  const db = openReadonly(workspaceFiles(lead.folder).corpus);
  onTestFinished(() => void db.close());
  const held = db.prepare('SELECT sample_id FROM samples ORDER BY sample_id').pluck();
  await until(lead, () => held.all().join() === 'instead,s0,s1');
});

it('takes a lost answer for no restore', async () => {
  const team = await startTeam();
  await team.give(manySamples(5));
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 2, until: inThreeDays() });
  await device.handlers['labeling.commit']({ id: crypto.randomUUID(), queueId, sampleId: 's0', verdict: judged('s0') });
  // The page with a new nonce arrives, and its answer is lost; thrice.
  for (let time = 0; time < 3; time++) {
    team.proxy.fault = ({ body }) => (/"nonce":"/.test(body.toString()) ? 'lose' : null);
    expect(await device.sync.now({ anew: false })).toMatchObject({ problem: { kind: 'offline' } });
  }
  team.proxy.fault = () => null;
  const before = team.proxy.exchanged.length;
  await exchange(device);
  const cursors = team.proxy.exchanged
    .slice(before)
    .filter(({ path }) => path.endsWith('assay_pull'))
    .map(({ body }) => JSON.parse(body.toString()).cursors);
  expect(cursors.length).toBeGreaterThan(0);
  // From the beginning it would have been pulled without a place to go on from.
  for (const each of cursors) expect(each).toHaveProperty('assignments');
});
