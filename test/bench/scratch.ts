import { constants, copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

let root: string | null = null;

/** A fresh folder that is gone when this process ends, however the bench ended. */
export function scratchFolder(name: string): string {
  if (!root) {
    const made = mkdtempSync(join(tmpdir(), 'assay-bench-run-'));
    root = made;
    process.on('exit', () => rmSync(made, { recursive: true, force: true, maxRetries: 3 }));
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const)
      process.on(signal, () => process.exit(code));
  }
  return mkdtempSync(join(root, `${name}-`));
}

/** The files of a folder in a fresh one; blocks are shared where the file system can. */
export function copyOf(folder: string): string {
  const copy = scratchFolder('workspace');
  for (const name of readdirSync(folder))
    if (/\.db(-wal)?$/.test(name)) copyFileSync(join(folder, name), join(copy, name), constants.COPYFILE_FICLONE);
  return copy;
}

export function removeFolder(path: string): void {
  rmSync(path, { recursive: true, force: true });
}

export function emptyFolder(path: string): void {
  removeFolder(path);
  mkdirSync(path, { recursive: true });
}
