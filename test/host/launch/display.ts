import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';

export type Display = { name: string; stop(): void };

const SCREEN = '1920x1080x24';

export const needsDisplay = (): boolean =>
  process.platform === 'linux' && !process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY'];

export function findXvfb(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return [...folders, '/usr/bin'].map((folder) => join(folder, 'Xvfb')).find((path) => existsSync(path));
}

/** The server lives as long as this pipe: whatever ends this process, the shell reads its end and takes the server along. */
const UNTIL_PIPE_CLOSES = '"$@" & server=$!; read -r _; kill "$server"';

/**
 * A display that nobody looks at, on a number that the server finds free itself. In a process group of its own, so that
 * Ctrl-C in a terminal reaches the app and not the display under it.
 */
export async function startDisplay(xvfb: string): Promise<Display> {
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'];
  const keeper = spawn('/bin/sh', ['-c', UNTIL_PIPE_CLOSES, 'sh', xvfb, ...args], {
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const number = await new Promise<string>((resolve, reject) => {
    keeper.once('error', reject);
    keeper.once('exit', () => reject(new Error(`${xvfb} does not start`)));
    const told = keeper.stdio[3] as Readable;
    told.once('data', (text) => resolve(String(text).trim()));
    told.once('end', () => reject(new Error(`${xvfb} does not start`)));
  });
  return { name: `:${number}`, stop: () => void keeper.stdin?.end() };
}
