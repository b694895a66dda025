import { expect, host, test } from './host.ts';

test('a menu item is clicked by its id', async ({ page, clickMenu }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  await clickMenu('import');
  await expect(page.locator('#out')).toHaveText('menu import');
});

test('a checkbox item turns, and its state is the app’s to read', async ({ app, page, clickMenu }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  await clickMenu('check');
  await expect(page.locator('#out')).toHaveText('menu check');
  const isChecked = () => app.evaluate(({ Menu }) => Menu.getApplicationMenu()?.getMenuItemById('check')?.checked);
  expect(await isChecked()).toBe(false);
});

// Synthetic keys do not reach a native menu, so Electron cannot be asked these by Playwright.
if (host.name === 'chromium') {
  test('an accelerator clicks its item', async ({ page }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    await page.keyboard.press('ControlOrMeta+i');
    await expect(page.locator('#out')).toHaveText('menu import');
    await page.keyboard.press('F1');
    await expect(page.locator('#out')).toHaveText('menu help');
    await page.keyboard.press('ControlOrMeta+Shift+Y');
    await expect(page.locator('#out')).toHaveText('menu shifted');
  });

  test('a page that handles a key keeps it from the menu', async ({ page }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    await page.evaluate(() => addEventListener('keydown', (event) => event.key === 'i' && event.preventDefault()));
    await page.keyboard.press('ControlOrMeta+i');
    await page.keyboard.press('F1');
    await expect(page.locator('#out')).toHaveText('menu help');
  });

  test('a disabled item and a bare letter do nothing', async ({ page }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    await page.keyboard.press('ControlOrMeta+j');
    await page.keyboard.press('i');
    await page.evaluate(() => window.bridge.invoke('echo', 0));
    await expect(page.locator('#out')).toHaveText('ready');
  });

  test('F10 shows the menu, and Enter runs the item that the arrows reach', async ({ page }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    await page.keyboard.press('F10');
    await expect(page.locator('host-dialog')).toHaveCount(1);
    for (const key of ['ArrowDown', 'ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    // Import, Redo, Help: the disabled one is passed over.
    await expect(page.locator('#out')).toHaveText('menu help');
    await expect(page.locator('host-dialog')).toHaveCount(0);
  });
}
