import { expect, type Page, type TestInfo } from '@playwright/test';
import { violations } from './screens.ts';

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
];

/** Lets axe judge what is on the screen, and keeps a picture of it to look at. */
export function judge(page: Page, theme: 'light' | 'dark', info: TestInfo) {
  return async (name: string, { wide = false } = {}) => {
    expect.soft(await violations(page), `${name}, ${theme}`).toEqual([]);
    for (const size of wide ? sizes : sizes.slice(0, 1)) {
      await page.setViewportSize(size);
      await page.screenshot({ path: info.outputPath(`${name}-${theme}-${size.width}.png`) });
    }
  };
}
