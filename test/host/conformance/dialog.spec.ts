import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { expect, host, test } from './host.ts';

test('a test answers each kind of dialog in the app’s place', async ({ app, page, answerDialog }) => {
  await expect(page.locator('#out')).toHaveText('ready');
  await answerDialog('showOpenDialog', { canceled: false, filePaths: ['/a.csv'] });
  await answerDialog('showSaveDialog', { canceled: true, filePath: '' });
  await answerDialog('showMessageBox', { response: 2, checkboxChecked: true });
  const answers = await app.evaluate(async ({ dialog, BrowserWindow }) => {
    const [window] = BrowserWindow.getAllWindows();
    if (!window) return [];
    return [
      await dialog.showOpenDialog(window, {}),
      await dialog.showSaveDialog({}),
      await dialog.showMessageBox(window, { message: 'Really?' }),
    ];
  });
  expect(answers).toEqual([
    { canceled: false, filePaths: ['/a.csv'] },
    { canceled: true, filePath: '' },
    { response: 2, checkboxChecked: true },
  ]);
});

// Electron's own dialogs are the desktop's and out of Playwright's reach.
if (host.name === 'chromium') {
  /** The dialog is there and has nothing more to look up. */
  const settled = (page: Page) => expect(page.locator('host-dialog:not([aria-busy=true])')).toHaveCount(1);

  /** Opens a dialog and leaves its answer where `answered` finds it. */
  async function open(
    app: ElectronApplication,
    page: Page,
    kind: 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox',
    options: object,
  ): Promise<void> {
    await expect(page.locator('#out')).toHaveText('ready');
    await app.evaluate(
      ({ dialog, BrowserWindow }, [name, given]) => {
        const [window] = BrowserWindow.getAllWindows();
        Object.assign(globalThis, { answered: undefined });
        const answer: Promise<unknown> = Reflect.apply(dialog[name], dialog, [window, given]);
        void answer.then((value) => Object.assign(globalThis, { answered: value }));
      },
      [kind, options] as const,
    );
    await settled(page);
  }
  const answered = (app: ElectronApplication) => app.evaluate(() => Reflect.get(globalThis, 'answered'));

  test('a message box is answered by keys, and the app under it hears none of them', async ({ app, page }) => {
    await page.locator('#text').focus();
    await page.evaluate(() => {
      const heard: string[] = [];
      Object.assign(window, { heard });
      addEventListener('keydown', (event) => heard.push(event.key), true);
    });
    await open(app, page, 'showMessageBox', {
      message: 'Damaged',
      detail: 'What now?',
      buttons: ['Restore', 'Open', 'Cancel'],
    });
    await settled(page);
    for (const key of ['1', 'ArrowRight', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => answered(app)).toEqual({ response: 1, checkboxChecked: false });
    await expect(page.locator('host-dialog')).toHaveCount(0);
    expect(await page.evaluate(() => Reflect.get(window, 'heard'))).toEqual([]);
    await expect(page.locator('#text')).toBeFocused();
    await expect(page.locator('#text')).toHaveValue('');
  });

  test('Escape is the answer that cancels', async ({ app, page }) => {
    await open(app, page, 'showMessageBox', { message: 'Leave?', buttons: ['Leave', 'Cancel'], defaultId: 0 });
    await page.keyboard.press('Escape');
    await expect.poll(() => answered(app)).toEqual({ response: 1, checkboxChecked: false });
  });

  test('a file is found by keys, through folders and filters', async ({ app, page, userData }) => {
    const folder = join(userData, 'files');
    await mkdir(join(folder, 'inner'), { recursive: true });
    for (const name of ['a.csv', 'b.txt', 'c.csv']) await writeFile(join(folder, 'inner', name), '');
    await open(app, page, 'showOpenDialog', {
      defaultPath: folder,
      filters: [{ name: 'Tables', extensions: ['csv'] }],
    });
    // Into `inner`, then past a.csv to c.csv: b.txt is not of the kind.
    for (const key of ['ArrowDown', 'Enter']) await page.keyboard.press(key);
    await settled(page);
    for (const key of ['ArrowDown', 'ArrowDown', 'Enter']) await page.keyboard.press(key);
    await expect.poll(() => answered(app)).toEqual({ canceled: false, filePaths: [join(folder, 'inner', 'c.csv')] });
  });

  test('a path can be typed, and one that is not there is said so', async ({ app, page, userData }) => {
    const file = join(userData, 'typed.csv');
    await open(app, page, 'showOpenDialog', { defaultPath: userData });
    const type = async (text: string) => {
      await page.keyboard.press('ControlOrMeta+a');
      await page.keyboard.type(text);
      await page.keyboard.press('Enter');
    };
    await type(file);
    await settled(page);
    expect(await answered(app)).toBeUndefined();
    await writeFile(file, '');
    await type(file);
    await expect.poll(() => answered(app)).toEqual({ canceled: false, filePaths: [file] });
  });

  test('saving over a file takes a second Enter, and a bare name gets its ending', async ({ app, page, userData }) => {
    await writeFile(join(userData, 'old.jsonl'), '');
    const options = { defaultPath: join(userData, 'old.jsonl'), filters: [{ name: 'Lines', extensions: ['jsonl'] }] };
    await open(app, page, 'showSaveDialog', options);
    await page.keyboard.press('Enter');
    await settled(page);
    expect(await answered(app)).toBeUndefined();
    await page.keyboard.press('Enter');
    await expect.poll(() => answered(app)).toEqual({ canceled: false, filePath: join(userData, 'old.jsonl') });

    await open(app, page, 'showSaveDialog', { ...options, defaultPath: userData });
    await page.keyboard.type('new');
    await page.keyboard.press('Enter');
    await expect.poll(() => answered(app)).toEqual({ canceled: false, filePath: join(userData, 'new.jsonl') });
  });

  test('a folder that is typed is made', async ({ app, page, userData }) => {
    await open(app, page, 'showOpenDialog', {
      defaultPath: userData,
      properties: ['openDirectory', 'createDirectory'],
    });
    await page.keyboard.press('End');
    await page.keyboard.type('/fresh');
    await page.keyboard.press('Enter');
    await expect.poll(() => answered(app)).toEqual({ canceled: false, filePaths: [join(userData, 'fresh')] });
  });

  test('an app without a window can still ask', async ({ app, page }) => {
    await expect(page.locator('#out')).toHaveText('ready');
    const asked = app.waitForEvent('window');
    await app.evaluate(({ app: electronApp, BrowserWindow, dialog }) => {
      electronApp.removeAllListeners('window-all-closed');
      electronApp.on('window-all-closed', () => {});
      BrowserWindow.getAllWindows()[0]?.destroy();
      void dialog
        .showMessageBox({ type: 'error', message: 'No workspace', buttons: ['Open', 'Quit'] })
        .then((value) => Object.assign(globalThis, { answered: value }));
    });
    const window = await asked;
    await settled(window);
    await window.keyboard.press('Enter').catch(() => {
      // The window leaves under the key.
    });
    await expect.poll(() => answered(app)).toEqual({ response: 0, checkboxChecked: false });
    await expect.poll(() => app.windows().length).toBe(0);
  });

  test('a dialog outlives a reload of its page', async ({ app, page }) => {
    await open(app, page, 'showMessageBox', { message: 'Still here?', buttons: ['Yes', 'No'] });
    await page.reload();
    await settled(page);
    await page.keyboard.press('Enter');
    await expect.poll(() => answered(app)).toEqual({ response: 0, checkboxChecked: false });
  });
}
