import type { Clipboard } from 'electron';
import { onlyKnown } from '../guard.ts';
import { focusedWindow } from './window-registry.ts';

let text = '';

/** The app's own clipboard. What is written also goes to the desktop's, as far as the page in front may. */
export const clipboard = onlyKnown(
  {
    async writeText(value) {
      text = value;
      await focusedWindow()?.contents.executeJavaScript(
        `(() => {
            const put = (event) => { event.clipboardData.setData('text/plain', ${JSON.stringify(value)}); event.preventDefault(); };
            document.addEventListener('copy', put, { capture: true, once: true });
            document.execCommand('copy');
            document.removeEventListener('copy', put, true);
          })()`,
        true,
      );
    },
    readText: async () => text,
    clear: () => {
      text = '';
    },
  } satisfies Pick<Clipboard, 'writeText' | 'readText' | 'clear'>,
  'clipboard',
);
