import { expect, test } from './fixture.ts';
import { rowAt, toFind, toLabeling } from './screens.ts';

test.beforeEach(({ page }) => toLabeling(page));

test('find, open in the loop, and come back to where one was', async ({ page }) => {
  const asked = page.locator('[aria-labelledby="question"]');
  const first = await asked.innerText();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  await page.keyboard.type('refund');
  await expect(page.getByText(/^\d+ of 156$/)).not.toHaveText('156 of 156');
  await expect(page.locator('mark').first()).toHaveText(/^refund/i);

  await page.keyboard.press('Enter');
  await expect(rowAt(page, 0)).toBeFocused();
  const preview = page.getByRole('region', { name: 'Chosen sample' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(rowAt(page, 2)).toBeFocused();
  await expect(rowAt(page, 2)).toHaveAttribute('aria-selected', 'true');
  const line = await rowAt(page, 2).getByRole('gridcell').nth(1).locator('span').first().textContent();
  await expect(preview).toContainText((line ?? '').replace('… ', '').slice(0, 40));
  const id = await preview.locator('code').textContent();
  const query = await preview.getByRole('paragraph').first().textContent();

  await page.keyboard.press('Enter');
  await expect(page.getByRole('radiogroup', { name: /Factuality/ })).toBeVisible();
  await expect(page.getByText(query ?? '', { exact: true }).first()).toBeVisible();
  // The loop is what it was, and goes on where it was.
  await expect(page.getByText('0 of 156', { exact: true })).toBeVisible();
  await expect(page.getByText('a selection', { exact: true })).toBeHidden();
  await page.keyboard.press('j');
  await expect.poll(() => asked.innerText()).toBe(first);

  await page.keyboard.press('ControlOrMeta+2');
  await expect(page.getByRole('searchbox')).toHaveValue('refund');
  await expect(rowAt(page, 2)).toBeFocused();
  await expect(preview.locator('code')).toHaveText(id ?? '');
});

test('a selection is left by its button and by the palette', async ({ page }) => {
  const select = async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('refund');
    await expect(page.getByText(/^\d+ of 156$/)).not.toHaveText('156 of 156');
    await page.keyboard.press('Enter');
    await page.keyboard.press('l');
    await expect(page.getByText('a selection', { exact: true })).toBeVisible();
    await expect(page.getByText(/^0 of \d\d$/)).toBeVisible();
  };
  await select();
  await page.getByRole('button', { name: 'All samples', exact: true }).click();
  await expect(page.getByText('0 of 156', { exact: true })).toBeVisible();
  await expect(page.getByText('a selection', { exact: true })).toBeHidden();
  await expect(page.getByRole('button', { name: 'Order: Oldest first' })).toBeVisible();
  await page.keyboard.press('ControlOrMeta+2');
  await page.keyboard.press('c');
  await select();
  await page.keyboard.press('ControlOrMeta+k');
  await page.keyboard.type('label all samples');
  await page.keyboard.press('Enter');
  await expect(page.getByText('0 of 156', { exact: true })).toBeVisible();
});

test('a label shows in the list and in the history of its sample', async ({ page }) => {
  await toFind(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radiogroup', { name: /Factuality/ })).toBeVisible();
  for (const key of ['5', '0', 'a', 'Enter']) await page.keyboard.press(key);
  await page.keyboard.press('ControlOrMeta+2');
  await expect(rowAt(page, 0)).toContainText('Approved');
  await expect(rowAt(page, 0).getByRole('img', { name: 'Approved' })).toBeVisible();
  const preview = page.getByRole('region', { name: 'Chosen sample' });
  await expect(preview.getByRole('listitem').filter({ hasText: 'Approved' })).toContainText('Factuality 5');

  await page.getByRole('button', { name: 'Status' }).click();
  await page.getByRole('radio', { name: 'Labeled', exact: true }).check();
  await expect(page.getByText('1 of 156', { exact: true })).toBeVisible();
});

test('every filter is set, shown and cleared by keyboard', async ({ page }) => {
  await toFind(page);
  await page.keyboard.press('f');
  await expect(page.getByRole('button', { name: 'Agent' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('combobox', { name: /Agent/ })).toBeFocused();
  await page.keyboard.type('returns');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Agent Returns Support' })).toBeVisible();
  await expect(page.getByText(/^47 of 156$/)).toBeVisible();

  await page.getByRole('button', { name: 'Confidence' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('spinbutton', { name: 'From' })).toBeFocused();
  await page.keyboard.type('0.9');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Confidence from 0.90' })).toBeFocused();
  await expect(page.getByText(/^\d+ of 156$/)).not.toHaveText('47 of 156');

  await page.getByRole('button', { name: 'Clear Agent' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('button', { name: 'Agent', exact: true })).toBeVisible();
  await page.keyboard.press('c');
  await expect(page.getByText('156 of 156', { exact: true })).toBeVisible();
});

test('nothing found names what was asked for, and clearing one of it finds again', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('zeppelin');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear the search “zeppelin”' }).click();
  await expect(page.getByText('156 of 156', { exact: true })).toBeVisible();
});

test('the list is a grid that the keyboard crosses whole', async ({ page }) => {
  await toFind(page);
  const grid = page.getByRole('grid', { name: 'Samples' });
  await expect(grid).toHaveAttribute('aria-rowcount', '157');
  await page.keyboard.press('End');
  await expect(rowAt(page, 155)).toBeFocused();
  await expect(rowAt(page, 155)).toBeInViewport({ ratio: 1 });
  await expect(rowAt(page, 0)).toHaveCount(0);
  await page.keyboard.press('PageUp');
  await page.keyboard.press('Home');
  await expect(rowAt(page, 0)).toBeFocused();
  // The wheel moves the list and leaves the choice, with the focus, where it is.
  await grid.hover();
  await page.mouse.wheel(0, 2000);
  await expect(rowAt(page, 50)).toBeInViewport();
  await expect(rowAt(page, 0)).toBeFocused();
});

test('labeling what was found goes through these and no others', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('gift card');
  await page.keyboard.press('Enter');
  await expect(page.getByText('156 of 156', { exact: true })).toHaveCount(0);
  const count = Number((await page.getByText(/^\d+ of 156$/).textContent())?.split(' ')[0]);
  await page.keyboard.press('l');
  await expect(page.getByText(`0 of ${count}`, { exact: true })).toBeVisible();
});

test('letters typed into a search or a filter run no command', async ({ page }) => {
  await page.keyboard.press('/');
  await page.keyboard.type('call f c l 5 ?');
  await expect(page.getByRole('searchbox')).toHaveValue('call f c l 5 ?');
  await expect(page.getByRole('dialog')).toHaveCount(0);
});
