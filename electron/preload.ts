import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { type Bridge, channels } from '../shared/contract/bridge.ts';

/**
 * The one bridge. It exposes no channel by name: `call` carries the name of a call as data, and the main process
 * checks it against the contract.
 */
const bridge: Bridge = {
  call: (name, input) => ipcRenderer.invoke(channels.call, name, input),
  on(name, listener) {
    const receive = (_event: unknown, sent: string, payload: Parameters<typeof listener>[0]) => {
      if (sent === name) listener(payload);
    };
    ipcRenderer.on(channels.event, receive);
    return () => ipcRenderer.removeListener(channels.event, receive);
  },
  dropped: (file) => ipcRenderer.invoke(channels.dropped, webUtils.getPathForFile(file)),
};

contextBridge.exposeInMainWorld('assay', bridge);
