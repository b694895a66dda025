/* `npm start`: the app on Electron where its binary is or can be had, else on the Chromium host; always with a window. */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { join } from 'node:path';
import { chooseHost, chromiumHost, type Host } from './launch/choose-host.ts';
import { ensureChromium, ensureDisplay } from './launch/ensure.ts';
import { fetchElectron } from './launch/fetch-electron.ts';

const ROOT = join(import.meta.dirname, '../..');

/** A shell's word for a program that cannot be loaded: Electron's, where the system lacks its libraries. */
const CANNOT_LOAD = 127;

const say = (line: string) => void process.stderr.write(`${line}\n`);

function onChromium(why: string): Promise<number> {
  say(`${why}: running on the Chromium host (${ensureChromium()}).`);
  return run(chromiumHost);
}

/** Resolves with the exit code when the app has left. */
async function run({ name, command: [executable, ...args] }: Host): Promise<number> {
  const display = await ensureDisplay();
  if (display)
    say(
      'There is no display here: the window is on a virtual one. To see it, type x11vnc -localhost -display ' +
        `${display.name} and connect a VNC viewer.`,
    );
  // Electron refuses to run as root with its sandbox; the Chromium host sees to that itself.
  if (name === 'electron' && process.platform === 'linux' && process.getuid?.() === 0) args.push('--no-sandbox');
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

async function start(): Promise<number> {
  if (process.env['ASSAY_HOST'] === 'chromium') return onChromium('As asked');
  if (chooseHost().name === 'chromium') await fetchElectron();
  const host = chooseHost();
  if (host.name === 'chromium') return onChromium("Electron's binary is not here and could not be fetched");
  const code = await run(host);
  return code === CANNOT_LOAD ? onChromium('Electron cannot run on this system') : code;
}

try {
  process.exitCode = await start();
} catch (error) {
  say(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
}
