import { expect, test } from './fixture.ts';

test('the first start shows what this is and three ways on, once', async ({ page, relaunch }) => {
  await expect(page.getByRole('heading', { name: /Judge an agent’s answers/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /ten practice items/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radiogroup', { name: /Factuality/ })).toBeVisible();

  const again = await relaunch();
  await expect(again.page.getByRole('radiogroup', { name: /Factuality/ })).toBeVisible();
  await expect(again.page.getByRole('heading', { name: /Judge an agent’s answers/ })).toHaveCount(0);
});

test('importing one’s own samples is one of the ways', async ({ page, answerDialog }) => {
  await answerDialog('showOpenDialog', { canceled: true, filePaths: [] });
  await page.getByRole('button', { name: /Import your own samples/ }).click();
  await expect(page.getByRole('heading', { name: 'Import samples' })).toBeVisible();
});

test('a key that leads to a screen is a choice too', async ({ page, relaunch }) => {
  await expect(page.getByRole('button', { name: /ten practice items/ })).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('searchbox')).toBeFocused();
  const again = await relaunch();
  await expect(again.page.getByRole('radiogroup', { name: /Factuality/ })).toBeVisible();
});

test('a team is joined from the first screen on', async ({ page }) => {
  await expect(page.getByRole('button', { name: /ten practice items/ })).toBeFocused();
  await page.keyboard.press('ControlOrMeta+5');
  await expect(page.getByLabel('Invite link')).toBeVisible();
});
