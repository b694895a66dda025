import type { IpcMain, IpcMainEvent, IpcMainInvokeEvent } from 'electron';
import { HostEmitter } from './emitter.ts';

type Handler = (event: IpcMainInvokeEvent, ...args: unknown[]) => unknown;

class HostIpcMain extends HostEmitter implements Pick<IpcMain, 'handle' | 'handleOnce' | 'removeHandler'> {
  readonly #handlers = new Map<string, Handler>();

  constructor() {
    super('ipcMain');
  }

  handle(channel: string, listener: Handler): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, listener);
  }

  handleOnce(channel: string, listener: Handler): void {
    this.handle(channel, (event, ...args) => {
      this.removeHandler(channel);
      return listener(event, ...args);
    });
  }

  removeHandler(channel: string): void {
    this.#handlers.delete(channel);
  }

  handlerOf(channel: string): Handler | undefined {
    return this.#handlers.get(channel);
  }
}

export const ipcMain = new HostIpcMain();

/** A page's `send`. */
export const receive = (event: IpcMainEvent, channel: string, args: unknown[]): void =>
  void ipcMain.emit(channel, event, ...args);

/** A page's `invoke`: the answer as it goes back, failures as Electron words them. */
export async function answer(
  event: IpcMainInvokeEvent,
  channel: string,
  args: unknown[],
): Promise<{ ok: boolean; value: unknown }> {
  const handler = ipcMain.handlerOf(channel);
  if (!handler) return { ok: false, value: `Error: No handler registered for '${channel}'` };
  try {
    return { ok: true, value: await handler(event, ...args) };
  } catch (error) {
    console.error(`Error occurred in handler for '${channel}':`, error);
    return { ok: false, value: String(error) };
  }
}
