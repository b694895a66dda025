import { ask, press, question } from './labeling-desk.ts';
import { come, expect, synced, test } from './team-desk.ts';

test('a lead looks at the labels behind a figure of the day, and returns one with a key', async ({
  queueId,
  openWindow,
  openAtWork,
  join,
}) => {
  const ann = await openAtWork('Ann');
  await press(ann, '5', '0', 'a', 'Enter');
  await expect(question(ann, 's-02')).toBeVisible();
  await press(ann, '4', '0', 'a', 'Enter');
  await expect(question(ann, 's-03')).toBeVisible();
  await synced(ann);

  const lena = await openWindow('lena');
  await join(lena, 'Lena', 'lead');
  await lena.keyboard.press('ControlOrMeta+6');
  await expect(lena.getByRole('row', { name: /^Ann/ })).toBeVisible();
  await lena.getByRole('button', { name: '2, Ann: faster than one can read' }).click();
  await expect(lena.getByText('1 of 2', { exact: true })).toBeVisible();
  await expect(lena.locator('header')).toContainText('Ann: faster than one can read');
  // The newest first, and whose it is.
  await expect(question(lena, 's-02')).toBeVisible();
  await expect(lena.getByRole('columnheader', { name: 'Ann' })).toBeVisible();
  await expect(lena.getByRole('row', { name: /^Time/ })).toContainText(/\d s/);
  await press(lena, 'b');
  const dialog = lena.getByRole('dialog', { name: 'Return to a labeler' });
  await expect(dialog.getByLabel('Reason')).toBeFocused();
  await lena.keyboard.type('Read it, please.');
  await lena.keyboard.press('Enter');
  await expect(question(lena, 's-01')).toBeVisible();
  await press(lena, 'Escape');
  await expect(lena.getByRole('button', { name: '1, Ann: faster than one can read' })).toBeVisible();

  await come(ann, async () => {
    const [item] = await ask(ann, 'labeling.items', { queueId, sampleIds: ['s-02'] });
    return item?.returnedReason === 'Read it, please.';
  });
});
