import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { readlink } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import electronPackage from 'electron/package.json' with { type: 'json' };
import { chooseHost } from '../launch/choose-host.ts';
import { conformanceApp, expect, host, test } from './host.ts';
import { processesWith } from './processes.ts';

const run = promisify(execFile);

test('the app is who its package.json says', async ({ app, page, userData }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const facts = await app.evaluate(({ app: electronApp }) => ({
    name: electronApp.getName(),
    version: electronApp.getVersion(),
    path: electronApp.getAppPath(),
    userData: electronApp.getPath('userData'),
    isPackaged: electronApp.isPackaged,
    isReady: electronApp.isReady(),
    type: process.type,
    electron: process.versions.electron,
    lastArg: process.argv.at(-1),
  }));
  expect(facts).toEqual({
    name: 'Conformance',
    version: '1.2.3',
    path: conformanceApp,
    userData,
    isPackaged: false,
    isReady: true,
    type: 'browser',
    electron: electronPackage.version,
    lastArg: conformanceApp,
  });
});

test('a second start hands its arguments to the first and leaves', async ({ page, seen, userData }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const [executable, ...args] = chooseHost().command;
  if (host.name === 'electron' && process.platform === 'linux') args.push('--no-sandbox');
  await run(executable, [...args, conformanceApp, '--word=täxt'], {
    env: { ...process.env, ASSAY_USER_DATA: userData },
  });
  await expect.poll(async () => (await seen()).second.length).toBe(1);
  const [second] = (await seen()).second;
  expect(second?.argv.at(-1)).toBe('--word=täxt');
  expect(second?.cwd).toBe(process.cwd());
});

test('a listener of close can keep the window, and the next close goes', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const kept = await app.evaluate(({ BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    window?.once('close', (event) => event.preventDefault());
    window?.close();
    return window?.isDestroyed();
  });
  expect(kept).toBe(false);
  expect(await page.evaluate(() => window.bridge.invoke('echo', 'alive'))).toBe('alive');
  const closed = once(app.process(), 'exit');
  await app
    .evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close())
    .catch(() => {
      // The app leaves while it answers.
    });
  expect(await closed).toEqual([0, null]);
});

test('quitting asks in order, and each step can say no', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const steps = await app.evaluate(({ app: electronApp, BrowserWindow }) => {
    const said: string[] = [];
    const [window] = BrowserWindow.getAllWindows();
    electronApp.once('before-quit', (event) => {
      said.push('before-quit');
      event.preventDefault();
    });
    electronApp.quit();
    electronApp.on('before-quit', () => said.push('before-quit'));
    electronApp.on('will-quit', () => said.push('will-quit'));
    window?.once('close', (event) => {
      said.push('close');
      event.preventDefault();
    });
    electronApp.quit();
    return said;
  });
  expect(steps).toEqual(['before-quit', 'before-quit', 'close']);
  expect(await page.evaluate(() => window.bridge.invoke('echo', 'alive'))).toBe('alive');
});

test('exit ends with its code', async ({ app, page }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  const closed = once(app.process(), 'exit');
  await app
    .evaluate(({ app: electronApp }) => electronApp.exit(7))
    .catch(() => {
      // The app leaves while it answers.
    });
  expect(await closed).toEqual([7, null]);
});

test('a killed app leaves no process and starts again on the same folder', async ({
  page,
  userData,
  kill9,
  relaunch,
}) => {
  await expect(page.locator('#out')).toHaveText('ready');
  expect(await processesWith(userData)).not.toEqual([]);
  await kill9();
  await expect.poll(() => processesWith(userData)).toEqual([]);
  const again = await relaunch();
  await expect(again.page.locator('#out')).toHaveText('ready');
});

test('an app killed and started at once does not meet its own ghost', async ({ page, kill9, relaunch }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  for (let round = 0; round < 3; round++) {
    await kill9();
    const again = await relaunch();
    await expect(again.page.locator('#out')).toHaveText('ready');
  }
});

test('a page that dies is told of, and a reload brings it back', async ({ app, page, seen }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect.poll(async () => (await seen()).gone).toHaveLength(1);
  const title = await app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    const loaded = new Promise<void>((resolve) => contents?.once('did-finish-load', () => resolve()));
    contents?.reload();
    await loaded;
    return contents?.executeJavaScript('document.title');
  });
  expect(title).toBe('Conformance');
});

// With Electron the engine is the app.
if (host.name === 'chromium' && process.platform !== 'win32') {
  test('an app whose Chromium dies says so and ends', async ({ app, page, userData }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    let said = '';
    app.process().stderr?.on('data', (chunk) => {
      said += chunk;
    });
    const left = once(app.process(), 'exit');
    const holder = await readlink(join(userData, 'chromium-host', 'profile', 'SingletonLock'));
    process.kill(Number(holder.split('-').at(-1)), 'SIGKILL');
    expect(await left).toEqual([1, null]);
    expect(said).toContain('Chromium ended unexpectedly (SIGKILL). What was saved is safe');
  });
}
