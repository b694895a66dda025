import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Chromium's own binaries and not the wrappers around them: a wrapper may add flags and does not pass the pipe on. */
const LINUX = [
  '/usr/lib/chromium/chromium',
  '/usr/lib/chromium-browser/chromium-browser',
  '/usr/lib64/chromium-browser/chromium-browser',
  '/opt/google/chrome/chrome',
  '/opt/microsoft/msedge/msedge',
];

const MAC = [
  'Google Chrome.app/Contents/MacOS/Google Chrome',
  'Chromium.app/Contents/MacOS/Chromium',
  'Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
].flatMap((app) => [join('/Applications', app), join(homedir(), 'Applications', app)]);

const WINDOWS = [
  'Google\\Chrome\\Application\\chrome.exe',
  'Chromium\\Application\\chrome.exe',
  'Microsoft\\Edge\\Application\\msedge.exe',
].flatMap((path) =>
  ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((root) => {
    const folder = process.env[root];
    return folder ? [join(folder, path)] : [];
  }),
);

/** Where Playwright keeps the browsers that it has downloaded. */
function playwrights(): string[] {
  const home = homedir();
  const cache =
    process.env['PLAYWRIGHT_BROWSERS_PATH'] ??
    (process.platform === 'darwin'
      ? join(home, 'Library/Caches/ms-playwright')
      : process.platform === 'win32'
        ? join(process.env['LOCALAPPDATA'] ?? join(home, 'AppData/Local'), 'ms-playwright')
        : join(home, '.cache/ms-playwright'));
  if (!existsSync(cache)) return [];
  const builds = readdirSync(cache).filter((name) => /^chromium-\d+$/.test(name));
  const newestFirst = builds.sort((a, b) => Number(b.slice(9)) - Number(a.slice(9)));
  return newestFirst.flatMap((build) =>
    [
      'chrome-linux64/chrome',
      'chrome-linux/chrome',
      'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
      'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
      'chrome-win64/chrome.exe',
      'chrome-win/chrome.exe',
    ].map((path) => join(cache, build, path)),
  );
}

/** The first Chromium of this machine, or undefined. ASSAY_CHROMIUM overrides and must exist. */
export function findChromium(): string | undefined {
  const named = process.env['ASSAY_CHROMIUM'];
  if (named) {
    if (!existsSync(named)) throw new Error(`ASSAY_CHROMIUM names ${named}, which does not exist`);
    return named;
  }
  const usual = process.platform === 'darwin' ? MAC : process.platform === 'win32' ? WINDOWS : LINUX;
  return [...usual, ...playwrights()].find((path) => existsSync(path));
}
