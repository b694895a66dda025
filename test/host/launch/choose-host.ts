import { join } from 'node:path';
import { findElectron } from './find-electron.ts';

export type Host = {
  name: 'electron' | 'chromium';
  /** What starts an app on this host: the app's folder and arguments follow. */
  command: [executable: string, ...args: string[]];
};

const here = join(import.meta.dirname, '..');

export const chromiumHost: Host = { name: 'chromium', command: [process.execPath, join(here, 'boot.ts')] };

/** The Chromium host in the shape of one executable, for Playwright, which starts nothing else. */
export const executableOfChromiumHost = join(
  here,
  process.platform === 'win32' ? 'electron-host.cmd' : 'electron-host',
);

/** Electron where its binary is, else the Chromium host. ASSAY_HOST=chromium chooses the latter all the same. */
export function chooseHost(): Host {
  const electron = process.env['ASSAY_HOST'] === 'chromium' ? undefined : findElectron();
  return electron ? { name: 'electron', command: [electron] } : chromiumHost;
}
