import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openWritable } from '../../electron/service/store/database.ts';
import { closing, plantWorkspace } from '../fixtures/planted.ts';
import { test as base, expect } from './fixture.ts';
import { test as deskTest, press, question } from './labeling-desk.ts';
import { synced, test as teamTest } from './team-desk.ts';

let planted: string | null = null;

/** Planted once: a copy is quicker. */
function plantedWorkspace(): string {
  if (planted) return planted;
  const scratch = mkdtempSync(join(tmpdir(), 'assay-e2e-planted-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  planted = join(scratch, 'workspace');
  plantWorkspace(planted);
  return planted;
}

const test = base.extend<{ folder: string }>({
  folder: ({ userData }, use) => use(join(userData, 'workspace')),
  appArgs: async ({ folder }, use) => {
    await cp(plantedWorkspace(), folder, { recursive: true });
    await use(['--workspace', folder]);
  },
});

async function toReadiness(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByRole('button', { name: /: menu$/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+8');
  await counted(page);
}

async function counted(page: Page): Promise<void> {
  await expect(page.getByText(/^As of /)).toBeVisible();
  await expect(page.getByText(/^counting…/)).toHaveCount(0);
}

const overall = (page: Page, text: string) => page.getByRole('heading', { level: 2, name: text, exact: true });
const criterion = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Criteria' }).getByRole('listitem').filter({ hasText: name });

test('a labeled workspace is judged by each criterion, with plots that have their numbers', async ({ page }) => {
  await toReadiness(page);
  await expect(overall(page, 'Cannot tell yet whether to fine-tune')).toBeVisible();
  await expect(page.getByText('Open: cost against benefit.')).toBeVisible();
  await expect(criterion(page, 'High-quality samples')).toContainText('met');
  await expect(criterion(page, 'High-quality samples')).toContainText('1,425');
  await expect(criterion(page, 'Production approval')).toContainText('80.0 %');
  await expect(criterion(page, 'Plateaued')).toContainText('0.0 points');
  await expect(criterion(page, 'Re-review approval')).toContainText('on 200 re-reviewed');
  await expect(criterion(page, 'Cost against benefit')).toContainText('Missing: the model’s prices');

  await expect(page.getByRole('img', { name: /^Production approval by week/ })).toBeVisible();
  const weeks = page.getByRole('table', { name: /^Production approval, first-pass labels/ });
  await expect(weeks.getByRole('row')).toHaveCount(10);
  await expect(weeks.getByRole('row').nth(1)).toHaveText(/10 Aug 202680\.\d %7\d\.\d to 8\d\.\d %160/);
  await expect(page.getByRole('img', { name: /^Overall: 1: 5 %/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^Decaf 16 %/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /^After duplicates 1,425/ })).toBeVisible();
});

test('the examples of a correction are a key away, and lead on to the sample', async ({ page }) => {
  const asked = page.locator('[aria-labelledby="question"]');
  const first = await asked.innerText();
  await page.keyboard.press('j');
  await expect.poll(() => asked.innerText()).not.toBe(first);
  const before = await asked.innerText();
  await toReadiness(page);
  const pattern = page.getByRole('listitem').filter({ hasText: `adds “${closing}” at the end` });
  await expect(pattern).toContainText('225 cases');
  await expect(pattern).toContainText('2 labelers · 113 older, 112 newer · 100 % the same way');
  await expect(pattern).toContainText(`A prompt line might fix it: End every answer with “${closing}”`);

  await page.keyboard.press('x');
  const dialog = page.getByRole('dialog', { name: 'Examples' });
  await expect(dialog.getByRole('insertion')).toHaveText(` ${closing}`);
  await expect(dialog.getByText('1 of 100, the newest of 225')).toBeVisible();
  await page.keyboard.press('j');
  await expect(dialog.getByText('2 of 100')).toBeVisible();
  await page.keyboard.press('k');
  await page.keyboard.press('k');
  await expect(dialog.getByText('1 of 100')).toBeVisible();
  const query = (await dialog.locator('p[dir="auto"]').textContent()) ?? '';
  await page.keyboard.press('Escape');
  await expect(dialog).toHaveCount(0);

  // Of the pattern that has the focus.
  await page.getByRole('button', { name: /^Examples: makes the answer longer/ }).focus();
  await page.keyboard.press('x');
  await expect(dialog.getByText('makes the answer longer (tone adjustment)')).toBeVisible();
  await page.keyboard.press('Escape');

  await pattern.getByRole('button').click();
  await expect(dialog.getByText('1 of 100')).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Scores and decision' })).toBeVisible();
  await expect(page.getByText(query, { exact: true })).toBeVisible();
  // The loop goes on where it was.
  await page.keyboard.press('j');
  await expect.poll(() => asked.innerText()).toBe(before);
});

test('what a person assumes settles the cost, and stays with the workspace', async ({ page, relaunch }) => {
  await toReadiness(page);
  await page.getByRole('button', { name: 'Cost against benefit' }).click();
  await page.getByLabel('Model to tune').selectOption('gpt-4.1-mini-2025-04-14');
  const fields = {
    Epochs: '3',
    'Wage, USD an hour': '25',
    'Answers a month': '8,000',
    'Input tokens an answer': '900',
    'Output tokens an answer': '150',
    'A poor answer costs, USD': '4',
    'Approval expected, %': '90',
  };
  for (const [name, value] of Object.entries(fields)) {
    await page.getByLabel(name).fill(value);
    await page.keyboard.press('Enter');
  }
  // 90 seconds each on 1,500 samples, 12 seconds each on 200; 8,000 × 10 points × 4 USD.
  const row = (name: string) => page.getByRole('row', { name: new RegExp(`^${name} `) });
  await expect(row('Labeling')).toContainText('38.17 hours at work, 25.00 USD an hour');
  await expect(row('Fewer poor answers')).toContainText('3,200 USD');
  await expect(row('Tokens')).toContainText('−4.80 USD');
  await expect(criterion(page, 'Cost against benefit')).toContainText('pays back in');
  await expect(overall(page, 'Ready to fine-tune')).toBeVisible();
  await expect(page.getByText('Every criterion is met.')).toBeVisible();

  await page.getByLabel('Epochs', { exact: true }).fill('three');
  await page.keyboard.press('Tab');
  await expect(page.getByText('This is no number, as in 12.5.')).toBeVisible();
  await page.getByLabel('Epochs', { exact: true }).fill('-1');
  await page.keyboard.press('Tab');
  await expect(page.getByText('At least 1.')).toBeVisible();

  await page.getByRole('button', { name: 'Edit gpt-4.1-mini-2025-04-14' }).click();
  const dialog = page.getByRole('dialog', { name: 'Prices of gpt-4.1-mini-2025-04-14' });
  await dialog.getByLabel('The page that says so').fill('somewhere');
  await dialog.getByLabel('Training').fill('');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toBeVisible();
  await dialog.getByLabel('The page that says so').fill('https://prices.example/ours');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(criterion(page, 'Cost against benefit')).toContainText('Missing: the price of training.');

  const again = await relaunch();
  await toReadiness(again.page);
  await expect(again.page.getByLabel('Wage, USD an hour')).toHaveValue('25');
  await expect(again.page.getByRole('row', { name: /^gpt-4.1-mini-2025-04-14 \?/ })).toContainText('prices.example');
});

test('the report is saved where a person chooses', async ({ page, userData, answerDialog }) => {
  await toReadiness(page);
  await answerDialog('showSaveDialog', { canceled: true, filePath: '' });
  await page.keyboard.press('ControlOrMeta+p');
  const path = join(userData, 'report.html');
  await answerDialog('showSaveDialog', { canceled: false, filePath: path });
  await page.getByRole('button', { name: /^Save report/ }).click();
  await expect(page.getByText(`The report is saved as ${path}.`).first()).toBeVisible();
  const report = readFileSync(path, 'utf8');
  expect(report).toContain('<h1>Cannot tell yet whether to fine-tune</h1>');
  expect(report).toContain(closing);
  expect(report).not.toContain('<script');
});

test('a count that fails says why, and leaves what was counted before', async ({ page, folder }) => {
  await toReadiness(page);
  const db = openWritable(join(folder, 'corpus.db'), 'normal');
  db.prepare(`UPDATE samples SET body = '{' WHERE sample_id = 's-0003'`).run();
  db.close();
  await page.keyboard.press('F5');
  await expect(page.getByRole('alert')).toContainText('s-0003');
  await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
  await expect(criterion(page, 'High-quality samples')).toContainText('1,425');
});

deskTest(
  'without labels it says what would settle each, and a label is seen when it is counted again',
  async ({ page }) => {
    await toReadiness(page);
    await expect(overall(page, 'Not ready to fine-tune')).toBeVisible();
    await expect(criterion(page, 'High-quality samples')).toContainText('500 more samples past the gate would do.');
    await expect(criterion(page, 'Production approval')).toContainText('cannot tell');
    await expect(page.getByText('No label says anything about production yet.')).toBeVisible();
    await expect(page.getByText('Nobody has corrected an answer yet.')).toBeVisible();

    await page.keyboard.press('ControlOrMeta+1');
    await expect(question(page, 's-01')).toBeVisible();
    await press(page, '5', '0', 'a', 'Enter');
    await expect(question(page, 's-02')).toBeVisible();
    await page.keyboard.press('ControlOrMeta+8');
    await expect(criterion(page, 'High-quality samples')).toContainText('499 more samples');
  },
);

teamTest(
  'a lead is told the team’s words, and a labeler has no such page',
  async ({ queueId, openWindow, openAtWork, join: joinTeam }) => {
    expect(queueId).not.toBe('');
    const ann = await openAtWork('Ann');
    await press(ann, '5', '0', 'a', 'Enter');
    await expect(question(ann, 's-02')).toBeVisible();
    await synced(ann);
    await ann.keyboard.press('ControlOrMeta+2');
    await expect(ann.getByRole('navigation', { name: 'Screens' })).not.toContainText('Readiness');
    await ann.keyboard.press('ControlOrMeta+8');
    await expect(ann.getByRole('list', { name: 'Criteria' })).toHaveCount(0);

    const lena = await openWindow('lena');
    await joinTeam(lena, 'Lena', 'lead');
    await synced(lena);
    await toReadiness(lena);
    await expect(lena.getByRole('row', { name: /^Collected 4/ })).toBeVisible();
    await expect(lena.getByRole('row', { name: /^Reviewed 1/ })).toBeVisible();
  },
);
