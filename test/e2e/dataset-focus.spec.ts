import { variedRows } from '../fixtures/dataset-rows.ts';
import { test as base, expect, press } from './labeling-desk.ts';
import { toDatasets } from './screens.ts';

const test = base.extend({ corpus: { rows: variedRows() } });

test('the list that a key leads to has the focus: arrows walk in it, and a field is left by Escape', async ({
  page,
}) => {
  await toDatasets(page);
  await expect(page.getByRole('region', { name: 'Overview' })).toBeFocused();
  await press(page, '2');
  const list = page.getByRole('listbox');
  const options = list.getByRole('option');
  await expect(list).toBeFocused();
  await press(page, 'ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');

  await press(page, 'w');
  const field = page.getByRole('textbox', { name: /^Ask about a sample/ });
  await expect(field).toBeFocused();
  await press(page, 'Escape');
  await expect(list).toBeFocused();
  await press(page, '1');
  await expect(page.getByRole('region', { name: 'Overview' })).toBeFocused();

  await page.getByRole('button', { name: 'They were rejected' }).press('Enter');
  await expect(list).toBeFocused();
  await press(page, 'ArrowDown');
  await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');

  // What was asked for has the focus; back from it, the list has.
  await press(page, 'w');
  await page.keyboard.type('new-02');
  await press(page, 'Enter');
  await expect(page.getByRole('complementary', { name: 'Sample' })).toBeFocused();
  await press(page, 'Escape');
  await expect(list).toBeFocused();

  for (const view of ['3', '4']) {
    await press(page, view);
    await expect(list, view).toBeFocused();
  }
});
