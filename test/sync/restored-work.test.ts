import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { restoreWork } from '../../electron/service/workspace/restore.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { verdict } from '../fixtures/samples.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';
import { inThreeDays, manySamples, settled, signIn, startTeam } from './team.ts';

it('takes back from the server what a backup of work.db has lost, and what is judged after it counts', async () => {
  const team = await startTeam();
  await team.give(manySamples(2));
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const folder = temporaryFolder();
  const device = openTestService(folder);
  await signIn(device, team.team, ann);
  await device.handlers['sync.claim']({ queueId, count: 2, until: inThreeDays() });
  await settled(device);
  const { work } = workspaceFiles(folder);
  const db = openWritable(work, 'full');
  db.pragma('wal_checkpoint(TRUNCATE)');
  db.close();
  const path = join(temporaryFolder(), 'work-20260901T080000000Z.db');
  copyFileSync(work, path);

  const rejection = verdict('x', { decision: 'reject', reasons: ['other'] });
  for (const sampleId of ['s0', 's1'])
    await device.handlers['labeling.commit']({ id: uuidv7(), queueId, sampleId, verdict: rejection });
  await settled(device);
  await device.close();
  restoreWork({ path, takenAt: new Date() }, folder, new Date());

  const again = serviceOn(folder);
  await signIn(again, team.team, ann);
  await settled(again);
  const items = () => again.handlers['labeling.items']({ queueId, sampleIds: ['s0', 's1'] });
  expect((await items()).map(({ label }) => label?.verdict.decision)).toEqual(['reject', 'reject']);

  const id = uuidv7();
  await again.handlers['labeling.commit']({ id, queueId, sampleId: 's0', verdict: verdict('x') });
  await settled(again);
  const standing = await team.backend.sql(
    `select a.sample_id, l.decision from assay_assignments a join assay_labels l using (label_id) order by 1`,
  );
  expect(standing).toEqual([
    { sample_id: 's0', decision: 'approve' },
    { sample_id: 's1', decision: 'reject' },
  ]);
  expect((await items()).map(({ label }) => label?.verdict.decision)).toEqual(['approve', 'reject']);
});
