import { type Display, findXvfb, needsDisplay, startDisplay } from './display.ts';
import { findChromium } from './find-chromium.ts';
import { installPackages } from './install.ts';

/** The Chromium of this machine, installed if it may be. @throws Error with the one line to type */
export function ensureChromium(): string {
  if (!findChromium()) installPackages(['chromium']);
  const chromium = findChromium();
  if (chromium) return chromium;
  throw new Error('No Chromium, Chrome or Edge is on this machine. Type: npx playwright install --with-deps chromium');
}

/**
 * A display for windows; undefined where there is one already. The caller stops it, and it stops with the caller.
 *
 * @throws Error with the one line to type
 */
export async function ensureDisplay(): Promise<Display | undefined> {
  if (!needsDisplay()) return undefined;
  if (!findXvfb()) installPackages(['xvfb']);
  const xvfb = findXvfb();
  if (!xvfb) throw new Error('There is no display here and no Xvfb. Type: sudo apt-get install xvfb');
  return startDisplay(xvfb);
}
