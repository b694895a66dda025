import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, TestInfo } from '@playwright/test';
import { sampleRow } from '../fixtures/samples.ts';
import { expect, test } from './fixture.ts';
import { dropFiles, rowAt, toFind, toLabeling, toSettings, toTransfer, violations } from './screens.ts';

/** Every screen and every dialog, in both themes: axe judges it, and a picture of it is kept to look at. */

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

function judge(page: Page, theme: 'light' | 'dark', info: TestInfo) {
  return async (name: string, { wide = false } = {}) => {
    expect.soft(await violations(page), `${name}, ${theme}`).toEqual([]);
    for (const size of wide ? sizes : sizes.slice(0, 1)) {
      await page.setViewportSize(size);
      await page.screenshot({ path: info.outputPath(`${name}-${theme}-${size.width}.png`) });
    }
  };
}

const paragraph = 'I have been waiting since the second week of August and nobody could tell me where the parcel is. ';
const longRow = sampleRow('a-sample-with-an-id-that-is-much-longer-than-any-column-of-any-screen-0123456789', {
  created_at: '2027-01-01T08:00:00Z',
  source: { agent_name: 'An agent whose name nobody shortened when it was set up for the northern region' },
  query: {
    text: paragraph.repeat(30),
    intent: 'an_intent_that_was_generated_from_a_whole_sentence_of_the_customer',
    metadata: {
      history: Array.from({ length: 12 }, (_, index) => ({
        role: index % 2 === 0 ? 'user' : 'assistant',
        content: `${paragraph}${'Unbreakable'.repeat(20)}`,
      })),
    },
  },
  agent_response: { text: `${paragraph.repeat(10)}\n\n${'https://example.com/'.repeat(20)}`, confidence: 0.5 },
  tags: Array.from({ length: 24 }, (_, index) => `tag-number-${index}`),
});

for (const theme of ['light', 'dark'] as const) {
  test(`the welcome, ${theme}`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme: theme });
    const judged = judge(page, theme, info);
    await expect(page.getByRole('button', { name: /ten practice items/ })).toBeFocused();
    await judged('welcome', { wide: true });
  });

  test(`finding, ${theme}`, async ({ page, userData }, info) => {
    test.slow();
    await page.emulateMedia({ colorScheme: theme });
    const judged = judge(page, theme, info);
    await toLabeling(page);
    for (const key of ['5', '0', 'a', 'Enter', '2', '0', 'r', '2', 'Enter', 's', '1', 'f'])
      await page.keyboard.press(key);
    const long = join(userData, 'long.ndjson');
    await writeFile(long, JSON.stringify(longRow));
    await dropFiles(page, [long]);
    await expect(page.getByText('157 samples')).toBeVisible();
    await toFind(page);
    await expect(page.getByRole('region', { name: 'Chosen sample' })).toContainText('I have been waiting');
    await judged('find-long-text', { wide: true });

    await page.keyboard.press('End');
    await expect(rowAt(page, 156)).toBeFocused();
    await judged('find-labeled', { wide: true });

    await page.keyboard.press('/');
    await page.keyboard.type('refund');
    await page.keyboard.press('Enter');
    await expect(page.locator('mark').first()).toBeVisible();
    await judged('find-search');
    for (const chip of ['Agent', 'Status', 'Score', 'Confidence', 'Date']) {
      await page.getByRole('button', { name: chip, exact: true }).click();
      await judged(`find-filter-${chip.toLowerCase()}`);
      await page.keyboard.press('Escape');
    }
    await page.getByRole('button', { name: 'Decision' }).click();
    await page.getByRole('radio', { name: 'Rejected' }).check();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
    await judged('find-nothing', { wide: true });
  });

  test(`import and export, ${theme}`, async ({ page, userData }, info) => {
    await page.emulateMedia({ colorScheme: theme });
    const judged = judge(page, theme, info);
    await toLabeling(page);
    for (const key of ['5', '0', 'a', 'Enter', '2', '0', 'r', '2', 'Enter']) await page.keyboard.press(key);
    const bad = join(userData, 'a sheet without the columns that it needs, exported from somewhere else.csv');
    const mixed = join(userData, 'mixed.ndjson');
    await writeFile(bad, 'a,b\n1,2\n');
    await writeFile(mixed, `${JSON.stringify(sampleRow('good'))}\n{"sample_id": 7}\n`);
    await dropFiles(page, [bad, mixed]);
    await expect(page.getByText('Failed', { exact: true })).toBeVisible();
    await expect(page.getByText(/1 new/)).toBeVisible();
    await expect(page.getByRole('row', { name: /^In the file/ })).toBeVisible();
    await judged('transfer', { wide: true });

    await page.getByRole('button', { name: 'Edit the system prompt of Order Support' }).click();
    await judged('transfer-prompt');
    await page.keyboard.press('Escape');
    await page.evaluate(() => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(['{}'], 'a.ndjson'));
      document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
    });
    await judged('transfer-drop');
  });

  test(`settings, menu and dialogs, ${theme}`, async ({ page }, info) => {
    test.slow();
    await page.emulateMedia({ colorScheme: theme });
    const judged = judge(page, theme, info);
    await toLabeling(page);
    await toSettings(page);
    await judged('settings', { wide: true });
    await page.getByRole('button', { name: 'Keys', exact: true }).click();
    await judged('settings-keys');
    await page.getByRole('button', { name: 'Check', exact: true }).click();
    await expect(page.getByText('Everything is fine.').first()).toBeVisible();
    await judged('settings-workspace');
    await page.getByRole('button', { name: /: menu$/ }).click();
    await judged('menu');
    await page.getByRole('menuitem', { name: 'About Assay' }).click();
    await expect(page.getByRole('dialog', { name: 'About Assay' })).toContainText('Chromium');
    await judged('about');
    await page.keyboard.press('Escape');
    await page.keyboard.press('F1');
    await expect(page.getByRole('dialog', { name: 'All keys' })).toBeVisible();
    await judged('keys');
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    await expect(page.getByRole('dialog')).toBeVisible();
    await judged('palette');
  });

  test(`a workspace without samples, ${theme}`, async ({ page, userData, answerDialog }, info) => {
    await page.emulateMedia({ colorScheme: theme });
    const judged = judge(page, theme, info);
    await toLabeling(page);
    await answerDialog('showOpenDialog', { canceled: false, filePaths: [join(userData, 'empty')] });
    await page.getByRole('button', { name: /: menu$/ }).click();
    await page.getByRole('menuitem', { name: 'New workspace…' }).click();
    await expect(page.getByRole('button', { name: 'empty: menu' })).toBeVisible();
    await judged('empty-labeling', { wide: true });
    await page.keyboard.press('ControlOrMeta+2');
    await expect(page.getByRole('heading', { name: 'No samples yet' })).toBeVisible();
    await judged('empty-find', { wide: true });
    await toTransfer(page);
    await expect(page.getByRole('row', { name: /^In the file/ })).toBeVisible();
    await judged('empty-transfer', { wide: true });
  });
}
