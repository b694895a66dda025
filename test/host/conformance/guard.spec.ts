import { expect, host, test } from './host.ts';

// Electron answers undefined for what it lacks; only this host has to say what it left out.
if (host.name === 'chromium') {
  test('what the host does not implement throws by its name', async ({ app, page }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    const messages = await app.evaluate((electron) => {
      const [window] = electron.BrowserWindow.getAllWindows();
      const read = (object: object | undefined | null, name: string) => {
        try {
          return `${name} is ${typeof Reflect.get(object ?? {}, name)}`;
        } catch (error) {
          return String(error);
        }
      };
      return [
        read(electron, 'autoUpdater'),
        read(electron.app, 'setBadgeCount'),
        read(electron.BrowserWindow, 'fromBrowserView'),
        read(window, 'setVibrancy'),
        read(window?.webContents, 'print'),
        read(window?.webContents.session, 'cookies'),
        read(window?.webContents.mainFrame, 'ipc'),
        read(electron.dialog, 'showMessageBoxSync'),
        read(electron.Menu, 'sendActionToFirstResponder'),
        read(electron.Menu.getApplicationMenu(), 'popup'),
        read(electron.Menu.getApplicationMenu()?.items[0], 'icon'),
        read(electron.safeStorage, 'encryptString'),
        read(electron.screen.getPrimaryDisplay(), 'colorDepth'),
      ].map((text) => text.replace('Error: the Chromium host does not implement ', ''));
    });
    expect(messages).toEqual([
      'electron.autoUpdater',
      'app.setBadgeCount',
      'BrowserWindow.fromBrowserView',
      'BrowserWindow.setVibrancy',
      'webContents.print',
      'session.cookies',
      'webFrameMain.ipc',
      'dialog.showMessageBoxSync',
      'Menu.sendActionToFirstResponder',
      'Menu.popup',
      'MenuItem.icon',
      'safeStorage.encryptString',
      'Display.colorDepth',
    ]);
  });

  test('a preload is told as well', async ({ page }) => {
    expect(await page.evaluate(() => window.bridge.reach('webFrame'))).toContain(
      'does not implement electron (in a preload).webFrame',
    );
  });

  test('what runtimes probe for by themselves is simply absent', async ({ app, page }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    const probed = await app.evaluate(async ({ app: electronApp, BrowserWindow }) => [
      (await electronApp) === electronApp,
      BrowserWindow.getAllWindows()[0] instanceof BrowserWindow,
      typeof Reflect.get(electronApp, Symbol.iterator),
    ]);
    expect(probed).toEqual([true, true, 'undefined']);
  });
}
