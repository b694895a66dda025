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

/**
 * A display that nobody looks at, on a number that the server finds free itself. It leaves with its last window, so that
 * a killed start leaves none behind; and it has a process group of its own, so that Ctrl-C reaches the app before it.
 */
export async function startDisplay(xvfb: string, options: { leaveWithLastWindow: boolean }): Promise<Display> {
  const args = ['-displayfd', '3', '-screen', '0', SCREEN, '-nolisten', 'tcp'];
  const server = spawn(xvfb, options.leaveWithLastWindow ? [...args, '-terminate'] : args, {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const number = await new Promise<string>((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`${xvfb} ended with ${code}`)));
    (server.stdio[3] as Readable).once('data', (text) => resolve(String(text).trim()));
  });
  server.unref();
  return { name: `:${number}`, stop: () => void server.kill() };
}
