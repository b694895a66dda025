import type { Page } from '@playwright/test';
import { expect, test } from './fixture.ts';
import { toLabeling } from './screens.ts';

/** As small as a window may be (electron/shell/window.ts). */
const smallest = { width: 960, height: 600 };

const ways = ['1', '2', '3', '4', '5', '7', '8', '9', 'j', 'Shift+E', 'Shift+D'];

/** What stands in the header, from left to right: where each begins and ends. */
function headerOf(page: Page) {
  return page.locator('header').evaluate((header) =>
    [...header.querySelectorAll('button, span')]
      .filter((part) => !part.parentElement?.closest('button') && part.textContent !== '' && part.checkVisibility())
      .map((part) => {
        const { left, right } = part.getBoundingClientRect();
        return { text: part.textContent, left, right };
      })
      .sort((a, b) => a.left - b.left),
  );
}

test('in the smallest window nothing of a screen lies over something else or outside', async ({ page }, info) => {
  await toLabeling(page);
  const menu = page.getByRole('button', { name: /: menu$/ }).locator('span');
  expect(await menu.evaluate((name) => name.scrollWidth - name.clientWidth)).toBe(0);
  await page.setViewportSize(smallest);
  for (const way of ways) {
    await page.keyboard.press(`ControlOrMeta+${way}`);
    await expect(page.locator('main')).not.toBeEmpty();
    const name = `${way}: ${await page.locator('[aria-current="page"]').allInnerTexts()}`;
    let end = 0;
    for (const { text, left, right } of await headerOf(page)) {
      expect.soft(left, `${name}, ${text}`).toBeGreaterThanOrEqual(end);
      end = right;
    }
    expect.soft(end, name).toBeLessThanOrEqual(smallest.width);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth);
    expect.soft(wide, name).toBeLessThanOrEqual(smallest.width);
    await page.screenshot({ path: info.outputPath(`${way.replace('+', '-')}.png`) });
  }
});
