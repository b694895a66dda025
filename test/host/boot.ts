/*
 * Entry of the host: `node boot.ts [switches] <app folder or script> [arguments]`, the arguments of Electron's own
 * executable. Playwright puts its switches first.
 */
import { readFileSync, statSync } from 'node:fs';
import inspector from 'node:inspector';
import { registerHooks } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import electronPackage from 'electron/package.json' with { type: 'json' };

const isSwitch = (arg: string) => /^--(inspect|remote-debugging-port|no-sandbox|headless)\b/.test(arg);

const args = process.argv.slice(2);
const firstOwn = args.findIndex((arg) => !isSwitch(arg));
const switches = firstOwn < 0 ? args : args.slice(0, firstOwn);
const [target = '.', ...rest] = firstOwn < 0 ? [] : args.slice(firstOwn);
const inspect = switches.find((arg) => arg.startsWith('--inspect'));
const debuggingPort = switches.find((arg) => arg.startsWith('--remote-debugging-port'));

/** Electron reads package.json of a folder; a script stands for itself. */
function readManifest(path: string) {
  if (!statSync(path).isDirectory()) return { path: dirname(path), name: 'Electron', version: '0.0.0', main: path };
  const text = readFileSync(join(path, 'package.json'), 'utf8');
  const { productName, name = 'Electron', version = '0.0.0', main = 'index.js' } = JSON.parse(text);
  return { path, name: productName ?? name, version, main: join(path, main) };
}

const manifest = readManifest(resolve(target));
process.argv.splice(1, Number.POSITIVE_INFINITY, target, ...rest);
Object.assign(process, { type: 'browser', defaultApp: true });
Object.defineProperty(process.versions, 'electron', { value: electronPackage.version, enumerable: true });
registerHooks({
  resolve: (specifier, context, next) =>
    /^electron(\/main|\/common)?$/.test(specifier)
      ? { url: new URL('electron.ts', import.meta.url).href, shortCircuit: true }
      : next(specifier, context),
});

const { startHost } = await import('./start-host.ts');
if (inspect) inspector.open(Number(inspect.split('=')[1]?.split(':').at(-1) ?? 9229), '127.0.0.1');

// Playwright lets the app become ready only when it has attached to both processes.
const isDriven = inspect !== undefined && debuggingPort !== undefined;
const attached = Promise.withResolvers<void>();
if (isDriven) Object.assign(globalThis, { __playwright_run: attached.resolve });

const host = startHost(manifest, debuggingPort ? [debuggingPort] : [], isDriven ? attached.promise : undefined);
await import(pathToFileURL(manifest.main).href);
host.codeLoaded();
