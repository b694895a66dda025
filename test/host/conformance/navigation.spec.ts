import { expect, test } from './host.ts';

test('a link to elsewhere is offered to the app and stopped', async ({ page, seen, appUrl }) => {
  await page.evaluate(() => Object.assign(window, { sameDocument: true }));
  await page.locator('#leave').click();
  await expect
    .poll(async () => (await seen()).navigations)
    .toContainEqual({ name: 'will-navigate', url: 'https://elsewhere.example/x', isMainFrame: true });
  expect(appUrl()).toBe('app://conformance/index.html');
  expect(await page.evaluate(() => Reflect.get(window, 'sameDocument'))).toBe(true);
});

test('a script that goes elsewhere is stopped', async ({ page, seen, appUrl }) => {
  await page.evaluate(() => location.assign('https://elsewhere.example/script'));
  await expect
    .poll(async () => (await seen()).navigations.map(({ url }) => url))
    .toContain('https://elsewhere.example/script');
  expect(appUrl()).toBe('app://conformance/index.html');
});

test('a redirect that leaves is stopped', async ({ page, seen, appUrl }) => {
  await page.evaluate(() => location.assign('/leave'));
  await expect
    .poll(async () => (await seen()).navigations)
    .toContainEqual({ name: 'will-redirect', url: 'https://elsewhere.example/', isMainFrame: true });
  expect(appUrl()).toBe('app://conformance/index.html');
});

test('a link inside the app is asked about and followed', async ({ page, seen, appUrl }) => {
  await page.locator('#stay').click();
  await expect.poll(() => appUrl()).toBe('app://conformance/index.html?stayed');
  expect((await seen()).navigations).toContainEqual({
    name: 'will-navigate',
    url: 'app://conformance/index.html?stayed',
    isMainFrame: true,
  });
});

test('the app’s own loads are not asked about', async ({ app, page, seen }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  await app.evaluate(async ({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    await window?.loadURL('app://conformance/index.html?loaded');
    const reloaded = new Promise<void>((resolve) => window?.webContents.once('did-finish-load', () => resolve()));
    window?.webContents.reload();
    await reloaded;
  });
  expect((await seen()).navigations).toEqual([]);
});

test('a window that the page opens is denied, by link and by script', async ({ app, page, seen }) => {
  await page.locator('#open').click();
  await page.evaluate(() => void window.open('https://elsewhere.example/opened', '', 'width=200,height=200'));
  await expect
    .poll(async () => (await seen()).opened)
    .toEqual(['https://elsewhere.example/new', 'https://elsewhere.example/opened']);
  await expect.poll(() => app.windows().length).toBe(1);
});

test('a click that asks for another window opens none', async ({ app, page, seen }) => {
  await page.locator('#leave').click({ modifiers: ['ControlOrMeta'] });
  await page.locator('#leave').click({ modifiers: ['Shift'] });
  await page.locator('#leave').click({ button: 'middle' });
  await expect.poll(async () => (await seen()).opened).toEqual(new Array(3).fill('https://elsewhere.example/x'));
  await expect.poll(() => app.windows().length).toBe(1);
});

test('a load that fails rejects by name', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const reason = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows()[0]
      ?.loadURL('https://elsewhere.example/')
      .then(
        () => 'loaded',
        (error: Error) => error.message,
      ),
  );
  expect(reason).toMatch(/^ERR_\w+ \(-\d+\) loading 'https:\/\/elsewhere\.example\/'$/);
});
