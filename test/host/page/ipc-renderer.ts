import type { IpcRenderer } from 'electron';
import type { HostLink } from './messages.ts';

type Listener = (event: { sender: unknown; ports: [] }, ...args: unknown[]) => void;

/** Runs in the isolated world as its own source text. */
export function createIpcRenderer(link: HostLink) {
  const listeners = new Map<string, { listener: Listener; once: boolean }[]>();
  const calls = new Map<number, { channel: string; resolve(value: unknown): void; reject(error: Error): void }>();
  let lastId = 0;

  link.hear('reply', ([, id, ok, value]) => {
    const call = calls.get(id);
    calls.delete(id);
    if (ok) call?.resolve(value);
    else call?.reject(new Error(`Error invoking remote method '${call.channel}': ${value}`));
  });
  link.hear('event', ([, channel, args]) => {
    for (const entry of [...(listeners.get(channel) ?? [])]) {
      if (entry.once) remove(channel, entry.listener);
      entry.listener({ sender: ipcRenderer, ports: [] }, ...args);
    }
  });

  const add = (channel: string, listener: Listener, once: boolean): object => {
    listeners.set(channel, [...(listeners.get(channel) ?? []), { listener, once }]);
    return ipcRenderer;
  };
  const remove = (channel: string, listener: Listener): object => {
    const kept = listeners.get(channel) ?? [];
    const index = kept.findIndex((entry) => entry.listener === listener);
    listeners.set(channel, index < 0 ? kept : kept.toSpliced(index, 1));
    return ipcRenderer;
  };
  const ipcRenderer = {
    send: (channel, ...args) => link.tell('send', channel, args),
    invoke: (channel, ...args) => {
      const id = ++lastId;
      return new Promise((resolve, reject) => {
        link.tell('invoke', id, channel, args);
        calls.set(id, { channel, resolve, reject });
      });
    },
    on: (channel: string, listener: Listener) => add(channel, listener, false),
    once: (channel: string, listener: Listener) => add(channel, listener, true),
    addListener: (channel: string, listener: Listener) => add(channel, listener, false),
    off: remove,
    removeListener: remove,
    removeAllListeners: (channel?: string): object => {
      if (channel === undefined) listeners.clear();
      else listeners.delete(channel);
      return ipcRenderer;
    },
  } satisfies Pick<IpcRenderer, 'send' | 'invoke'> & Record<string, unknown>;
  return ipcRenderer;
}
