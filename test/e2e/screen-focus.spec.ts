import type { Page } from '@playwright/test';
import { expect, press, test } from './labeling-desk.ts';

/** What has the focus: the name of a part of the screen, or nothing. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const { activeElement: part } = document;
    if (!part || part === document.body) return null;
    const labelled = part.getAttribute('aria-labelledby');
    return (
      part.getAttribute('aria-label') ?? (labelled && document.getElementById(labelled)?.textContent) ?? part.tagName
    );
  });

const screens = [
  ['ControlOrMeta+3', 'Import'],
  ['ControlOrMeta+4', 'All settings'],
  ['ControlOrMeta+7', 'Overview'],
  ['ControlOrMeta+8', 'Readiness'],
  ['ControlOrMeta+9', 'No run was begun yet'],
  ['ControlOrMeta+Shift+E', 'No evaluation yet'],
  ['ControlOrMeta+Shift+D', 'An experiment needs a team'],
  ['ControlOrMeta+j', '1 job'],
] as const;

test('a screen that is entered by its key has the focus', async ({ page }) => {
  for (const [key, part] of screens) {
    await press(page, key);
    await expect.poll(() => focused(page), key).toBe(part);
  }
  // Find and the loop know better where.
  await press(page, 'ControlOrMeta+2');
  await expect(page.locator('[role="row"][tabindex="0"]')).toBeFocused();
  await press(page, 'ControlOrMeta+1');
  await expect(page.getByRole('radiogroup', { name: 'Factuality', exact: true }).locator(':focus')).toBeAttached();
});

test('what does not fit in the window is scrolled by key as soon as its screen is there', async ({ page }) => {
  await page.setViewportSize({ width: 1024, height: 600 });
  for (const [key, part] of [
    ['ControlOrMeta+4', 'All settings'],
    ['ControlOrMeta+8', 'Readiness'],
  ] as const) {
    await press(page, key);
    const region = page.getByRole('region', { name: part, exact: true });
    await expect.poll(() => region.evaluate((one) => one.scrollHeight > one.clientHeight), key).toBe(true);
    await press(page, 'PageDown');
    await expect.poll(() => region.evaluate((one) => one.scrollTop), key).toBeGreaterThan(0);
  }
});
