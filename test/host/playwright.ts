import { _electron, type ElectronApplication } from '@playwright/test';
import { chooseHost, executableOfChromiumHost } from './launch/choose-host.ts';

export const host = chooseHost();

export type LaunchOptions = {
  /** The app's folder: package.json names its main script. */
  root: string;
  userData: string;
  args?: string[];
  env?: Record<string, string>;
};

/** Starts an app for Playwright on the host that is here. Windows stay out of the way unless ASSAY_HEADED=1. */
export function launchApp({ root, userData, args = [], env = {} }: LaunchOptions): Promise<ElectronApplication> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value]],
  );
  return _electron.launch({
    // Given Electron's own path, Playwright would not load its part into the main process.
    ...(host.name === 'chromium' && { executablePath: executableOfChromiumHost }),
    args: [root, ...args],
    // Playwright's default would override the theme.
    colorScheme: null,
    env: {
      ...Object.fromEntries(inherited),
      ASSAY_HOST_NODE: process.execPath,
      ASSAY_HOST_HEADLESS: process.env['ASSAY_HEADED'] === '1' ? '0' : '1',
      ASSAY_USER_DATA: userData,
      ...env,
    },
  });
}
