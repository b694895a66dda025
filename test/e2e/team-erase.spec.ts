import { z } from 'zod';
import { insertSamples } from '../backend/team.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { filesWith } from '../fixtures/traces.ts';
import { ask, press, question } from './labeling-desk.ts';
import { come, expect, rowsOf, test } from './team-desk.ts';

test('a sample that is erased while somebody types on it goes, and says so', async ({
  server,
  queueId,
  openWindow,
  join,
}) => {
  test.setTimeout(120_000);
  const ann = await openWindow('Ann');
  await join(ann, 'Ann', 'labeler');
  await ann.getByRole('button', { name: 'Take work…' }).click();
  await ann.getByLabel('Samples').fill('4');
  await ann.keyboard.press('Enter');
  await expect(ann.getByText('0 done, 4 to do')).toBeVisible();
  await ann.getByRole('main').getByRole('button', { name: 'Label', exact: true }).click();
  await expect(question(ann, 's-01')).toBeVisible();
  await press(ann, '4', 'n');
  await ann.keyboard.type('Xyzzyplugh wants a refund.');
  const { path } = await ask(ann, 'workspace.info', undefined);
  await expect.poll(() => filesWith(path, 'xyzzyplugh')).not.toEqual([]);

  await server.lead.rpc('assay_erase', { sample_ids: ['s-01'] }, z.unknown());
  await expect
    .poll(async () => (await ask(ann, 'sync.now', { anew: false })).erased?.purged, { timeout: 20_000 })
    .toBe(true);
  await expect(ann.getByText('Your team has erased the sample that was on the screen.')).toBeVisible();
  await expect(question(ann, 's-02')).toBeVisible();
  await press(ann, '5', '0', 'a', 'Enter');
  await expect(question(ann, 's-03')).toBeVisible();
  await expect(ann.getByText('all saved')).toBeVisible();
  const [labeled] = await ask(ann, 'labeling.items', { queueId, sampleIds: ['s-02'] });
  expect(labeled?.label).not.toBeNull();
  expect(filesWith(path, 'xyzzyplugh')).toEqual([]);

  await ann.keyboard.press('ControlOrMeta+5');
  await expect(ann.getByText('Your team has erased 1 sample.')).toBeVisible();
});

test('a lead erases what they have found, and is held up until they are sure of how much', async ({
  server,
  queueId,
  openWindow,
  openAtWork,
  join,
}) => {
  const ann = await openAtWork('Ann');
  const page = await openWindow('lena');
  await join(page, 'Lena', 'lead');
  await page.keyboard.press('ControlOrMeta+2');
  await page.getByRole('searchbox').fill('s-02');
  await expect(page.getByText('1 of 4', { exact: true })).toBeVisible();
  const dialog = page.getByRole('dialog', { name: 'Erase from the team' });
  const open = page.getByRole('button', { name: 'Erase…' });
  await open.click();
  // One was found: there is nothing to choose.
  await expect(dialog.getByRole('combobox')).toHaveCount(0);
  await dialog.getByLabel(/type how many/).fill('2');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await dialog.getByLabel(/type how many/).fill('1');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText('0 of 3', { exact: true })).toBeVisible();

  // Somebody who looks at it in Find sees it go, too.
  await press(ann, 'ControlOrMeta+2');
  await expect(ann.getByText('4 of 4', { exact: true })).toBeVisible();
  await ann.getByRole('row', { name: /asks s-02/ }).click();
  const preview = ann.getByRole('region', { name: 'Chosen sample' });
  await expect(preview).toContainText('asks s-02');
  await come(ann, async () => (await ask(ann, 'workspace.info', undefined)).samples === 3);
  await expect(ann.getByText('asks s-02')).toHaveCount(0);
  await expect(preview).toContainText(/asks s-0[134]/);

  // The later turn repeats the first, where no search looks.
  const source = { agent_name: 'Order Support', conversation_id: 'talk' };
  await insertSamples(server.backend, [sampleRow('t-1', { source }), sampleRow('t-2', { source })]);
  await come(page, async () => (await ask(page, 'workspace.info', undefined)).samples === 5);
  await page.getByRole('searchbox').fill('t-1');
  await expect(page.getByText('1 of 5', { exact: true })).toBeVisible();
  await open.click();
  await dialog.getByRole('combobox', { name: 'What' }).selectOption('Its whole conversation, 2 samples');
  await dialog.getByLabel(/type how many: 2/).fill('2');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);

  await page.getByRole('searchbox').fill('asks');
  await expect(page.getByText('3 of 3', { exact: true })).toBeVisible();
  await open.click();
  await dialog.getByRole('combobox', { name: 'What' }).selectOption('All 3 that were found');
  await dialog.getByLabel(/type how many: 3/).fill('3');
  await page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  const left = 'select sample_id from agent_training_samples';
  expect(await rowsOf(server, left, z.object({ sample_id: z.string() }))).toEqual([]);
  await come(ann, async () => (await ask(ann, 'workspace.info', undefined)).samples === 0);
  expect(await ask(ann, 'labeling.items', { queueId, sampleIds: ['s-01'] })).toEqual([]);
  await expect(ann.getByRole('button', { name: 'Erase…' })).toHaveCount(0);
});
