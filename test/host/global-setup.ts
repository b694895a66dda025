import { execFileSync } from 'node:child_process';
import electronPackage from 'electron/package.json' with { type: 'json' };
import { ensureChromium, ensureDisplay } from './launch/ensure.ts';
import { host } from './playwright.ts';

/** Says once which host the specs run on, and brings what it lacks: a Chromium, or a display for Electron. */
export default async function setUp(): Promise<(() => void) | undefined> {
  if (host.name === 'chromium') {
    console.log(`host: ${versionOf(ensureChromium()).toLowerCase()}`);
    return undefined;
  }
  console.log(`host: electron ${electronPackage.version}`);
  const display = await ensureDisplay();
  if (display) process.env['DISPLAY'] = display.name;
  return display?.stop;
}

/** On Windows the executable has no console to tell its version on. */
const versionOf = (chromium: string) =>
  process.platform === 'win32' ? chromium : execFileSync(chromium, ['--version'], { encoding: 'utf8' }).trim();
