import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { openWritable } from '../../electron/service/store/database.ts';
import { plantWorkspace } from '../fixtures/planted.ts';
import { test as base, expect } from './fixture.ts';
import { ask } from './labeling-desk.ts';
import { judge } from './screens.ts';

/** The readiness page in each of its states, in both themes: axe judges it, and a picture of it is kept to look at. */

type Planted = { folder: string; planted: { samples: number; labeled: number; reReviewed: number } };

const test = base.extend<Planted>({
  planted: [{ samples: 1_800, labeled: 1_500, reReviewed: 200 }, { option: true }],
  folder: ({ userData }, use) => use(join(userData, 'workspace')),
  appArgs: async ({ folder, planted }, use) => {
    plantWorkspace(folder, planted);
    await use(['--workspace', folder]);
  },
});

async function toReadiness(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByRole('button', { name: /: menu$/ })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+8');
}

const counted = (page: Page) => expect(page.getByText(/^As of /)).toBeVisible();

test('readiness', async ({ page, folder }, info) => {
  test.slow();
  const judged = judge(page, info);
  await toReadiness(page);
  await counted(page);
  await judged('readiness', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });

  await page.keyboard.press('x');
  await expect(page.getByRole('insertion')).toBeVisible();
  await judged('readiness-examples');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Cost against benefit' }).click();
  await page.getByLabel('Epochs').fill('many');
  await page.keyboard.press('Tab');
  await expect(page.getByText('This is no number, as in 12.5.')).toBeVisible();
  await judged('readiness-costs', { wide: true });
  await page.getByRole('button', { name: 'Add a model…' }).click();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect(page.getByText('This row cannot be saved: the model has no name.')).toBeVisible();
  await judged('readiness-price');
  await page.keyboard.press('Escape');

  const db = openWritable(join(folder, 'corpus.db'), 'normal');
  db.prepare(`UPDATE samples SET body = '{' WHERE sample_id = 's-0003'`).run();
  db.close();
  await page.keyboard.press('F5');
  await expect(page.getByRole('alert').filter({ hasText: 's-0003' })).toBeVisible();
  await page.getByRole('region', { name: 'Readiness' }).evaluate((element) => element.scrollTo(0, 0));
  await judged('readiness-error');
});

test.describe(() => {
  test.use({ planted: { samples: 200, labeled: 60, reReviewed: 5 } });
  test('readiness of too few labels', async ({ page }, info) => {
    await toReadiness(page);
    await counted(page);
    await judge(page, info)('readiness-few', { wide: true });
  });

  test('plots are drawn in forced colours, whatever theme is chosen', async ({ page }) => {
    await toReadiness(page);
    await counted(page);
    await ask(page, 'shell.updatePreferences', { theme: 'light' });
    await page.emulateMedia({ forcedColors: 'active', colorScheme: 'dark' });
    const words = page.getByRole('img').locator('text').first();
    const forced = await page.getByText(/^As of /).evaluate((element) => getComputedStyle(element).color);
    await expect.poll(() => words.evaluate((element) => getComputedStyle(element).fill)).toBe(forced);
  });
});

test.describe(() => {
  test.use({ planted: { samples: 12, labeled: 0, reReviewed: 0 } });
  test('readiness without a label', async ({ page }, info) => {
    await toReadiness(page);
    await counted(page);
    await judge(page, info)('readiness-none', { wide: true });
  });
});

test.describe(() => {
  test.use({ planted: { samples: 12_000, labeled: 0, reReviewed: 0 } });
  test('readiness while it is counted', async ({ page }, info) => {
    test.slow();
    await toReadiness(page);
    await expect(page.getByText(/^counting… \d/)).toBeVisible();
    await judge(page, info)('readiness-counting');
    await counted(page);
    await expect(page.getByText(/^counting…/)).toHaveCount(0);
  });
});
