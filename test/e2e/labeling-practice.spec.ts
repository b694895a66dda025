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

test('Esc leaves practice in the middle of an item, not of the first alone', async ({ page }) => {
  await page.getByRole('button', { name: /Start with ten practice items/ }).press('Enter');
  await expect(page.getByText('1 of 10', { exact: true })).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter', 'Enter');
  await expect(page.getByText('2 of 10', { exact: true })).toBeVisible();
  await press(page, '5', 'Escape');
  await expect(page.getByText('0 of 156', { exact: true })).toBeVisible();
});
