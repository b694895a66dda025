import type { Page } from '@playwright/test';
import { z } from 'zod';
import { testPassword } from '../backend/team.ts';
import { ask, press, question, ready, scoreOf } from './labeling-desk.ts';
import { expect, mark, rowsOf, synced, takeWork, test } from './team-desk.ts';

/** Where the system has no keyring, a sign-in ends with the program. */
async function signInAgain(page: Page): Promise<void> {
  await page.keyboard.press('ControlOrMeta+5');
  await page.getByLabel('Password', { exact: true }).fill(testPassword);
  await page.keyboard.press('Enter');
}

test('killed in the middle of labeling and of a sync, everything is back, and arrives once', async ({
  server,
  queueId,
  openWindow,
  openNetwork,
  killWindow,
  join,
}) => {
  test.setTimeout(180_000);
  const network = await openNetwork();
  const onServer = () =>
    rowsOf(
      server,
      `select sample_id, verdict->>'decision' as decision from assay_labels order by 1`,
      z.object({ sample_id: z.string(), decision: z.string() }),
    );
  const first = await openWindow('Ann');
  await join(first, 'Ann', 'labeler', network.url);
  await takeWork(first);

  network.fault = () => 'refuse';
  await press(first, '5', '0', 'a', 'Enter', '2', '0', 'r', '1', 'Enter');
  await expect(question(first, 's-03')).toBeVisible();
  await press(first, '4', 'n');
  await first.keyboard.type('half a sen');
  await expect(mark(first)).toHaveText(/2 to send$/);
  await expect
    .poll(async () => (await ask(first, 'labeling.items', { queueId, sampleIds: ['s-03'] }))[0]?.draft)
    .toMatchObject({ note: 'half a sen', scores: { factuality: 4 } });
  await expect
    .poll(() => ask(first, 'labeling.position', {}))
    .toMatchObject({ sampleId: 's-03', focus: 'note', caret: { start: 10, end: 10 } });
  await killWindow(first);

  const second = await openWindow('Ann');
  await test.step('the place, the draft and what waits are back', async () => {
    await ready(second);
    await expect(question(second, 's-03')).toBeVisible();
    const note = second.getByRole('textbox', { name: 'Note' });
    await expect(note).toBeFocused();
    await second.keyboard.type('tence');
    await expect(note).toHaveValue('half a sentence');
    expect(await scoreOf(second, 'Factuality')).toBe('4');
    await expect(mark(second)).toHaveText(/2 to send$/);
    expect(await onServer()).toEqual([]);
  });

  await test.step('killed while the server takes it, and before it can answer', async () => {
    const killed = Promise.withResolvers<void>();
    network.fault = ({ path }) => {
      if (!path.endsWith('assay_push')) return null;
      network.fault = () => 'refuse';
      killWindow(second).then(killed.resolve, killed.reject);
      return 'lose';
    };
    await signInAgain(second);
    await killed.promise;
    await network.settled();
  });

  network.fault = () => null;
  const third = await openWindow('Ann');
  await test.step('what the server took is not sent twice, and the rest goes on', async () => {
    await ready(third);
    await expect(question(third, 's-03')).toBeVisible();
    await signInAgain(third);
    await expect(third.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await synced(third);
    expect(await onServer()).toEqual([
      { sample_id: 's-01', decision: 'approve' },
      { sample_id: 's-02', decision: 'reject' },
    ]);
    await third.keyboard.press('ControlOrMeta+1');
    await expect(third.getByRole('textbox', { name: 'Note' })).toHaveValue('half a sentence');
    await press(third, 'Escape', '4', '0', 'a', 'Enter', '5', '0', 'a', 'Enter');
    await expect(third.getByRole('heading', { name: 'Nothing of this queue is left to do here' })).toBeVisible();
    await synced(third);
    await expect(mark(third)).toHaveText(/^synced/);
    expect((await onServer()).map(({ sample_id }) => sample_id)).toEqual(['s-01', 's-02', 's-03', 's-04']);
    expect((await ask(third, 'workspace.doctor', undefined)).filter(({ ok }) => !ok)).toEqual([]);
  });
});
