import { type ChildProcess, spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from './connection.ts';
import { chromiumFlags, NO_SANDBOX } from './flags.ts';
import { prepareProfile, waitForProfile } from './profile.ts';
import type { Command, CommandParams, CommandResult, ProtocolEvent } from './protocol.ts';

/** Uint8Array.fromBase64 and the app's own build target ask for it. */
const OLDEST_MAJOR = 150;
const START_ATTEMPTS = 20;
const BETWEEN_ATTEMPTS_MS = 250;
const FAREWELL_MS = 2000;

export type BrowserOptions = { executable: string; profile: string; headless: boolean; switches: string[] };
export type BrowserExit = { code: number | null; signal: NodeJS.Signals | null };

/** The one Chromium of this process. `exit` tells of an end that nobody asked for. */
class Browser extends EventEmitter<{ event: [ProtocolEvent]; exit: [BrowserExit] }> {
  headless = false;
  version = '';
  #executable = '';
  #profile = '';
  #flags: string[] = [];
  #process: ChildProcess | undefined;
  #connection: Connection | undefined;
  #stopping = false;

  /** Resolves when Chromium answers. */
  async start(options: BrowserOptions): Promise<void> {
    this.headless = options.headless;
    this.#executable = options.executable;
    this.#profile = options.profile;
    this.#flags = chromiumFlags(options.headless);
    prepareProfile(options.profile);
    this.version = await this.#startPatiently(options.switches);
    const major = Number.parseInt(this.version, 10);
    if (major < OLDEST_MAJOR)
      throw new Error(`${options.executable} is Chromium ${this.version}; the host needs ${OLDEST_MAJOR} or newer`);
  }

  async #startPatiently(switches: string[]): Promise<string> {
    for (let attempt = 1; attempt <= START_ATTEMPTS; attempt++) {
      await waitForProfile(this.#profile);
      const { version, exit, complaints } = await this.#attempt(switches);
      if (version) return version;
      const why = complaints.join('\n');
      if (why.includes('No usable sandbox') && !this.#flags.includes(NO_SANDBOX)) {
        console.error("This system denies Chromium its sandbox; the app's own pages run without it.");
        this.#flags.push(NO_SANDBOX);
      } else if (exit.code !== 0) {
        throw new Error(`${this.#executable} ended with ${exit.signal ?? exit.code}:\n${why}`);
      }
      // A quiet exit is a hand-over to another Chromium on the profile, which is about to leave.
      await sleep(BETWEEN_ATTEMPTS_MS);
    }
    throw new Error(`${this.#executable} exits at once, without a word`);
  }

  async #attempt(
    switches: string[],
  ): Promise<{ version?: string | undefined; exit: BrowserExit; complaints: string[] }> {
    const child = spawn(
      this.#executable,
      [
        `--user-data-dir=${this.#profile}`,
        '--remote-debugging-pipe',
        '--no-startup-window',
        ...this.#flags,
        ...switches,
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
    const answered = connection.send('Browser.getVersion').then(
      ({ product }) => product.split('/')[1],
      // Closed before it answered: how it exited tells why.
      () => undefined,
    );
    const version = await Promise.race([answered, exited.then(() => undefined)]);
    if (!version) return { exit: await exited, complaints };
    this.#process = child;
    this.#connection = connection;
    exited.then((exit) => {
      if (!this.#stopping) this.emit('exit', exit);
    }, console.error);
    return { version, exit: { code: null, signal: null }, complaints };
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
    const args = [`--user-data-dir=${this.#profile}`, ...this.#flags, `--app=${url}`];
    const messenger = spawn(this.#executable, args, { stdio: 'ignore' });
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
