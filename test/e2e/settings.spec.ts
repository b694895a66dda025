import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { rowAt, toFind, toLabeling, toSettings } from './screens.ts';

test.beforeEach(({ page }) => toLabeling(page));

const ground = (page: Page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
const [light, dark] = ['rgb(251, 250, 248)', 'rgb(21, 23, 27)'];

test('the theme follows the system until it is chosen, and the choice is kept', async ({ page, relaunch }) => {
  await toSettings(page);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => ground(page)).toBe(dark);
  await page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => ground(page)).toBe(light);

  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(() => ground(page)).toBe(dark);
  const again = await relaunch();
  await again.page.emulateMedia({ colorScheme: 'light' });
  await expect.poll(() => ground(again.page)).toBe(dark);
  await toSettings(again.page);
  await expect(again.page.getByRole('radio', { name: 'Dark' })).toBeChecked();
});

test('single keys can be turned off: letters and digits then run nothing, chords still do', async ({ page }) => {
  await toSettings(page);
  await page.getByRole('switch', { name: 'Single keys' }).uncheck();
  await page.keyboard.press('ControlOrMeta+1');
  const factuality = page.getByRole('radiogroup', { name: /Factuality/ });
  await expect(factuality).toBeVisible();
  await page.keyboard.press('5');
  await page.keyboard.press('/');
  await expect(factuality.getByRole('radio', { checked: true })).toHaveCount(0);
  await expect(page.getByRole('searchbox')).toHaveCount(0);
  await page.keyboard.press('ControlOrMeta+f');
  await expect(page.getByRole('searchbox')).toBeFocused();
});

test('a number is taken when it is whole and within its bounds', async ({ page, relaunch }) => {
  await toSettings(page);
  const idle = page.getByRole('spinbutton', { name: 'Idle after' });
  await idle.fill('5');
  await idle.press('Enter');
  await expect(idle).toHaveValue('10');
  await idle.fill('');
  await idle.press('Tab');
  await expect(idle).toHaveValue('10');
  await idle.fill('90');
  await idle.press('Tab');
  const again = await relaunch();
  await toSettings(again.page);
  await expect(again.page.getByRole('spinbutton', { name: 'Idle after' })).toHaveValue('90');
});

test('the order of the loop and its seed are kept with the workspace', async ({ page, relaunch }) => {
  await toSettings(page);
  await page.getByRole('combobox', { name: 'Order of the loop' }).selectOption('Random');
  const seed = page.getByRole('spinbutton', { name: 'Seed' });
  await expect(seed).not.toHaveValue('');
  await seed.fill('4711');
  await seed.press('Enter');
  const again = await relaunch();
  await toSettings(again.page);
  await expect(again.page.getByRole('combobox', { name: 'Order of the loop' })).toHaveValue('random');
  await expect(again.page.getByRole('spinbutton', { name: 'Seed' })).toHaveValue('4711');
});

test('confidence stays out of sight until signals are asked for', async ({ page }) => {
  await toFind(page);
  const confidence = page.getByRole('columnheader', { name: 'Confidence' });
  await expect(confidence).toHaveCount(0);
  const preview = page.getByRole('region', { name: 'Chosen sample' });
  await expect(preview).toContainText('Agent');
  await expect(preview).not.toContainText('Confidence');
  await toSettings(page);
  await page.getByRole('switch', { name: 'Show signals' }).check();
  await page.keyboard.press('ControlOrMeta+2');
  await expect(confidence).toBeVisible();
  await expect(rowAt(page, 0)).toContainText(/0\.\d\d/);
  await expect(preview).toContainText('Confidence');
});

test('the check of the workspace says what it looked at', async ({ page }) => {
  await toSettings(page);
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('Everything is fine.').first()).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'full-text index' })).toContainText('156 samples');
});

test('another workspace, a new one and the demo are reached from the menu by keyboard', async ({
  page,
  userData,
  answerDialog,
}) => {
  await answerDialog('showOpenDialog', { canceled: false, filePaths: [`${userData}/mine`] });
  await page.getByRole('button', { name: /Demo workspace: menu/ }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('menuitem', { name: 'Label' })).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(page.getByRole('menuitem', { name: 'About Assay' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: /Demo workspace: menu/ })).toBeFocused();

  await page.keyboard.press('Enter');
  await page.getByRole('menuitem', { name: 'New workspace…' }).press('Enter');
  await expect(page.getByRole('button', { name: 'mine: menu' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+2');
  await expect(page.getByRole('heading', { name: 'No samples yet' })).toBeVisible();

  await page.getByRole('button', { name: 'mine: menu' }).click();
  await page.getByRole('menuitem', { name: 'Open the demo workspace' }).click();
  await expect(page.getByRole('button', { name: /Demo workspace: menu/ })).toBeVisible();
});
