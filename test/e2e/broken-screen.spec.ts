import type { Page } from '@playwright/test';
import { expect, press, ready, test } from './labeling-desk.ts';

const broken = (page: Page) => page.getByRole('region', { name: 'This screen cannot be shown' });

/** Every screen that writes a number has a defect, until the window is loaded again or `mend` is called. */
async function breakNumbers(page: Page): Promise<{ mend: () => Promise<void> }> {
  await page.evaluate(() => {
    const numbers = Intl.NumberFormat.prototype;
    const whole = Object.getOwnPropertyDescriptor(numbers, 'format') ?? {};
    const defect = () => {
      throw new Error('planted by a test');
    };
    Object.defineProperty(numbers, 'format', { get: defect, configurable: true });
    Object.assign(window, { mend: () => Object.defineProperty(numbers, 'format', whole) });
  });
  return { mend: () => page.evaluate('mend()') };
}

test('a screen with a defect says so in its place: the others go on, and the window can be loaded again', async ({
  page,
}) => {
  const { mend } = await breakNumbers(page);
  await press(page, 'ControlOrMeta+2');
  await expect(broken(page).getByRole('alert')).toContainText('the other screens go on');
  await expect(broken(page)).toBeFocused();
  await mend();
  await press(page, 'ControlOrMeta+1');
  await ready(page);
  await breakNumbers(page);
  await press(page, 'ControlOrMeta+2');
  await broken(page).getByRole('button', { name: 'Load the window again' }).press('Enter');
  await ready(page);
});
