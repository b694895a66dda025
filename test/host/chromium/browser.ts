import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.ts';
import { chromiumFlags } from './flags.ts';
import { waitForProfile } from './profile-lock.ts';
import type { Command, CommandParams, CommandResult, ProtocolEvent } from './protocol.ts';

/** Uint8Array.fromBase64 and the app's own build target ask for it. */
const OLDEST_MAJOR = 150;
const START_ATTEMPTS = 20;
const FAREWELL_MS = 2000;

export type BrowserOptions = { executable: string; profile: string; headless: boolean; switches: string[] };
export type BrowserExit = { code: number | null; signal: NodeJS.Signals | null };

/** The one Chromium of this process. `exit` tells of an end that nobody asked for. */
class Browser extends EventEmitter<{ event: [ProtocolEvent]; exit: [BrowserExit] }> {
  headless = false;
  version = '';
  #options: BrowserOptions | undefined;
  #process: ChildProcess | undefined;
  #connection: Connection | undefined;
  #stopping = false;

  /** Resolves when Chromium answers. */
  async start(options: BrowserOptions): Promise<void> {
    this.#options = options;
    this.headless = options.headless;
    mkdirSync(options.profile, { recursive: true });
    for (let attempt = 1; ; attempt++) {
      await waitForProfile(options.profile);
      const version = await this.#attempt(options);
      if (version) {
        this.version = version;
        break;
      }
      if (attempt === START_ATTEMPTS) throw new Error(`${options.executable} exits at once, without a word`);
      await sleep(250);
    }
    const major = Number.parseInt(this.version, 10);
    if (major < OLDEST_MAJOR)
      throw new Error(`${options.executable} is Chromium ${this.version}; the host needs ${OLDEST_MAJOR} or newer`);
  }

  /** Undefined when Chromium handed over to another one on the same profile, which is then about to leave. */
  async #attempt(options: BrowserOptions): Promise<string | undefined> {
    const child = spawn(
      options.executable,
      [
        `--user-data-dir=${options.profile}`,
        '--remote-debugging-pipe',
        '--no-startup-window',
        ...chromiumFlags(options.headless),
        ...options.switches,
      ],
      { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
    );
    const exited = new Promise<BrowserExit>((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    const complaints = relayErrors(child);
    const [, , , output, input] = child.stdio;
    const connection = new Connection(output as Writable, input as Readable, (event) => this.emit('event', event));
    const version = connection.send('Browser.getVersion').then(
      ({ product }) => product.split('/')[1],
      // Closed before it answered: how it exited tells why.
      () => undefined,
    );
    const answer = await Promise.race([version, exited.then(() => undefined)]);
    if (!answer) {
      const { code, signal } = await exited;
      if (code === 0) return undefined;
      throw new Error(`${options.executable} ended with ${signal ?? code}:\n${complaints.join('\n')}`);
    }
    this.#process = child;
    this.#connection = connection;
    exited.then((exit) => {
      if (!this.#stopping) this.emit('exit', exit);
    }, console.error);
    return answer;
  }

  send<M extends Command>(method: M, params?: CommandParams<M>, sessionId?: string): Promise<CommandResult<M>> {
    if (!this.#connection) return Promise.reject(new Error(`${method}: Chromium is not started`));
    return this.#connection.send(method, params, sessionId);
  }

  /**
   * A second Chromium on the profile hands its window to the first and leaves. It is the only way to a window without
   * tabs and address bar: the protocol can create tabs only.
   */
  openAppWindow(url: string): void {
    if (!this.#options) throw new Error('Chromium is not started');
    const { executable, profile } = this.#options;
    const messenger = spawn(executable, [`--user-data-dir=${profile}`, ...chromiumFlags(false), `--app=${url}`], {
      stdio: 'ignore',
    });
    messenger.once('error', (error) => console.error(`host: cannot open a window: ${error.message}`));
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    this.send('Browser.close').catch(() => child.kill('SIGKILL'));
    await Promise.race([gone, sleep(FAREWELL_MS)]);
    child.kill('SIGKILL');
  }
}

/** Playwright waits for Chromium's own line; the rest is shown on request and kept for an error. */
function relayErrors(child: ChildProcess): string[] {
  const recent: string[] = [];
  if (!child.stderr) return recent;
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('DevTools listening') || process.env['ASSAY_HOST_DEBUG']) process.stderr.write(`${line}\n`);
    recent.push(line);
    if (recent.length > 20) recent.shift();
  });
  return recent;
}

export const browser = new Browser();
