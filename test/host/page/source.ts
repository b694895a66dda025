import { onlyKnown } from '../guard.ts';
import { createBridge } from './bridge.ts';
import { createCodec } from './codec.ts';
import { drawDialogs } from './dialogs.ts';
import { showFiles } from './file-dialog.ts';
import { createPathReader } from './file-path.ts';
import { createHostLink } from './host-link.ts';
import { createIpcRenderer } from './ipc-renderer.ts';
import { isBrowserKey, watchKeys } from './keys.ts';
import { createList } from './list.ts';
import { askFirst, meetMainWorld, startMainWorld } from './main-world.ts';
import { showMenu } from './menu-dialog.ts';
import { showMessage } from './message-dialog.ts';
import { createModal } from './modal.ts';
import { type PreloadConfig, runPreload } from './preload.ts';
import { watchPresence } from './presence.ts';

/** The isolated world's name, and what the host puts into it. No page can see that world. */
export const WORLD = 'Electron Isolated Context';
export const BINDING = '__hostBinding';
export const DELIVER = '__hostDeliver';

/** Known to the two worlds' scripts only, and new in every run: a page cannot listen for it. */
const NONCE = `host-${crypto.randomUUID()}`;

/** Functions travel as their own text: Node has stripped the types by then, and nothing needs a bundler. */
export const mainWorldSource = `(${startMainWorld})(${JSON.stringify(NONCE)}, ${createBridge}, ${askFirst});`;

export function isolatedWorldSource(preload: { source: string; path: string }, config: PreloadConfig): string {
  return `(() => {
if (self !== top) return;
const link = (${createHostLink})((${createCodec})(), ${JSON.stringify(BINDING)}, ${JSON.stringify(DELIVER)});
const isBrowsers = (event) => (${isBrowserKey})(event, ${config.platform === 'darwin'});
(${watchPresence})(link);
const modal = (${createModal})(isBrowsers);
(${watchKeys})(link, isBrowsers);
(${drawDialogs})(link, modal, { createList: ${createList}, showMessage: ${showMessage}, showFiles: ${showFiles}, showMenu: ${showMenu} });
const readPath = (${createPathReader})(link);
const bridge = (${meetMainWorld})(${createBridge}, link, ${JSON.stringify(NONCE)});
(${runPreload})(function (require, process, module, exports, __filename, __dirname) {
${preload.source}
}, ${onlyKnown}, (${createIpcRenderer})(link), bridge, readPath, link, ${JSON.stringify(config)});
})();
//# sourceURL=${preload.path || 'chromium-host'}`;
}
