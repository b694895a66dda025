import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, cpSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { approvedRows, conversationRows, variedRows } from '../fixtures/dataset-rows.ts';
import { verdict } from '../fixtures/samples.ts';
import { ask, test as base, expect, press, scoreOf } from './labeling-desk.ts';
import { toDatasets } from './screens.ts';

const test = base.extend({ corpus: { rows: variedRows() } });

/** A number of the overview: of a step, a side or a reason. */
const figure = (page: Page, name: string | RegExp) => page.getByRole('row', { name }).getByRole('cell').last();
const pane = (page: Page) => page.getByRole('complementary', { name: 'Sample' });
/** What a list of this screen holds; a choice in the plan has options too. */
const items = (page: Page) => page.getByRole('listbox').getByRole('option');
const member = (page: Page, id: string) => page.locator(`[data-member="${id}"]`);
const build = (page: Page) => page.getByRole('button', { name: /^Build the dataset/ });
const lastBuild = (page: Page) => page.getByRole('list', { name: 'Last build' });

const cli = resolve(import.meta.dirname, '../../electron/cli.ts');
/** What the command line builds from the same workspace, in a copy of it. */
async function builtByCommand(folder: string, ...options: string[]) {
  const copy = `${folder}-copy`;
  cpSync(folder, copy, { recursive: true });
  const args = [cli, 'dataset', 'build', '--workspace', copy, '--json', ...options];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as {
    id: string;
    folder: string;
    manifest: { funnel: { step: string; count: number }[]; examples: Record<string, number> };
  };
}

test('the funnel and the built dataset are those of the command line, and each line is the file’s', async ({
  page,
  folder,
}) => {
  test.slow();
  await toDatasets(page);
  await expect(figure(page, 'Collected')).toHaveText('35');
  const expected = await builtByCommand(folder);
  const steps = [
    'Collected',
    'Reviewed',
    'Resolved',
    'Approved',
    'Past the gate',
    'After duplicates',
    'In the dataset',
  ];
  for (const [index, { count }] of expected.manifest.funnel.entries())
    await expect(figure(page, steps[index] ?? '')).toHaveText(String(count));
  for (const [side, name] of [
    ['train', 'Train'],
    ['validation', 'Validation'],
    ['holdout', 'Hold-out'],
  ] as const)
    await expect(figure(page, name)).toHaveText(String(expected.manifest.examples[side]));

  await press(page, 'ControlOrMeta+e');
  await expect(lastBuild(page)).toContainText('Done');
  await expect(lastBuild(page)).toContainText(expected.id.slice(0, 16));
  // No other draw moves what is built.
  await page.getByLabel('Seed', { exact: true }).fill('7');
  await expect(page.getByText('All of them stay where an earlier dataset has put them')).toBeVisible();
  await expect(figure(page, 'Hold-out')).toHaveText(String(expected.manifest.examples['holdout']));
  await page.keyboard.press('Escape');

  // The first line of the file is the line of the first sample of its side.
  await press(page, '2');
  await pane(page).getByRole('radio', { name: 'Raw' }).check();
  const file = readFileSync(join(folder, 'datasets', expected.id.slice(0, 16), 'openai-chat/train.jsonl'), 'utf8');
  await expect(pane(page).getByTestId('line')).toHaveText(file.split('\n')[0] ?? '');
  // After a click the keys go on from there.
  await items(page).first().click();
  await press(page, 'ArrowDown');
  await expect(pane(page).getByTestId('line')).toHaveText(file.split('\n')[1] ?? '');
  await press(page, 'c');
  await expect(pane(page).getByRole('button', { name: /^Copied/ })).toBeVisible();
});

test('a reason leads to its samples, a duplicate to the one that stays, and an id to its answer', async ({ page }) => {
  await press(page, '2', '0', 'r', '2', 'Enter');
  await toDatasets(page);
  // A format that has a place for what was rejected.
  await page.getByRole('checkbox', { name: /^CSV/ }).check();
  await page.getByRole('button', { name: 'They were rejected' }).click();
  await expect(items(page)).toHaveCount(4);
  // A verdict from before has no scores of its draft; a label has.
  await page.getByRole('option', { name: /In as an example of what not to say/ }).click();
  await expect(pane(page)).toContainText('A person rejected its draft.');
  await page.getByRole('option', { name: /bad-01/ }).click();
  await expect(pane(page).getByRole('heading', { name: 'Out: not approved' })).toBeVisible();

  await press(page, '1');
  await page.getByRole('button', { name: /nearly the same prompt/ }).click();
  await expect(pane(page)).toContainText('Nearly the same prompt as another.');
  await expect(pane(page)).toContainText(/alike-0\d stays in its place/);
  await press(page, 's');
  await expect(pane(page).getByRole('heading', { name: /^In: / })).toBeVisible();
  await press(page, 'Escape');
  await expect(pane(page).getByRole('heading', { name: 'Out: a duplicate' })).toBeVisible();

  await press(page, 'w');
  await page.keyboard.type('new-02');
  await press(page, 'Enter');
  await expect(pane(page)).toContainText('Not reviewed yet.');
  await press(page, 'w');
  await page.keyboard.type('nobody-knows');
  await press(page, 'Enter');
  await expect(pane(page)).toContainText('There is no sample with this id here.');
});

test('a sample is opened in the loop, which goes on where it was', async ({ page }) => {
  const asked = page.locator('[aria-labelledby="question"]');
  const first = await asked.innerText();
  await press(page, 'j');
  await expect.poll(() => asked.innerText()).not.toBe(first);
  await press(page, '4');
  const before = await asked.innerText();
  await toDatasets(page);
  await press(page, 'w');
  await page.keyboard.type('alike-03');
  await press(page, 'Enter');
  await expect(pane(page).getByRole('heading', { name: /^In: / })).toBeVisible();
  await expect(pane(page)).toBeFocused();
  await press(page, 'Enter');
  await expect(asked).toBeVisible();
  await expect(page.getByText('The answer to alike-03 is here.')).toBeVisible();
  await press(page, 'j');
  await expect.poll(() => asked.innerText()).toBe(before);
  await expect.poll(() => scoreOf(page, 'Factuality')).toBe('4');
});

test('in a group of alike samples another one is chosen, several are kept, one is left out, and all is taken back', async ({
  page,
  relaunch,
}) => {
  await toDatasets(page);
  await expect(figure(page, 'In the dataset')).toHaveText('25');
  await press(page, '3');
  await page.getByRole('listbox').press('Enter');
  await expect(member(page, 'alike-01').getByRole('button').first()).toBeFocused();
  await expect(member(page, 'alike-03')).toContainText('Stays');

  await press(page, 'k');
  await expect(member(page, 'alike-01')).toContainText('by choice');
  await expect(member(page, 'alike-03')).not.toContainText('Stays');
  await press(page, 'ArrowDown', 'k');
  await expect(page.getByText('26 examples', { exact: true })).toBeVisible();
  await press(page, 'ArrowDown', 'o');
  await expect(member(page, 'alike-03')).toContainText('left out by choice');
  await press(page, 'ArrowUp', 'k', 'ArrowUp', 'k', 'o');
  await expect(member(page, 'alike-02')).toContainText('Stays');
  await expect(page.getByText('25 examples', { exact: true })).toBeVisible();

  const { page: again } = await relaunch();
  await toDatasets(again);
  await expect(again.getByText('2 samples left out')).toBeVisible();
  await again.getByRole('button', { name: 'Take back' }).click();
  await press(again, '3');
  await expect(member(again, 'alike-03')).toContainText('Stays');
});

test('the plan is counted at once and kept', async ({ page, relaunch }) => {
  await toDatasets(page);
  await expect(figure(page, 'In the dataset')).toHaveText('25');
  await page.getByRole('radiogroup', { name: 'Of near duplicates keep' }).getByRole('radio', { name: 'All' }).check();
  await expect(figure(page, 'In the dataset')).toHaveText('26');
  await page.getByLabel('At most').fill('3');
  await expect(page.getByText('No sample passes: the dataset would be empty.')).toBeVisible();
  await expect(build(page)).toBeDisabled();
  await press(page, '1');
  await page.getByLabel('At most').fill('');
  await expect(figure(page, 'In the dataset')).toHaveText('26');
  await page.getByLabel('Validation').fill('50.5');
  await expect(page.getByText('A whole number from 0 to 50.')).toBeVisible();
  await page.getByLabel('Validation').fill('0');
  await expect(figure(page, 'Validation')).toHaveText('0');
  await page.getByRole('checkbox', { name: /^DPO pairs/ }).check();
  await page.getByLabel('Name', { exact: true }).fill('Autumn');
  await page.getByRole('button', { name: 'Edit the system prompt of Order Support' }).click();
  await page.getByRole('textbox', { name: 'System prompt of Order Support' }).fill('Answer in verse.');
  await press(page, 'ControlOrMeta+Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(page.getByText('Answer in verse.')).toBeVisible();

  const { page: again } = await relaunch();
  await toDatasets(again);
  await expect(again.getByLabel('Name', { exact: true })).toHaveValue('Autumn');
  await expect(again.getByRole('checkbox', { name: /^DPO pairs/ })).toBeChecked();
  await expect(again.getByText('Answer in verse.')).toBeVisible();
  await expect(figure(again, 'In the dataset')).toHaveText('26');
});

test('a built dataset is verified, compared with another, and told from what today’s labels would give', async ({
  page,
  app,
}) => {
  test.slow();
  await toDatasets(page);
  await expect(figure(page, 'In the dataset')).toHaveText('25');
  await press(page, 'ControlOrMeta+e');
  await expect(lastBuild(page)).toContainText('Done');
  await press(page, '5');
  await expect(page.getByText('most likely the same dataset')).toBeVisible();
  // Left and opened again there, it is counted again, whatever the plan asks meanwhile.
  await press(page, 'ControlOrMeta+2', 'ControlOrMeta+7');
  await expect(page.getByText('most likely the same dataset')).toBeVisible();
  await press(page, 'v');
  await expect(page.getByText('every SHA-256 agrees')).toBeVisible();
  await app.evaluate(({ shell }) => {
    shell.showItemInFolder = (shown) => {
      Object.assign(globalThis, { shown });
    };
  });
  await page.getByRole('main').getByRole('button', { name: 'Show in folder' }).last().click();
  const [first] = (await ask(page, 'dataset.list', undefined)).datasets;
  expect(await app.evaluate(() => (globalThis as { shown?: string }).shown)).toBe(first?.folder);

  // Somebody changes a file.
  appendFileSync(join(first?.folder ?? '', 'openai-chat/train.jsonl'), '{}\n');
  await press(page, 'v');
  await expect(page.getByText('It is not as it was built.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'was changed' })).toHaveText(/openai-chat\/train\.jsonl/);

  await page.getByLabel('Hold-out').fill('30');
  await page.getByRole('radiogroup', { name: 'Of near duplicates keep' }).getByRole('radio', { name: 'All' }).check();
  await expect(page.getByText('26 examples', { exact: true })).toBeVisible();
  await press(page, 'ControlOrMeta+e');
  await expect(page.getByRole('listbox', { name: '2 datasets' })).toBeVisible();
  await items(page).first().click();
  await page.getByLabel('Compare with').selectOption({ index: 1 });
  await expect(page.getByText('The recipes differ: near duplicates, the split.')).toBeVisible();
  await expect(page.getByRole('list', { name: 'Differences' })).toContainText('1 came');
  await expect(page.getByRole('table', { name: 'Differences, sample by sample' })).toContainText(
    'before nearly the same prompt as another',
  );

  // A label that comes later changes no file, and tells that a build would.
  await items(page).last().click();
  await expect(page.getByText('most likely the same dataset')).toBeVisible();
  const [unreviewed] = await ask(page, 'labeling.items', { queueId: null, sampleIds: ['new-01'] });
  const response = unreviewed?.sample.response ?? '';
  await ask(page, 'labeling.commit', {
    queueId: null,
    id: randomUUID(),
    sampleId: 'new-01',
    verdict: verdict(response),
  });
  await press(page, 'ControlOrMeta+2', 'ControlOrMeta+7');
  await expect(page.getByText('26 examples', { exact: true })).toBeVisible();
  await items(page).last().click();
  await expect(page.getByText('A newer build would differ.')).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: /^Reviewed / })).toHaveText(/→ 31/);

  // A manifest that was changed names nothing any more: the rest is there, and this can be removed.
  appendFileSync(join(first?.folder ?? '', 'manifest.json'), 'cut');
  await press(page, '1', '5');
  await expect(page.getByRole('listbox', { name: '1 dataset' })).toBeVisible();
  await page.getByRole('region', { name: 'Datasets and builds' }).getByRole('button', { name: 'Remove…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove', exact: true }).click();
  await expect(page.getByText('cannot be read')).toHaveCount(0);
});

test.describe('one large group', () => {
  test.use({ corpus: { rows: [...approvedRows(20), ...conversationRows(12)] } });

  test('is shown and has to be accepted before a dataset is built', async ({ page }) => {
    await toDatasets(page);
    await expect(page.getByText('12 of 32 examples are of one conversation or nearly alike.')).toBeVisible();
    await expect(build(page)).toBeDisabled();
    await press(page, 'g');
    await expect(page.getByRole('option', { name: /turn-/ })).toHaveCount(12);
    await press(page, 'ControlOrMeta+e');
    await expect(page.getByRole('checkbox', { name: 'Accept the large group' })).toBeFocused();
    await press(page, 'Space');
    await expect(build(page)).toBeEnabled();
    await press(page, 'ControlOrMeta+e');
    await expect(lastBuild(page)).toContainText('32 examples');
  });
});

test.describe('many samples', () => {
  test.use({ corpus: { rows: approvedRows(12_000, 'many') } });

  test('reading them is watched and stopped; a build is cancelled, survives a crash and is whole', async ({
    page,
    kill9,
    relaunch,
  }) => {
    test.setTimeout(180_000);
    await toDatasets(page);
    await expect(page.getByRole('progressbar', { name: 'Reading all samples' })).toBeVisible();
    await press(page, 'Escape');
    await expect(page.getByText('Not counted: it was stopped.')).toBeVisible();
    await press(page, 'F5');
    await expect(page.getByText('12,000 examples', { exact: true })).toBeVisible({ timeout: 60_000 });

    await press(page, 'ControlOrMeta+e');
    await expect(lastBuild(page).getByRole('progressbar')).toBeVisible();
    await lastBuild(page).getByRole('button', { name: 'Cancel' }).click();
    await expect(lastBuild(page)).toContainText('Cancelled');
    await lastBuild(page).getByRole('button', { name: 'Resume' }).click();
    await expect(lastBuild(page).getByRole('progressbar')).toBeVisible();
    await kill9();

    const { page: again } = await relaunch();
    await toDatasets(again);
    await expect(lastBuild(again)).toContainText('Interrupted');
    await lastBuild(again).getByRole('button', { name: 'Resume' }).click();
    await expect(lastBuild(again)).toContainText('12,000 examples', { timeout: 90_000 });
    await press(again, '5');
    await expect(items(again)).toHaveCount(1);
  });
});
