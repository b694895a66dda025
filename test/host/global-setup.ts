import { execFileSync } from 'node:child_process';
import electronPackage from 'electron/package.json' with { type: 'json' };
import { findXvfb, needsDisplay, startDisplay } from './launch/display.ts';
import { findChromium } from './launch/find-chromium.ts';
import { host } from './playwright.ts';

/** Says once which host the specs run on, and gives Electron a display where the machine has none. */
export default async function setUp(): Promise<(() => void) | undefined> {
  if (host.name === 'chromium') {
    const chromium = findChromium();
    if (!chromium) throw new Error('No Electron binary and no Chromium: `npm start` fetches or installs one.');
    // On Windows the executable has no console to tell its version on.
    const version =
      process.platform === 'win32' ? chromium : execFileSync(chromium, ['--version'], { encoding: 'utf8' }).trim();
    console.log(`host: ${version.toLowerCase()}`);
    return undefined;
  }
  console.log(`host: electron ${electronPackage.version}`);
  if (!needsDisplay()) return undefined;
  const xvfb = findXvfb();
  if (!xvfb) throw new Error('Electron needs a display, and this machine has neither one nor Xvfb.');
  const display = await startDisplay(xvfb);
  process.env['DISPLAY'] = display.name;
  return display.stop;
}
