import { expect, test } from './fixture.ts';
import { ask, press } from './labeling-desk.ts';

test('practice: ten explained items, nothing written, and on to the loop', async ({ page }) => {
  await page.getByRole('button', { name: /Start with ten practice items/ }).press('Enter');
  const task = page.getByRole('region', { name: 'Practice' });
  await expect(task).toContainText('A clean approval');
  await press(page, '5', '0', 'a', 'Enter');
  await expect(task).toContainText('As expected.');
  await press(page, 'Enter');
  await expect(page.getByText('2 of 10', { exact: true })).toBeVisible();
  await press(page, '1', '0', 'a', 'Enter');
  await expect(task.getByRole('listitem').first()).toContainText(/you gave .*, expected/);

  await press(page, 'Escape');
  await expect(page.getByText('0 of 156', { exact: true })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Practice' })).toHaveCount(0);
  expect(await ask(page, 'workspace.info', undefined)).toMatchObject({ labels: 0 });
  await press(page, '5', '0', 'a', 'Enter');
  await expect(page.getByText('1 of 156', { exact: true })).toBeVisible();
});

test('Esc leads back while an item is judged, and leaving keeps what was entered on it', async ({ page }) => {
  await page.getByRole('button', { name: /Start with ten practice items/ }).press('Enter');
  await expect(page.getByText('1 of 10', { exact: true })).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter', 'Enter');
  await expect(page.getByText('2 of 10', { exact: true })).toBeVisible();
  await press(page, '4', '0', 'e', 'x', 'Escape', 'Escape', 'Escape');
  await expect(page.getByText('2 of 10', { exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Skip practice' }).click();
  await expect(page.getByText('0 of 156', { exact: true })).toBeVisible();
  await press(page, 'ControlOrMeta+k');
  await page.keyboard.type('practice');
  await press(page, 'Enter');
  await expect(page.getByText('2 of 10', { exact: true })).toBeVisible();
  await expect(page.getByRole('textbox', { name: 'Your correction of the answer' })).toHaveValue(/^x/);
});

test('Esc leaves practice where nothing is entered, not on the first item alone', async ({ page }) => {
  await page.getByRole('button', { name: /Start with ten practice items/ }).press('Enter');
  await expect(page.getByText('1 of 10', { exact: true })).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter', 'Enter');
  await expect(page.getByText('2 of 10', { exact: true })).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByText('0 of 156', { exact: true })).toBeVisible();
});

test('the end says how it went, has the focus, and its keys do something', async ({ page }, info) => {
  await page.getByRole('button', { name: /Start with ten practice items/ }).press('Enter');
  await expect(page.getByText('1 of 10', { exact: true })).toBeVisible();
  for (let item = 0; item < 10; item += 1) await press(page, '1', '0', 'a', 'Enter', 'Enter');
  await expect(page.getByRole('heading', { name: 'That was the last item' })).toBeVisible();
  await expect(page.getByText('0 of 10 verdicts were as expected.')).toBeVisible();
  const again = page.getByRole('button', { name: 'Practice again' });
  await expect(again).toBeFocused();
  await expect(page.locator('footer')).not.toContainText('score');
  await page.screenshot({ path: info.outputPath('end.png') });
  await press(page, 'i');
  await expect(page.getByRole('region', { name: 'Guidelines' })).toBeFocused();
  await page.screenshot({ path: info.outputPath('guidelines.png') });
  await press(page, 'Escape');
  await expect(again).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByText('1 of 10', { exact: true })).toBeVisible();
});
