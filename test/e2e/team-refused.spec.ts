import { z } from 'zod';
import { saveQueue } from '../backend/team.ts';
import { press, question } from './labeling-desk.ts';
import { expect, mark, rowsOf, synced, test } from './team-desk.ts';

test('what the server refuses is read, put right at its sample, or sent again when it may be', async ({
  server,
  queueId,
  openAtWork,
}) => {
  const page = await openAtWork('Ann');
  await server.down();
  await press(page, 's', '1');
  await expect(question(page, 's-02')).toBeVisible();
  await press(page, 's', '1');
  await expect(question(page, 's-03')).toBeVisible();
  await server.up();
  const asItWas = { queue_id: queueId, overlap: 2, guidelines: 'Be fair.' };
  await saveQueue(server.lead, { ...asItWas, allow_skip: false });

  await press(page, 'ControlOrMeta+5', 'ControlOrMeta+s');
  await expect(mark(page)).toHaveText('2 refused');
  const refused = page.getByRole('list', { name: 'Refused by the server' }).getByRole('listitem');
  await expect(refused).toHaveCount(2);
  const [first, second] = [refused.filter({ hasText: 'asks s-01' }), refused.filter({ hasText: 'asks s-02' })];
  await expect(first).toContainText('This queue does not allow skipping.');

  await first.getByRole('button', { name: 'Open the sample' }).click();
  await expect(question(page, 's-01')).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter', 'ControlOrMeta+5');
  await synced(page);
  await expect(first).toContainText('You have decided on this sample again since.');
  await expect(second).not.toContainText('You have decided');
  await first.getByRole('button', { name: 'Stop sending it' }).click();
  await expect(refused).toHaveCount(1);
  await expect(mark(page)).toHaveText('1 refused');

  await saveQueue(server.lead, { ...asItWas, allow_skip: true });
  await second.getByRole('button', { name: 'Send again' }).click();
  await expect(refused).toHaveCount(0);
  await synced(page);
  const states = `select sample_id, state from assay_assignments where sample_id in ('s-01', 's-02') order by 1`;
  expect(await rowsOf(server, states, z.object({ sample_id: z.string(), state: z.string() }))).toEqual([
    { sample_id: 's-01', state: 'done' },
    { sample_id: 's-02', state: 'skipped' },
  ]);
});
