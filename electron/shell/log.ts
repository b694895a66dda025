import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from '../service/dispatch.ts';

const maxBytes = 1_000_000;

/**
 * A log in a folder: stacks end here and never in the window. One older file is kept.
 *
 * It never fails: errors that nobody caught come here, and one thrown over them would end the program, on a full disk as
 * well as behind a terminal that was closed.
 */
export function openLog(folder: string): Log {
  const file = join(folder, 'assay.log');
  process.stderr.on('error', () => {
    // Nobody reads it any more. Without a listener each line would be an uncaught error, and that another line.
  });
  return (message, error) => {
    const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const line = `${new Date().toISOString()} ${message}: ${detail}\n`;
    process.stderr.write(line);
    try {
      mkdirSync(folder, { recursive: true });
      if (existsSync(file) && statSync(file).size > maxBytes) renameSync(file, `${file}.old`);
      appendFileSync(file, line);
    } catch {
      // The disk takes nothing; what cannot be written is on stderr.
    }
  };
}
