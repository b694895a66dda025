import { join, resolve } from 'node:path';
import type { App, CommandLine } from 'electron';
import { browser } from '../chromium/browser.ts';
import { onlyKnown } from '../guard.ts';
import { HostEmitter } from './emitter.ts';
import { cancelable } from './event.ts';
import { lifecycle } from './lifecycle.ts';
import { defaultPath } from './paths.ts';
import { SingleInstance } from './single-instance.ts';
import { openWindows, windowEvents } from './window-registry.ts';

/** The host's own subfolder of userData: Chromium's profile, the instance lock, the key of safeStorage. */
const HOST_FOLDER = 'chromium-host';

type PathName = Parameters<App['getPath']>[0];
type Surface = Pick<
  App,
  | 'name'
  | 'isPackaged'
  | 'getName'
  | 'setName'
  | 'getVersion'
  | 'getAppPath'
  | 'getLocale'
  | 'getPath'
  | 'setPath'
  | 'setAppUserModelId'
  | 'enableSandbox'
  | 'disableHardwareAcceleration'
  | 'isReady'
  | 'whenReady'
  | 'focus'
  | 'quit'
  | 'exit'
  | 'requestSingleInstanceLock'
  | 'hasSingleInstanceLock'
  | 'releaseSingleInstanceLock'
>;

/** What the entry script knows of the app: its folder and its package.json. */
export type AppManifest = { path: string; name: string; version: string };

class HostApp extends HostEmitter implements Surface {
  name = 'Electron';
  readonly isPackaged = false;
  readonly commandLine: Pick<CommandLine, 'appendSwitch' | 'hasSwitch'>;
  readonly #paths = new Map<PathName, string>();
  readonly #switches = new Map<string, string | undefined>();
  readonly #instance = new SingleInstance(({ argv, cwd, data }) =>
    this.emit('second-instance', cancelable({}), argv, cwd, data),
  );
  #version = '0.0.0';
  #appPath = process.cwd();
  #quitting = false;
  #exiting = false;

  constructor() {
    super('app');
    this.commandLine = onlyKnown(
      {
        appendSwitch: (name: string, value?: string) => void this.#switches.set(name, value),
        hasSwitch: (name: string) => this.#switches.has(name),
      },
      'app.commandLine',
    );
    windowEvents.on('created', (window, contents) => {
      this.emit('browser-window-created', cancelable({}), window);
      this.emit('web-contents-created', cancelable({}), contents);
    });
    windowEvents.on('all-closed', () => {
      if (this.#quitting || this.#exiting) return;
      if (this.listenerCount('window-all-closed') === 0) this.quit();
      else this.emit('window-all-closed');
    });
  }

  describe(manifest: AppManifest): void {
    this.name = manifest.name;
    this.#version = manifest.version;
    this.#appPath = manifest.path;
  }

  /** Switches that the app has set for Chromium. */
  get switches(): string[] {
    return Array.from(this.#switches, ([name, value]) => (value ? `--${name}=${value}` : `--${name}`));
  }

  get isExiting(): boolean {
    return this.#exiting;
  }

  get hostFolder(): string {
    return join(this.getPath('userData'), HOST_FOLDER);
  }

  getName(): string {
    return this.name;
  }
  setName(name: string): void {
    this.name = name;
  }
  getVersion(): string {
    return this.#version;
  }
  getAppPath(): string {
    return this.#appPath;
  }
  getLocale(): string {
    return Intl.DateTimeFormat().resolvedOptions().locale;
  }
  getPath(name: PathName): string {
    return this.#paths.get(name) ?? defaultPath(name, this.name, () => this.getPath('userData'));
  }
  setPath(name: string, path: string): void {
    this.#paths.set(name as PathName, resolve(path));
  }

  // Windows only, always on, and Chromium's own choice here.
  setAppUserModelId(): void {}
  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}

  isReady(): boolean {
    return lifecycle.isReady;
  }
  whenReady(): Promise<void> {
    return lifecycle.whenReady();
  }
  focus(): void {
    openWindows().at(-1)?.focus();
  }

  quit(): void {
    if (this.#quitting || this.#exiting) return;
    const before = cancelable({});
    this.emit('before-quit', before);
    if (before.defaultPrevented) return;
    this.#quitting = true;
    const mayQuit = openWindows().every((window) => window.requestClose()) && this.#willQuit();
    if (mayQuit) this.exit(0);
    else this.#quitting = false;
  }

  exit(exitCode = 0): void {
    if (this.#exiting) return;
    this.#exiting = true;
    for (const window of openWindows()) window.destroy();
    this.emit('quit', cancelable({}), exitCode);
    browser
      .stop()
      .catch(console.error)
      .finally(() => {
        this.releaseSingleInstanceLock();
        process.exit(exitCode);
      });
  }

  requestSingleInstanceLock(data: Record<string, unknown> = {}): boolean {
    return this.#instance.request(this.hostFolder, { argv: process.argv, cwd: process.cwd(), data });
  }
  hasSingleInstanceLock(): boolean {
    return this.#instance.held;
  }
  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }

  #willQuit(): boolean {
    const will = cancelable({});
    this.emit('will-quit', will);
    return !will.defaultPrevented;
  }
}

export const app = new HostApp();
