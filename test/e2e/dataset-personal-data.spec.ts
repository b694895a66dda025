import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { ask, test as base, expect, press } from './labeling-desk.ts';
import { toDatasets } from './screens.ts';

const said = (id: string, text: string, answer: string) =>
  sampleRow(id, {
    query: { text, metadata: { history: [] } },
    agent_response: { text: answer, sources: [], confidence: 0.8 },
    human_feedback: { approved: true, overall_rating: 'excellent' },
  });
const test = base.extend({
  corpus: {
    rows: [
      ...approvedRows(6),
      said(
        'one',
        'Hello, this is Maria Lopez, member M-2041. Where is the kettle?',
        'Dear Maria, write to help@shop.example.',
      ),
      said(
        'two',
        'Hello, this is Paris Green. My stove has never arrived, and nobody answers.',
        'It left today, Paris.',
      ),
    ],
  },
});

const kinds = (page: Page) => page.getByRole('region', { name: 'Kinds of personal data' });
const values = (page: Page) => page.getByRole('region', { name: /^Values: / });
const kind = (page: Page, name: string | RegExp) => kinds(page).getByRole('option', { name });

async function built(page: Page): Promise<string> {
  await press(page, 'ControlOrMeta+e');
  await expect(page.getByRole('list', { name: 'Last build' })).toContainText('Done');
  const [newest] = (await ask(page, 'dataset.list', undefined)).datasets;
  const side = (name: string) => readFileSync(join(newest?.folder ?? '', `openai-chat/${name}.jsonl`), 'utf8');
  return ['train', 'validation', 'holdout'].map(side).join('');
}

test('what looks like personal data is looked through by keys; what a person lets stay, stays', async ({
  page,
  relaunch,
}) => {
  await toDatasets(page);
  await expect(page.getByText('8 examples', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: /^Review/ }).click();
  await expect(kind(page, /^Names/)).toContainText('3 values in 2 examples');
  await kinds(page).getByRole('listbox').press('End');
  await press(page, 'Enter');
  await expect(values(page).getByRole('listbox', { name: '3 values' })).toBeFocused();
  const paris = values(page).getByRole('option', { name: /Paris Green/ });
  await paris.click();
  await press(page, 'l');
  await expect(paris).toContainText('stays');
  await expect(page.getByText('1 value let stay')).toBeVisible();
  // Nobody waits for a count after each of them; it is counted when they are done.
  await expect(kind(page, /^Names/)).toContainText('3 values in 2 examples');
  await press(page, 'l', 'l');
  await expect(paris).toContainText('stays');
  await press(page, '1', '4');
  await expect(kind(page, /^Names/)).toContainText('2 values in 1 example');

  const text = await built(page);
  expect(text).toContain('Paris Green');
  expect(text).not.toMatch(/Maria|Lopez|help@shop/);
  expect(text).toContain('M-2041');

  const { page: again } = await relaunch();
  await toDatasets(again);
  await press(again, '4');
  await kind(again, /^Names/).click();
  await expect(values(again).getByRole('option', { name: /Paris Green/ })).toContainText('stays');
  await values(again)
    .getByRole('option', { name: /Paris Green/ })
    .click();
  await press(again, 'Enter');
  await expect(again.getByRole('complementary', { name: 'Sample' })).toContainText('My stove has never arrived');
});

test('a lead adds a kind of their own, and names what is nobody’s; a kind that is not looked for says so', async ({
  page,
}) => {
  await toDatasets(page);
  await press(page, '4', 'n');
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('email');
  await dialog.getByLabel('Pattern, in RE2 syntax').fill('M-[0-9]{4}');
  await dialog.getByLabel('Try it on a text').fill('I am M-2041.');
  await press(page, 'ControlOrMeta+a');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog).toContainText('The name “email” is taken.');
  await dialog.getByLabel('Name').fill('member id');
  await expect(dialog.locator('mark')).toHaveText('M-2041');
  await dialog.getByLabel('Pattern, in RE2 syntax').fill('M-[0-9]{4}(');
  await expect(dialog.getByRole('status').filter({ hasText: 'does not compile' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('alert')).toContainText('does not compile');
  await dialog.getByLabel('Pattern, in RE2 syntax').fill('M-[0-9]{4}');
  await expect(dialog).not.toContainText('does not compile');
  await press(page, 'Enter');
  await expect(dialog).toHaveCount(0);
  await expect(kind(page, /^member id/)).toContainText('1 value in 1 example');
  await expect(kind(page, /^member id/)).toHaveAttribute('aria-selected', 'true');

  await press(page, 'a');
  await dialog.getByLabel('Values, one a line').fill('help@shop.example\n\nhelp@shop.example');
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('button', { name: /^Nobody’s values \(1\)/ })).toBeVisible();
  await expect(kind(page, /^Email/)).toHaveText(/none$/);
  await kind(page, /^Names/).click();
  await values(page).getByLabel('Look for them').uncheck();
  await expect(values(page)).toContainText('Not looked for');

  const text = await built(page);
  expect(text).toContain('[MEMBER_ID_1]');
  expect(text).not.toContain('M-2041');
  expect(text).toContain('help@shop.example');
  expect(text).toContain('Maria Lopez');

  await kind(page, /^member id/).click();
  await values(page).getByRole('button', { name: 'Remove' }).click();
  await expect(kind(page, /^member id/)).toHaveCount(0);
  for (const box of await kinds(page).getByRole('option').all()) {
    await box.click();
    if (await values(page).getByLabel('Look for them').isChecked())
      await values(page).getByLabel('Look for them').uncheck();
  }
  await expect(page.getByText('Nothing is looked for: all of it is trained on.')).toBeVisible();
});
