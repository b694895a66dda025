/* `npm start`: the app on Electron where its binary is or can be had, else on the Chromium host; always with a window. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { chooseHost } from './launch/choose-host.ts';
import { type Display, findXvfb, needsDisplay, startDisplay } from './launch/display.ts';
import { fetchElectron } from './launch/fetch-electron.ts';
import { findChromium } from './launch/find-chromium.ts';
import { installPackages } from './launch/install.ts';

const ROOT = join(import.meta.dirname, '../..');

const say = (line: string) => void process.stderr.write(`${line}\n`);

function giveUp(line: string): never {
  say(line);
  process.exit(1);
}

/** The packages that this start lacks on a bare Linux, in one go. */
function installWhatIsMissing(needsChromium: boolean): void {
  const missing = [
    ...(needsChromium && !findChromium() ? ['chromium'] : []),
    ...(needsDisplay() && !findXvfb() ? ['xvfb'] : []),
  ];
  if (missing.length > 0) installPackages(missing);
}

function requireChromium(): string {
  return (
    findChromium() ?? giveUp('No Chromium, Chrome or Edge is on this machine. Type: npx playwright install chromium')
  );
}

async function ensureDisplay(): Promise<Display | undefined> {
  if (!needsDisplay()) return undefined;
  const xvfb = findXvfb() ?? giveUp('There is no display here and no Xvfb. Type: sudo apt-get install xvfb');
  const display = await startDisplay(xvfb);
  say(
    `There is no display here: the window is on a virtual one. To see it: x11vnc -localhost -display ${display.name}, and a VNC viewer.`,
  );
  return display;
}

async function start(): Promise<number> {
  if (chooseHost().name === 'chromium' && process.env['ASSAY_HOST'] !== 'chromium') await fetchElectron();
  const host = chooseHost();
  installWhatIsMissing(host.name === 'chromium');
  if (host.name === 'chromium') {
    const why =
      process.env['ASSAY_HOST'] === 'chromium' ? 'As asked' : "Electron's binary is not here and could not be fetched";
    say(`${why}: running on the Chromium host (${requireChromium()}).`);
  }
  const display = await ensureDisplay();
  const [executable, ...args] = host.command;
  // Electron refuses to run as root with its sandbox; the Chromium host sees to that itself.
  if (host.name === 'electron' && process.platform === 'linux' && process.getuid?.() === 0) args.push('--no-sandbox');
  const app = spawn(executable, [...args, ROOT, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, ...(display && { DISPLAY: display.name }) },
  });
  // Ctrl-C reaches the app by the terminal; other signals are passed on. Either way it leaves in its own time.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => app.kill(signal));
  try {
    return await new Promise((resolve, reject) => {
      app.once('error', reject);
      app.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)));
    });
  } finally {
    display?.stop();
  }
}

process.exitCode = await start();
