import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { electronFolder, findElectron } from './find-electron.ts';

const CACHE = join(electronFolder, '..', '.cache', 'assay');
const FAILED = join(CACHE, 'electron-not-fetched');
const FETCHING = join(CACHE, 'electron-is-being-fetched');
const RETRY_AFTER_MS = 24 * 60 * 60 * 1000;
const ABANDONED_AFTER_MS = 30 * 60 * 1000;
/** Without a new byte for this long the download is given up; a slow line may take as long as it needs. */
const SILENCE_MS = 20_000;
const LOOK_MS = 500;

/**
 * Fetches Electron's binary by the package's own script, once a day at most, and never waits for a line that is dead.
 * Undefined where it could not be had.
 */
export async function fetchElectron(): Promise<string | undefined> {
  if (process.env['ELECTRON_SKIP_BINARY_DOWNLOAD'] || isYoung(FAILED, RETRY_AFTER_MS) || !claim()) return undefined;
  process.stderr.write('Fetching Electron (about 110 MB, once)…\n');
  try {
    if (!(await runInstaller())) writeFileSync(FAILED, '');
  } finally {
    rmSync(FETCHING, { force: true });
  }
  return findElectron();
}

const isYoung = (file: string, ms: number) =>
  Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) < ms;

/** One start fetches, another one beside it does without: two would unpack into each other's files. */
function claim(): boolean {
  if (isYoung(FETCHING, ABANDONED_AFTER_MS)) return false;
  try {
    mkdirSync(CACHE, { recursive: true });
    rmSync(FETCHING, { force: true });
    writeFileSync(FETCHING, '', { flag: 'wx' });
    return true;
  } catch {
    // Somebody else was faster, or the installation is read-only: either way there is nothing to fetch here.
    return false;
  }
}

/** The script downloads into the temporary folder: one of its own shows how far it is. */
async function runInstaller(): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'assay-electron-'));
  const installer = spawn(process.execPath, [join(electronFolder, 'install.js')], {
    env: { ...process.env, TMPDIR: folder, TMP: folder, TEMP: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let size = 0;
  let lastGrowth = Date.now();
  const watch = setInterval(() => {
    const now = sizeOf(folder) + sizeOf(join(electronFolder, 'dist'));
    if (now > size) lastGrowth = Date.now();
    size = now;
    if (Date.now() - lastGrowth > SILENCE_MS) installer.kill('SIGKILL');
  }, LOOK_MS);
  try {
    return await new Promise((resolve) => {
      installer.once('error', () => resolve(false));
      installer.once('exit', (code) => resolve(code === 0));
    });
  } finally {
    clearInterval(watch);
    rmSync(folder, { recursive: true, force: true });
  }
}

function sizeOf(folder: string): number {
  let sum = 0;
  try {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
      sum += statSync(join(folder, name), { throwIfNoEntry: false })?.size ?? 0;
  } catch {
    // Not there yet, or just being renamed.
  }
  return sum;
}
