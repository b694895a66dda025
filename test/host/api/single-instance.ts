import { execFileSync } from 'node:child_process';
import {
  type FSWatcher,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

export type SecondInstance = { argv: string[]; cwd: string; data: unknown };

/**
 * One holder per folder. Asking is synchronous and the asker may exit right after, so what it has to say is left as a
 * file which the holder watches for.
 */
export class SingleInstance {
  readonly #onSecond: (second: SecondInstance) => void;
  #lock = '';
  #watcher: FSWatcher | undefined;

  constructor(onSecond: (second: SecondInstance) => void) {
    this.#onSecond = onSecond;
  }

  get held(): boolean {
    return this.#lock !== '';
  }

  request(folder: string, second: SecondInstance): boolean {
    if (this.held) return true;
    const letters = join(folder, 'second-instance');
    const lock = join(folder, 'instance.lock');
    mkdirSync(letters, { recursive: true });
    if (!take(lock)) {
      leaveLetter(letters, second);
      return false;
    }
    this.#lock = lock;
    for (const letter of readdirSync(letters)) rmSync(join(letters, letter), { force: true });
    this.#watcher = watch(letters, { persistent: false }, () => this.#readLetters(letters));
    return true;
  }

  release(): void {
    if (!this.held) return;
    this.#watcher?.close();
    rmSync(this.#lock, { force: true });
    this.#lock = '';
  }

  #readLetters(folder: string): void {
    for (const name of readdirSync(folder).filter((entry) => entry.endsWith('.json'))) {
      const file = join(folder, name);
      const second: SecondInstance = JSON.parse(readFileSync(file, 'utf8'));
      rmSync(file);
      this.#onSecond(second);
    }
  }
}

/** Linked and not written in place: a lock is there whole or not at all. */
function take(lock: string): boolean {
  const draft = `${lock}.${process.pid}`;
  writeFileSync(draft, identity(process.pid));
  try {
    for (;;) {
      try {
        linkSync(draft, lock);
        return true;
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      }
      const holder = readFileSync(lock, 'utf8');
      if (holder !== '' && identity(Number.parseInt(holder, 10)) === holder) return false;
      // Its holder was killed.
      rmSync(lock, { force: true });
    }
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Renamed when complete, so that the holder never reads half of it. */
function leaveLetter(folder: string, second: SecondInstance): void {
  const draft = join(folder, `${process.pid}-${Date.now()}`);
  writeFileSync(draft, JSON.stringify(second));
  renameSync(draft, `${draft}.json`);
}

/** A process id with the time its process started where that can be had: ids are used again after a crash. */
function identity(pid: number): string {
  try {
    process.kill(pid, 0);
    if (process.platform === 'linux') {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The 22nd field; the 2nd is a name in parentheses that may hold spaces.
      return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`;
    }
    if (process.platform === 'darwin')
      return `${pid} ${execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim()}`;
    return String(pid);
  } catch {
    // Nobody has this id.
    return '';
  }
}
