import { join } from 'node:path';
import { type AppManifest, app } from './api/app.ts';
import { lifecycle } from './api/lifecycle.ts';
import { handlerOf } from './api/protocol.ts';
import { readScreens } from './api/screen.ts';
import { browser } from './chromium/browser.ts';
import { interceptRequests } from './chromium/interception.ts';
import { pages } from './chromium/pages.ts';
import { findChromium } from './launch/find-chromium.ts';

/** Without a display Chromium can still run headless; a person who wants to see the window starts through start.ts. */
const isHeadless = () =>
  process.env['ASSAY_HOST_HEADLESS'] === '1' ||
  (process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']);

/**
 * Chromium starts when the app's code has been loaded or has asked to be ready, whichever is first: until then the app
 * may still say where its data goes and which schemes it has. A script that awaits readiness at its top level never
 * finishes loading before.
 */
export function startHost(manifest: AppManifest, switches: string[], gate: Promise<void> | undefined) {
  app.describe(manifest);
  let begun = false;
  const begin = () => {
    // A second instance leaves before it is ready, and must not touch the profile of the first.
    if (begun || app.isExiting) return;
    begun = true;
    start(switches, gate).catch((error) => {
      console.error(`The Chromium host cannot start: ${error.message}`);
      process.exit(1);
    });
  };
  lifecycle.onWanted = () => setImmediate(begin);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.quit());
  return { codeLoaded: begin };
}

async function start(switches: string[], gate: Promise<void> | undefined): Promise<void> {
  const executable = findChromium();
  if (!executable) throw new Error('no Chromium, Chrome or Edge is on this machine (ASSAY_CHROMIUM may name one)');
  browser.on('exit', ({ code, signal }) => {
    // A person may quit Chromium as such, by its own menu: then the app quits with it.
    if (code === 0) return void setImmediate(() => app.quit());
    console.error(
      `Chromium ended unexpectedly (${signal ?? `exit code ${code}`}). What was saved is safe; start the app again.`,
    );
    app.exit(1);
  });
  await browser.start({
    executable,
    profile: join(app.hostFolder, 'profile'),
    headless: isHeadless(),
    switches: [...switches, ...app.switches],
  });
  Object.defineProperty(process.versions, 'chrome', { value: browser.version, enumerable: true });
  await Promise.all([pages.watch(), interceptRequests(handlerOf), readScreens(), gate]);
  lifecycle.markReady();
  app.emit('will-finish-launching');
  app.emit('ready', {}, {});
}
