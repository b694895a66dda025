import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from './host.ts';

test('a secret comes back, and its ciphertext is not it', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const found = await app.evaluate(async ({ safeStorage }) => {
    const encrypted = await safeStorage.encryptStringAsync('täxt secret');
    const again = await safeStorage.encryptStringAsync('täxt secret');
    const { result } = await safeStorage.decryptStringAsync(encrypted);
    const forged = Buffer.from(encrypted);
    forged[forged.length - 1] = (forged[forged.length - 1] ?? 0) ^ 1;
    return {
      available: await safeStorage.isAsyncEncryptionAvailable(),
      result,
      isHidden: !encrypted.toString('latin1').includes('secret'),
      differs: !encrypted.equals(again),
      forged: await safeStorage.decryptStringAsync(forged).then(
        () => 'accepted',
        () => 'refused',
      ),
    };
  });
  expect(found).toMatchObject({ available: true, result: 'täxt secret', isHidden: true });
});

test('a secret of the last run is readable in this one', async ({ app, page, relaunch }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const kept = await app.evaluate(async ({ safeStorage }) =>
    (await safeStorage.encryptStringAsync('token')).toString('base64'),
  );
  const again = await relaunch();
  const read = ({ safeStorage }: typeof Electron.CrossProcessExports, text: string) =>
    safeStorage.decryptStringAsync(Buffer.from(text, 'base64')).then(({ result }) => result);
  expect(await again.app.evaluate(read, kept)).toBe('token');
});

test('the theme that the app sets is the page’s', async ({ app, page }) => {
  const isDark = () => page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches);
  for (const source of ['dark', 'light', 'dark'] as const) {
    const told = await app.evaluate(({ nativeTheme }, wanted) => {
      nativeTheme.themeSource = wanted;
      return [nativeTheme.themeSource, nativeTheme.shouldUseDarkColors];
    }, source);
    expect(told).toEqual([source, source === 'dark']);
    await expect.poll(isDark).toBe(source === 'dark');
  }
  await page.reload();
  await expect.poll(isDark).toBe(true);
});

test('idle time, battery and lock are there to ask and to hear', async ({ app, page }) => {
  await page.keyboard.press('a');
  const found = await app.evaluate(({ powerMonitor }) => {
    let locked = 0;
    powerMonitor.on('lock-screen', () => locked++);
    powerMonitor.emit('lock-screen');
    return [typeof powerMonitor.isOnBatteryPower(), powerMonitor.getSystemIdleTime() >= 0, locked];
  });
  expect(found).toEqual(['boolean', true, 1]);
});

test('the window has the size it was given, and takes another', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.setContentSize(1280, 800));
  await expect.poll(() => page.evaluate(() => [innerWidth, innerHeight])).toEqual([1280, 800]);
  await expect
    .poll(() => app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getContentSize()))
    .toEqual([1280, 800]);
});

test('the display has a work area', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const { width, height } = await app.evaluate(({ screen }) => screen.getPrimaryDisplay().workAreaSize);
  expect(width).toBeGreaterThan(640);
  expect(height).toBeGreaterThan(480);
});

test('a picture of the page is a PNG of its size', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const picture = await app.evaluate(async ({ BrowserWindow }) => {
    const image = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return { start: image?.toPNG().subarray(0, 8).toString('latin1'), size: image?.getSize(), empty: image?.isEmpty() };
  });
  const size = await page.evaluate(() => ({ width: innerWidth, height: innerHeight }));
  expect(picture).toEqual({ start: '\x89PNG\r\n\x1a\n', size, empty: false });
});

test('the app runs code in the page’s own world', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const found = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return [
      await contents?.executeJavaScript('window.pageOwn'),
      await contents?.executeJavaScript('Promise.resolve({ list: [1, 2] })'),
      await contents?.executeJavaScript('nothing.there').then(String, (error: Error) => error.message),
    ];
  });
  expect(found.slice(0, 2)).toEqual(['page', { list: [1, 2] }]);
  expect(found[2]).toMatch(/nothing is not defined|Script failed to execute/);
});

test('the app knows title and URL of its page', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const known = () =>
    app.evaluate(({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      return [contents?.getTitle(), contents?.getURL()];
    });
  await expect.poll(known).toEqual(['Conformance', 'app://conformance/index.html']);
  await page.evaluate(() => {
    document.title = 'Another';
    history.replaceState(null, '', '#there');
  });
  await expect.poll(known).toEqual(['Another', 'app://conformance/index.html#there']);
});

test('the console of the page is the app’s to read', async ({ page, seen }) => {
  await page.evaluate(() => console.warn('look', 1));
  await expect.poll(async () => (await seen()).console).toContainEqual({ level: 'warning', message: 'look 1' });
});

test('a file that was picked has its path', async ({ page, userData }) => {
  const file = join(userData, 'picked.csv');
  await writeFile(file, 'a');
  await page.locator('#file').setInputFiles(file);
  const path = () => page.evaluate(() => (window.picked ? window.bridge.pathOf(window.picked) : ''));
  expect(await path()).toBe(file);
  const made = await page.evaluate(() => window.bridge.pathOf(new File(['x'], 'made.txt')));
  expect(made).toBe('');
});

test('a file that was dropped has its path', async ({ page, userData }) => {
  const file = join(userData, 'dropped.csv');
  await writeFile(file, 'a');
  await page.locator('#file').setInputFiles(file);
  const path = await page.evaluate(() => {
    const paths: string[] = [];
    addEventListener('drop', (event) => {
      const [dropped] = event.dataTransfer?.files ?? [];
      if (dropped) paths.push(window.bridge.pathOf(dropped));
    });
    const data = new DataTransfer();
    if (window.picked) data.items.add(window.picked);
    document.body.dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true }));
    return paths;
  });
  expect(path).toEqual([file]);
});
