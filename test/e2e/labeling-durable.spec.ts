import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { ask, expect, press, question, ready, rows, scoreOf, test, verdictOf } from './labeling-desk.ts';

const long = sampleRow('s-00', {
  created_at: '2026-09-01T07:00:00Z',
  agent_response: {
    text: Array.from({ length: 60 }, (_, n) => `Paragraph ${n}: your order left our warehouse today.`).join('\n\n'),
    sources: [],
  },
});

test.describe('after kill -9', () => {
  test.use({ corpus: { rows: [long, ...rows] } });

  test('sample, draft, caret and scroll are back', async ({ page, kill9, relaunch }) => {
    await press(page, '5', '0', 'a', 'Enter', 'k', 'ArrowUp', '2', 'e');
    const editor = page.getByRole('textbox', { name: 'Your correction of the answer' });
    await expect(editor).toBeFocused();
    await page.keyboard.type('Dear customer, ');
    await press(page, 'ArrowLeft', 'ArrowLeft', 'ArrowLeft');
    const column = page.locator('[data-scroll="answer"]');
    await column.evaluate((element) => element.scrollTo(0, 700));
    // What is older than half a second may not be lost.
    await page.waitForTimeout(500);
    await kill9();

    const { page: again } = await relaunch();
    await ready(again);
    await expect(question(again, 's-00')).toBeAttached();
    expect(await scoreOf(again, 'Overall')).toBe('2');
    const back = again.getByRole('textbox', { name: 'Your correction of the answer' });
    await expect(back).toBeFocused();
    await expect(back).toHaveValue(/^Dear customer, Paragraph 0/);
    expect(await back.evaluate((element: HTMLTextAreaElement) => element.selectionStart)).toBe(12);
    await expect.poll(() => again.locator('[data-scroll="answer"]').evaluate(({ scrollTop }) => scrollTop)).toBe(700);
    await again.keyboard.type('x');
    await expect(back).toHaveValue(/^Dear customexr, /);
  });

  test('a note in the making is back, with the caret in it', async ({ page, kill9, relaunch }) => {
    await press(page, '4', 'n');
    await page.keyboard.type('half a sen');
    await page.waitForTimeout(500);
    await kill9();
    const { page: again } = await relaunch();
    await ready(again);
    const note = again.getByRole('textbox', { name: 'Note' });
    await expect(note).toBeFocused();
    await again.keyboard.type('tence');
    await expect(note).toHaveValue('half a sentence');
    expect(await scoreOf(again, 'Factuality')).toBe('4');
  });

  test('an acknowledged label is there, and the loop goes on behind it', async ({ page, kill9, relaunch }) => {
    await press(page, '5', '0', 'a', 'Enter');
    await expect(question(page, 's-01')).toBeVisible();
    await expect(page.getByText('all saved')).toBeVisible();
    await page.waitForTimeout(200);
    await kill9();
    const { page: again } = await relaunch();
    await ready(again);
    await expect(question(again, 's-01')).toBeVisible();
    expect(await verdictOf(again, 's-00')).toMatchObject({ decision: 'approve' });
  });
});

test('a closed window loses not one key', async ({ page, relaunch }) => {
  await press(page, '3', 'n');
  await page.keyboard.type('typed just now');
  const { page: again } = await relaunch();
  await ready(again);
  await expect(again.getByRole('textbox', { name: 'Note' })).toHaveValue('typed just now');
  expect(await scoreOf(again, 'Factuality')).toBe('3');
});

test('held Enter, and Enter twice, commit once', async ({ page }) => {
  await press(page, '5', '0', 'a');
  await page.keyboard.down('Enter');
  for (let n = 0; n < 5; n += 1) await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await expect(question(page, 's-02')).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter', 'Enter', 'Enter');
  await expect(question(page, 's-03')).toBeVisible();
  await expect(page.getByText('2 of 12', { exact: true })).toBeVisible();
  for (const sampleId of ['s-01', 's-02'])
    expect(await ask(page, 'labeling.history', { queueId: null, sampleId })).toHaveLength(1);
});

test('a write that fails puts the sample back with what was entered, and says why', async ({ page, folder }) => {
  await press(page, '5', '0', 'a', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();

  // The disk refuses labels from here on, as a full one does: every insert fails inside the transaction.
  const db = openWritable(workspaceFiles(folder).work, 'full');
  db.exec(`CREATE TRIGGER refuse BEFORE INSERT ON labels BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await press(page, '4', '3', '0', 'r', '2', 'n');
  await page.keyboard.type('kept');
  await press(page, 'ControlOrMeta+Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(question(page, 's-02')).toBeVisible();
  expect([await scoreOf(page, 'Factuality'), await scoreOf(page, 'Helpfulness')]).toEqual(['4', '3']);
  await expect(page.getByRole('textbox', { name: 'Note' })).toHaveValue('kept');
  await expect(page.getByText('not saved', { exact: true })).toBeVisible();
  await expect(page.getByText('1 of 12', { exact: true })).toBeVisible();

  db.exec('DROP TRIGGER refuse');
  db.close();
  await press(page, 'Enter');
  await expect(question(page, 's-03')).toBeVisible();
  await expect(page.getByText('all saved')).toBeVisible();
  await expect(page.getByRole('alert')).toBeHidden();
  expect(await verdictOf(page, 's-02')).toMatchObject({ decision: 'reject', note: 'kept' });
});

test('only the failed one of several comes back', async ({ page, folder }) => {
  const db = openWritable(workspaceFiles(folder).work, 'full');
  db.exec(
    `CREATE TRIGGER refuse BEFORE INSERT ON labels WHEN NEW.sample_id = 's-02' BEGIN SELECT RAISE(ABORT, 'no'); END`,
  );
  await press(page, '5', '0', 'a', 'Enter', '4', '0', 'a', 'Enter', '3', '0', 'a', 'Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(question(page, 's-02')).toBeVisible();
  expect(await scoreOf(page, 'Overall')).toBe('4');
  db.exec('DROP TRIGGER refuse');
  db.close();
  await press(page, 'Enter');
  await expect(page.getByRole('alert')).toBeHidden();
  expect(await verdictOf(page, 's-01')).not.toBeNull();
  expect(await verdictOf(page, 's-02')).not.toBeNull();
});
