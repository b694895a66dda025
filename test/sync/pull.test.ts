import { expect, it } from 'vitest';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { deviceOf, inThreeDays, manySamples, settled, startTeam } from './team.ts';

it('brings what was claimed, and nothing else', async () => {
  const team = await startTeam();
  await team.give(manySamples(30));
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  expect(await device.handlers['labeling.queues']()).toMatchObject([{ name: 'Brought along' }, { queueId, free: 30 }]);
  expect(await device.handlers['sync.claim']({ queueId, count: 12, until: inThreeDays() })).toMatchObject({
    claimed: 12,
  });

  const { sampleIds } = await device.handlers['labeling.next']({
    order: { strategy: 'oldest', seed: null },
    filter: { queue: queueId },
    after: null,
    limit: 100,
  });
  expect(sampleIds).toEqual(manySamples(12).map(({ sample_id }) => sample_id));
  expect((await device.handlers['workspace.info']()).samples).toBe(12);
});

it('pushes a label, and forgets the operation when the feed shows it back', async () => {
  const team = await startTeam();
  await team.give([sampleRow('a')]);
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await device.handlers['sync.claim']({ queueId, count: 1, until: inThreeDays() });
  const id = crypto.randomUUID();
  const judged = verdict(sampleRow('a').agent_response.text);
  await device.handlers['labeling.commit']({ id, queueId, sampleId: 'a', verdict: judged });
  expect(device.sync.status).toMatchObject({ waiting: 1 });
  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 0 });
  expect(await team.backend.sql('select label_id, member_id, forked, late from assay_labels')).toEqual([
    { label_id: id, member_id: ann.id, forked: false, late: false },
  ]);
});
