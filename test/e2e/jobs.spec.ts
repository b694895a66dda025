import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { scriptedRunner, startScript } from '../fixtures/jobs.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { test as base, expect } from './fixture.ts';
import { judge } from './screens.ts';

const test = base.extend<{ folder: string; talkative: boolean }>({
  /** True: a job with a long log has run here. */
  talkative: [false, { option: true }],
  folder: ({ userData }, use) => use(join(userData, 'workspace')),
  appArgs: async ({ folder, talkative }, use) => {
    const workspace = openWorkspace(folder, { create: true, program: 'a test' });
    if (talkative) {
      const runner = scriptedRunner(workspace, 'chats');
      await runner.settled(startScript(runner).id);
    }
    workspace.close();
    await use(['--workspace', folder]);
  },
});

const rowOf = (page: Page, name: string) => page.getByRole('option').filter({ hasText: name });
const logOf = (page: Page) => page.getByRole('region', { name: 'Log' });
const detailOf = (page: Page, name: string) => page.getByRole('region', { name, exact: true });

async function toJobs(page: Page): Promise<void> {
  await expect(page.getByRole('button', { name: /: menu$/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('combobox')).toBeFocused();
  await page.keyboard.type('Go to Jobs');
  await page.keyboard.press('Enter');
}

/** Imports so many rows by keys alone; the file picker is the system's. */
async function startImport(page: Page, path: string, rows: number): Promise<void> {
  const lines = Array.from({ length: rows }, (_, index) => JSON.stringify(sampleRow(`row-${index}`)));
  await writeFile(path, lines.join('\n'));
  await expect(page.getByRole('button', { name: /: menu$/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+i');
}

test('a job is followed, cancelled, resumed and read about, by keyboard alone, over a crash', async ({
  page,
  folder,
  answerDialog,
  kill9,
  relaunch,
}) => {
  test.slow();
  await toJobs(page);
  await expect(page.getByRole('heading', { name: 'No job has run yet' })).toBeVisible();
  const [short, long] = [join(folder, '..', 'short.ndjson'), join(folder, '..', 'long.ndjson')];
  await answerDialog('showOpenDialog', { canceled: false, filePaths: [short] });
  await startImport(page, short, 3);
  await expect(page.getByText('3 samples', { exact: true })).toBeVisible();
  await answerDialog('showOpenDialog', { canceled: false, filePaths: [long] });
  await startImport(page, long, 100_000);
  await toJobs(page);
  const list = page.getByRole('listbox', { name: '2 jobs' });
  await expect(list).toBeFocused();
  await expect(rowOf(page, 'long.ndjson')).toHaveAttribute('aria-selected', 'true');
  await expect(detailOf(page, 'long.ndjson').getByRole('progressbar')).toBeVisible();
  await expect(logOf(page)).toContainText('Reads the file from its start.');

  await page.keyboard.press('Tab');
  await expect(detailOf(page, 'long.ndjson').getByRole('button', { name: 'Cancel' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(logOf(page)).toContainText('Cancelled.');
  await expect(detailOf(page, 'long.ndjson')).toContainText('it goes on from there');

  await page.keyboard.press('r');
  await expect(rowOf(page, 'long.ndjson')).toContainText('Running');
  await expect(logOf(page)).toContainText('Goes on behind line');
  await kill9();
  const again = await relaunch();
  // So low that the log does not fit: whoever is at its end stays there.
  await again.page.setViewportSize({ width: 1280, height: 420 });
  await toJobs(again.page);
  await expect(rowOf(again.page, 'long.ndjson')).toContainText('Interrupted');
  await expect(logOf(again.page)).toContainText('Assay ended while it ran.');
  await again.page.keyboard.press('r');
  await expect(logOf(again.page)).toContainText('Lines read: 100,000.', { timeout: 60_000 });
  await expect(rowOf(again.page, 'long.ndjson')).toContainText('Done');
  await expect(logOf(again.page).getByText('Begins.').first()).not.toBeInViewport();
  await expect(logOf(again.page).getByText('Done.', { exact: true })).toBeInViewport();

  await again.page.keyboard.press('ArrowDown');
  await expect(detailOf(again.page, 'short.ndjson')).toContainText('3 lines: 3 new');
  await expect(logOf(again.page)).toContainText('Lines read: 3.');
  await again.page.keyboard.press('c');
  await expect(again.page.getByRole('button', { name: /^Copied/ })).toBeVisible();
});

test.describe(() => {
  test.use({ talkative: true });

  test('jobs', async ({ page, folder, answerDialog }, info) => {
    test.slow();
    const judged = judge(page, info);
    await page.setViewportSize({ width: 1280, height: 800 });
    await toJobs(page);
    await expect(logOf(page)).toContainText('7,803 lines were dropped here');
    // It opens at its end, where a job says how it went.
    await expect(logOf(page).getByText('Done.', { exact: true })).toBeInViewport();
    await judged('jobs-long-log', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });

    const named = 'a sheet without the columns that it needs, exported from somewhere else';
    const deep = join(folder, '..', ...Array.from({ length: 6 }, (_, n) => `a folder of exports, part ${n}`));
    await mkdir(deep, { recursive: true });
    const [bad, mixed] = [join(deep, `${named}.csv`), join(deep, 'mixed.ndjson')];
    await writeFile(bad, 'a,b\n1,2\n');
    await answerDialog('showOpenDialog', { canceled: false, filePaths: [bad] });
    await page.keyboard.press('ControlOrMeta+i');
    await expect(page.getByText('Failed', { exact: true })).toBeVisible();
    await writeFile(mixed, `${JSON.stringify(sampleRow('good'))}\n{"sample_id": 7}\n`);
    await answerDialog('showOpenDialog', { canceled: false, filePaths: [mixed] });
    await page.keyboard.press('ControlOrMeta+i');
    await expect(page.getByText(/1 new/)).toBeVisible();
    await toJobs(page);
    await expect(logOf(page)).toContainText('Lines not taken: 1.');
    await judged('jobs-warning');
    await page.keyboard.press('ArrowDown');
    await expect(logOf(page)).toContainText('lacks the columns sample_id');
    await judged('jobs-failed', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });

    const running = join(folder, '..', 'long.ndjson');
    await answerDialog('showOpenDialog', { canceled: false, filePaths: [running] });
    await startImport(page, running, 100_000);
    await toJobs(page);
    await expect(rowOf(page, 'long.ndjson')).toContainText('a second');
    await judged('jobs-running', { wide: true });
  });
});

test('jobs where none has run', async ({ page }, info) => {
  await toJobs(page);
  await expect(page.getByRole('heading', { name: 'No job has run yet' })).toBeVisible();
  await judge(page, info)('jobs-none', { wide: true });
});

test('what is done is not to be resumed: its key is not offered', async ({ page, folder, answerDialog }) => {
  const path = join(folder, '..', 'short.ndjson');
  await answerDialog('showOpenDialog', { canceled: false, filePaths: [path] });
  await startImport(page, path, 3);
  await expect(page.getByText('3 samples', { exact: true })).toBeVisible();
  await toJobs(page);
  await expect(page.getByRole('contentinfo')).toContainText('copy the log');
  await expect(page.getByRole('contentinfo')).not.toContainText('resume');
});

test('a job that is cancelled stays the one on the screen, though others run', async ({
  page,
  folder,
  answerDialog,
}) => {
  for (const name of ['first.ndjson', 'second.ndjson']) {
    const path = join(folder, '..', name);
    await answerDialog('showOpenDialog', { canceled: false, filePaths: [path] });
    await startImport(page, path, 100_000);
    await expect(page.getByText(name)).toBeVisible();
  }
  await toJobs(page);
  await expect(rowOf(page, 'second.ndjson')).toHaveAttribute('aria-selected', 'true');
  await detailOf(page, 'second.ndjson').getByRole('button', { name: 'Cancel' }).press('Enter');
  await expect(rowOf(page, 'second.ndjson')).toContainText('Cancelled');
  await expect(rowOf(page, 'first.ndjson')).toContainText('Running');
  // At once: when the first has ended, too, the second is on top again.
  expect(await page.getByRole('option', { selected: true }).innerText()).toContain('second.ndjson');
  expect(await detailOf(page, 'second.ndjson').isVisible()).toBe(true);
});
