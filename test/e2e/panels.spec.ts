import { expect, test } from './fixture.ts';
import { toLabeling } from './screens.ts';

test('the key sheet scrolls in one place, and the workspace menu not where the window has room', async ({
  page,
}, info) => {
  await toLabeling(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.keyboard.press('?');
  const sheet = page.getByRole('dialog', { name: 'All keys' });
  await expect(sheet).toBeVisible();
  const hidden = (element: Element) => element.scrollHeight - element.clientHeight;
  expect(await sheet.evaluate(hidden)).toBe(0);
  await page.screenshot({ path: info.outputPath('sheet.png') });
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: /: menu$/ }).press('Enter');
  const menu = page.getByRole('menu');
  await expect(menu).toBeVisible();
  expect(await menu.evaluate(hidden)).toBe(0);
  await page.screenshot({ path: info.outputPath('menu.png') });
  // Where it has none, the menu ends inside of the window and scrolls.
  await page.setViewportSize({ width: 960, height: 480 });
  expect(await menu.evaluate(hidden)).toBeGreaterThan(0);
  const box = await menu.boundingBox();
  expect((box?.y ?? 0) + (box?.height ?? 0)).toBeLessThanOrEqual(480);
});
