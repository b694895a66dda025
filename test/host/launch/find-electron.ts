import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The electron package's folder. It is read and never required: requiring it without the binary starts a download. */
export const electronFolder = dirname(createRequire(import.meta.url).resolve('electron/package.json'));

/** Electron's executable, or undefined where its binary has not been fetched. */
export function findElectron(): string | undefined {
  const pathFile = join(electronFolder, 'path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = join(electronFolder, 'dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}
