import type { Page } from '@playwright/test';
import { z } from 'zod';
import { saveQueue } from '../backend/team.ts';
import { press, question } from './labeling-desk.ts';
import { expect, mark, rowsOf, synced, type TeamServer, test } from './team-desk.ts';

/** Two samples that Ann skipped while the server was away, in a queue that forbids it by the time it is back. */
async function skipTwo(server: TeamServer, queueId: string, page: Page) {
  await server.down();
  await press(page, 's', '1');
  await expect(question(page, 's-02')).toBeVisible();
  await press(page, 's', '1');
  await expect(question(page, 's-03')).toBeVisible();
  await server.up();
  const allow = (allow_skip: boolean) =>
    saveQueue(server.lead, { queue_id: queueId, overlap: 2, guidelines: 'Be fair.', allow_skip });
  await allow(false);
  await press(page, 'ControlOrMeta+5', 'ControlOrMeta+s');
  await expect(mark(page)).toHaveText('2 refused');
  const refused = page.getByRole('list', { name: 'Refused by the server' }).getByRole('listitem');
  await expect(refused).toHaveCount(2);
  return { refused, allow };
}

test('what the server refuses is read, put right at its sample, or sent again when it may be', async ({
  server,
  queueId,
  openAtWork,
}) => {
  const page = await openAtWork('Ann');
  const { refused, allow } = await skipTwo(server, queueId, page);
  const [first, second] = [refused.filter({ hasText: 'asks s-01' }), refused.filter({ hasText: 'asks s-02' })];
  await expect(first).toContainText('This queue does not allow skipping.');

  await press(page, 'ControlOrMeta+1', 'j');
  await expect(question(page, 's-04')).toBeVisible();
  await press(page, 'ControlOrMeta+5');
  await first.getByRole('button', { name: 'Open the sample' }).click();
  await expect(question(page, 's-01')).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter');
  await expect(question(page, 's-04')).toBeVisible();
  await press(page, 'ControlOrMeta+5');
  await synced(page);
  await expect(first).toContainText('You have decided on this sample again since.');
  await expect(second).not.toContainText('You have decided');
  await first.getByRole('button', { name: 'Stop sending it' }).click();
  await expect(refused).toHaveCount(1);
  await expect(mark(page)).toHaveText('1 refused');

  await allow(true);
  await second.getByRole('button', { name: 'Send again' }).click();
  await expect(refused).toHaveCount(0);
  await synced(page);
  const states = `select sample_id, state from assay_assignments where sample_id in ('s-01', 's-02') order by 1`;
  expect(await rowsOf(server, states, z.object({ sample_id: z.string(), state: z.string() }))).toEqual([
    { sample_id: 's-01', state: 'done' },
    { sample_id: 's-02', state: 'skipped' },
  ]);
});

test('all that was refused is sent again at once', async ({ server, queueId, openAtWork }) => {
  const page = await openAtWork('Ann');
  const { refused, allow } = await skipTwo(server, queueId, page);
  await allow(true);
  await page.getByRole('button', { name: 'Send all 2 again' }).click();
  await expect(refused).toHaveCount(0);
  await synced(page);
  await expect(mark(page)).toHaveText(/^synced/);
});
