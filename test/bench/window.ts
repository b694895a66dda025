import { join } from 'node:path';
import type { CDPSession, ElectronApplication, Page } from '@playwright/test';
import { launchApp } from '../host/playwright.ts';
import { build } from './process.ts';
import { scratchFolder } from './scratch.ts';

const root = join(import.meta.dirname, '../..');

export type AppWindow = {
  app: ElectronApplication;
  page: Page;
  cdp: CDPSession;
  /** Milliseconds from the start of the app's process to the frame in which the first key had its effect. */
  firstKeystrokeMs: number;
};

/** Opens a workspace in the real window, and scores the first criterion as soon as a sample is there. */
export async function openWindow(workspace: string): Promise<AppWindow> {
  build();
  const userData = scratchFolder('user-data');
  const app = await launchApp({ root, userData, args: ['--workspace', workspace] });
  const page = await app.firstWindow();
  await page.locator('[data-place="scale.factuality"] input').first().waitFor();
  const cdp = await app.context().newCDPSession(page);
  await press(cdp, '5');
  const handled = await page.waitForFunction(
    () =>
      document.querySelector('[data-place="scale.factuality"] input:checked') &&
      performance.timeOrigin + performance.now(),
  );
  const started = await app.evaluate(() => performance.timeOrigin);
  return { app, page, cdp, firstKeystrokeMs: Number(await handled.jsonValue()) - started };
}

const keys = {
  '0': { code: 'Digit0', windowsVirtualKeyCode: 48, text: '0' },
  '4': { code: 'Digit4', windowsVirtualKeyCode: 52, text: '4' },
  '5': { code: 'Digit5', windowsVirtualKeyCode: 53, text: '5' },
  a: { code: 'KeyA', windowsVirtualKeyCode: 65, text: 'a' },
  Enter: { code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
};
export type KeyName = keyof typeof keys;

/** Presses and lets go of a key in the browser's own input path; resolves when the page has handled both. */
export async function press(cdp: CDPSession, key: KeyName): Promise<void> {
  const event = { key, ...keys[key] };
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...event });
  const { text: _, ...up } = event;
  await cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...up });
}
