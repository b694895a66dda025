import type { onlyKnown } from '../guard.ts';
import type { Bridge } from './bridge.ts';
import type { createIpcRenderer } from './ipc-renderer.ts';
import type { HostLink } from './messages.ts';

export type PreloadConfig = {
  platform: string;
  arch: string;
  versions: Record<string, string>;
  argv: string[];
};

type Preload = (
  require: (name: string) => object,
  process: object,
  module: { exports: object },
  exports: object,
  filename: string,
  dirname: string,
) => void;

/** Runs in the isolated world as its own source text: the app's preload, with what a sandboxed preload finds in Electron. */
export function runPreload(
  preload: Preload,
  guard: typeof onlyKnown,
  ipcRenderer: ReturnType<typeof createIpcRenderer>,
  bridge: Bridge,
  getPathForFile: (file: File) => string,
  link: HostLink,
  config: PreloadConfig,
): void {
  const electron = guard(
    {
      ipcRenderer: guard(ipcRenderer, 'ipcRenderer'),
      contextBridge: guard(
        { exposeInMainWorld: (key: string, api: unknown) => bridge.offer(key, api) },
        'contextBridge',
      ),
      webUtils: guard({ getPathForFile }, 'webUtils'),
    },
    'electron (in a preload)',
  );
  const process = guard(
    { ...config, env: {}, type: 'renderer', sandboxed: true, contextIsolated: true, isMainFrame: true },
    'process (in a preload)',
  );
  const require = (name: string): object => {
    if (name === 'electron' || name === 'electron/renderer') return electron;
    throw new Error(`module not found: ${name}`);
  };
  const module = { exports: {} };
  try {
    preload(require, process, module, module.exports, '/preload.cjs', '/');
  } catch (error) {
    link.tell('preload-error', error instanceof Error ? String(error.stack) : String(error));
  }
}
