import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../service/dispatch.ts';

const maxBytes = 1_000_000;

/** A log in a folder: stacks end here and never in the window. One older file is kept. */
export function openLog(folder: string): Log {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'assay.log');
  return (message, error) => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const line = `${new Date().toISOString()} ${message}: ${detail}\n`;
    process.stderr.write(line);
    if (existsSync(file) && statSync(file).size > maxBytes) renameSync(file, `${file}.old`);
    appendFileSync(file, line);
  };
}
