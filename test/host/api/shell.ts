import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import type { Shell } from 'electron';
import { onlyKnown } from '../guard.ts';

/** The platform's own opener. Rejects where there is none, as on a bare server. */
function open(target: string): Promise<void> {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [target]]
      : process.platform === 'win32'
        ? ['rundll32', ['url.dll,FileProtocolHandler', target]]
        : ['xdg-open', [target]];
  return new Promise((resolve, reject) => {
    const opener = spawn(command, args, { detached: true, stdio: 'ignore' });
    opener.once('error', (error) => reject(new Error(`Cannot open ${target}: ${error.message}`)));
    opener.once('spawn', () => {
      opener.unref();
      resolve();
    });
  });
}

export const shell = onlyKnown(
  {
    openExternal: (url) => open(url),
    openPath: (path) =>
      open(path).then(
        () => '',
        (error) => error.message,
      ),
    showItemInFolder: (path) => void open(dirname(path)).catch((error) => console.error(`host: ${error.message}`)),
    beep: () => void process.stdout.write('\x07'),
  } satisfies Pick<Shell, 'openExternal' | 'openPath' | 'showItemInFolder' | 'beep'>,
  'shell',
);
