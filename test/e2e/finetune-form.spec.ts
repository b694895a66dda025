import { recipeOf } from '../../shared/rules/recipe.ts';
import { addWorkbench, ask, expect, preflight, press, test, toFinetune } from './finetune-desk.ts';

test('what was found about one dataset is not begun with another that was built meanwhile', async ({
  page,
  openai: { server },
}) => {
  await toFinetune(page);
  await addWorkbench(page, server);
  await press(page, 'n');
  await page.getByLabel('Model to tune').fill('gpt-4o-mini-2024-07-18');
  await press(page, 'ControlOrMeta+e');
  await expect(preflight(page).getByRole('heading', { name: 'It can be begun' })).toBeVisible();
  await expect(page.getByLabel('Dataset')).toContainText('Autumn');

  const recipe = recipeOf(await ask(page, 'workspace.settings', undefined));
  await ask(page, 'jobs.dataset', { ...recipe, name: 'Winter', largeGroupAccepted: true });
  // Nobody has chosen the one: the form goes by the newest.
  await expect(page.getByLabel('Dataset').getByRole('option', { name: /Winter/ })).toHaveCount(1);
  await expect(preflight(page).getByRole('heading', { name: 'Look before you spend' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Begin the run' })).toHaveCount(0);
  await press(page, 'ControlOrMeta+e');
  await expect(preflight(page)).toContainText('on Winter');
});

test.describe('without a dataset', () => {
  test.use({ dataset: null });

  test('a new run leads to the datasets', async ({ page }) => {
    await toFinetune(page);
    await press(page, 'n');
    await page.getByRole('button', { name: 'To the datasets' }).click();
    await expect(page.getByRole('complementary', { name: 'Plan' })).toBeVisible();
  });
});
