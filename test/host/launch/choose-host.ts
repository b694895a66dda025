import { join } from 'node:path';
import { findElectron } from './find-electron.ts';

export type Host = { name: 'electron' | 'chromium'; executable: string };

const SHIM = join(import.meta.dirname, '..', process.platform === 'win32' ? 'electron-host.cmd' : 'electron-host');

/** Electron where its binary is, else the Chromium host. ASSAY_HOST=chromium chooses the latter all the same. */
export function chooseHost(): Host {
  const electron = process.env['ASSAY_HOST'] === 'chromium' ? undefined : findElectron();
  return electron ? { name: 'electron', executable: electron } : { name: 'chromium', executable: SHIM };
}
