import { onlyKnown } from '../guard.ts';
import { createBridge } from './bridge.ts';
import { createCodec } from './codec.ts';
import { createHostLink } from './host-link.ts';
import { createIpcRenderer } from './ipc-renderer.ts';
import { watchKeys } from './keys.ts';
import { askFirst, startMainWorld } from './main-world.ts';
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
(${watchPresence})(link);
(${watchKeys})(link, ${config.platform === 'darwin'});
const channel = document.createElement('host-channel');
dispatchEvent(new MouseEvent(${JSON.stringify(NONCE)}, { relatedTarget: channel }));
const bridge = (${createBridge})(channel, 'isolated', () => {});
const asked = new Map(); let asks = 0;
link.hear('permission', ([, id, granted]) => { asked.get(id)?.(granted); asked.delete(id); });
bridge.offer(${JSON.stringify(NONCE)}, { permission: (name, about) => new Promise((resolve) => {
  asked.set(++asks, resolve); link.tell('permission', asks, name, about); }) });
try {
(${runPreload})(function (require, process, module, exports, __filename, __dirname) {
${preload.source}
}, ${onlyKnown}, (${createIpcRenderer})(link), bridge, () => '', ${JSON.stringify(config)});
} catch (error) { link.tell('preload-error', String(error?.stack ?? error)); }
})();
//# sourceURL=${preload.path}`;
}
