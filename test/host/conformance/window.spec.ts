import { once } from 'node:events';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, host, test } from './host.ts';

/** Counts the window's `close` events, and says no to all of them. */
async function keepOpen(app: ElectronApplication): Promise<() => Promise<number>> {
  await app.evaluate(({ BrowserWindow }) => {
    Object.assign(globalThis, { closes: 0 });
    BrowserWindow.getAllWindows()[0]?.on('close', (event) => {
      Object.assign(globalThis, { closes: Reflect.get(globalThis, 'closes') + 1 });
      event.preventDefault();
    });
  });
  return () => app.evaluate(() => Reflect.get(globalThis, 'closes'));
}

const letGo = (app: ElectronApplication) =>
  app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.removeAllListeners('close'));

/** A page that nobody has touched may not hold its window back, in any Chromium. */
async function touch(page: Page): Promise<void> {
  await page.locator('#text').click();
}

test('a reload and a navigation are no close', async ({ app, page, appUrl }) => {
  await touch(page);
  const closes = await keepOpen(app);
  await page.reload();
  await touch(page);
  await page.evaluate(() => location.reload());
  await expect(page.locator('#out')).toHaveText('ready');
  await touch(page);
  await page.locator('#stay').click();
  await expect.poll(() => appUrl()).toBe('app://conformance/index.html?stayed');
  await touch(page);
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.loadURL('app://conformance/index.html'));
  expect(await closes()).toBe(0);
  await letGo(app);
});

test('a destroyed window asks nobody', async ({ app, page }) => {
  await touch(page);
  await keepOpen(app);
  const left = once(app.process(), 'exit');
  await app
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.destroy())
    .catch(() => {
      // The app leaves while it answers.
    });
  expect(await left).toEqual([0, null]);
});

// The protocol's own close goes the way of a click on the X; Electron has no such way in.
if (host.name === 'chromium') {
  test('a person’s click on the X can be refused by the app, and else closes it', async ({ app, page }) => {
    await touch(page);
    const closes = await keepOpen(app);
    // Playwright would answer the page's question itself, and let it go.
    page.on('dialog', () => {});
    const session = await app.context().newCDPSession(page);
    await session.send('Page.close');
    await expect.poll(closes).toBe(1);
    expect(await page.evaluate(() => window.bridge.invoke('echo', 'alive'))).toBe('alive');

    await letGo(app);
    const left = once(app.process(), 'exit');
    await session.send('Page.close');
    expect(await left).toEqual([0, null]);
  });

  test('the window’s state is told and can be asked', async ({ app, page }) => {
    await touch(page);
    const told = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows();
      const events: string[] = [];
      window?.on('maximize', () => events.push('maximize'));
      window?.on('unmaximize', () => events.push('unmaximize'));
      window?.maximize();
      const wasMaximized = window?.isMaximized();
      window?.unmaximize();
      return { events, wasMaximized, isMaximized: window?.isMaximized() };
    });
    expect(told).toEqual({ events: ['maximize', 'unmaximize'], wasMaximized: true, isMaximized: false });
  });

  test('a window that closes without a question still tells the app', async ({ app, page }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    await app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.on('close', () => console.log('close was told'));
    });
    const told = app.waitForEvent('console', (message) => message.text() === 'close was told');
    await (await app.context().newCDPSession(page)).send('Page.close');
    await told;
  });

  test('Chromium’s own keys do nothing', async ({ app, page }) => {
    await touch(page);
    for (const key of ['t', 'n', 'w', 'Shift+n', 'r', 'p', 'u', 'h']) await page.keyboard.press(`ControlOrMeta+${key}`);
    for (const key of ['F5', 'F11', 'F12']) await page.keyboard.press(key);
    expect(await page.evaluate(() => window.bridge.invoke('echo', 'alive'))).toBe('alive');
    expect(app.windows()).toHaveLength(1);
  });
}
