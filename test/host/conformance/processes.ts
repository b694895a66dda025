import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The processes whose command line names this folder: a Chromium and its children, by their profile. */
export async function processesWith(folder: string): Promise<string[]> {
  const { stdout } =
    process.platform === 'win32'
      ? await run('powershell', [
          '-NoProfile',
          '-Command',
          'Get-CimInstance Win32_Process | ForEach-Object CommandLine',
        ])
      : await run('ps', ['-eww', '-o', 'args='], { maxBuffer: 1 << 24 });
  return stdout.split('\n').filter((line) => line.includes(folder));
}
