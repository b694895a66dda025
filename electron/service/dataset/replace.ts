import { createHash } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { belongsToWorkspace, codeOf, noFolder, notAFile, refused } from './refusals.ts';

/** Who writes: a process, and a token that tells it from an earlier one that had the same number. */
export type Writer = { pid: number; token: string };

/** Large enough that a write costs less than what it writes, small enough to be nothing in memory. */
const flushAt = 2 ** 18;

/**
 * A file that replaces another at once, or not at all.
 *
 * What is written goes to a temporary file in the same folder; `commit` syncs it, renames it over the target and syncs
 * the folder. So whoever opens the target finds the old file or the new one, whole, also after a power loss. Writes are
 * synchronous: whoever produces waits for the disk, and nothing piles up in memory.
 */
export class FileReplacement {
  readonly #target: string;
  readonly #temporary: string;
  readonly #hash = createHash('sha256');
  #file: number | null;
  #settled = false;
  #bytes = 0;
  #pending: string[] = [];
  #pendingLength = 0;

  /**
   * @param forbidden what may not be replaced, whoever asks; given the real path of the target
   * @throws AssayError invalid-input when the target is not an ordinary file, io when its folder cannot be written
   */
  constructor(path: string, writer: Writer, forbidden: (target: string) => boolean) {
    this.#target = realTarget(resolve(path));
    if (forbidden(this.#target)) throw belongsToWorkspace(this.#target);
    const prefix = temporaryPrefix(this.#target);
    const folder = dirname(this.#target);
    this.#temporary = join(folder, `${prefix}${writer.pid}-${writer.token}.partial`);
    this.#file = this.#guard(() => {
      removeAbandoned(folder, prefix, writer);
      return openSync(this.#temporary, 'wx');
    });
  }

  /** @param part text, or bytes, which may change once this returns */
  write(part: string | Uint8Array): void {
    if (typeof part !== 'string') {
      this.#flush();
      this.#append(part);
      return;
    }
    this.#pending.push(part);
    this.#pendingLength += part.length;
    if (this.#pendingLength >= flushAt) this.#flush();
  }

  /** Puts what was written in the target's place. */
  commit(): { bytes: number; sha256: string } {
    this.#flush();
    this.#guard(() => {
      const file = this.#open();
      fsyncSync(file);
      closeSync(file);
      this.#file = null;
      renameSync(this.#temporary, this.#target);
      this.#settled = true;
      syncFolder(dirname(this.#target));
    });
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') };
  }

  /** Leaves the target as it was and removes what was written. After `commit` it does nothing. */
  discard(): void {
    if (this.#settled) return;
    this.#settled = true;
    if (this.#file !== null) closeSync(this.#file);
    this.#file = null;
    rmSync(this.#temporary, { force: true });
  }

  #flush(): void {
    const bytes = Buffer.from(this.#pending.join(''), 'utf8');
    this.#pending = [];
    this.#pendingLength = 0;
    this.#append(bytes);
  }

  #append(bytes: Uint8Array): void {
    this.#hash.update(bytes);
    this.#bytes += bytes.length;
    this.#guard(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#open(), bytes, at);
    });
  }

  #open(): number {
    if (this.#file === null) throw new Error('this file replacement has ended');
    return this.#file;
  }

  #guard<T>(work: () => T): T {
    try {
      return work();
    } catch (error) {
      throw refused(this.#target, error);
    }
  }
}

/** The file to replace: behind a link, the file that the link names, so that the link stays a link. */
function realTarget(path: string): string {
  const stats = statOf(path);
  if (!stats) {
    const folder = statOf(dirname(path));
    if (!folder?.isDirectory()) throw noFolder(dirname(path));
    return join(realpathSync(dirname(path)), basename(path));
  }
  if (!stats.isFile()) throw notAFile(path, stats.isDirectory());
  try {
    // A rename would replace a write-protected file without asking.
    closeSync(openSync(path, 'r+'));
  } catch (error) {
    throw refused(path, error);
  }
  return realpathSync(path);
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path, { throwIfNoEntry: false }) ?? null;
  } catch (error) {
    if (codeOf(error) === 'ENOTDIR') return null;
    throw refused(path, error);
  }
}

/** Hashed, so that the temporary name fits wherever the target's own name fits. */
function temporaryPrefix(target: string): string {
  return `.assay-${createHash('sha256').update(basename(target)).digest('hex').slice(0, 12)}-`;
}

/** Removes what a killed export of the same target left: temporary files whose process is gone. */
function removeAbandoned(folder: string, prefix: string, writer: Writer): void {
  for (const name of readdirSync(folder)) {
    const match = name.startsWith(prefix) ? /^(\d+)-(\w+)\.partial$/.exec(name.slice(prefix.length)) : null;
    if (!match) continue;
    const pid = Number(match[1]);
    const alive = pid === writer.pid ? match[2] === writer.token : isRunning(pid);
    if (!alive) rmSync(join(folder, name), { force: true });
  }
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

/** Makes the rename durable, where the system can: Windows and some network file systems cannot sync a folder. */
function syncFolder(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } catch (error) {
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(codeOf(error))) throw error;
  } finally {
    closeSync(handle);
  }
}
