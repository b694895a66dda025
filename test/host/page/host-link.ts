import type { Codec } from './codec.ts';
import type { HostLink, ToPage } from './messages.ts';

/** Runs in the isolated world as its own source text: the line to the host. */
export function createHostLink(codec: Codec, bindingName: string, deliverName: string): HostLink {
  const send: (text: string) => void = Reflect.get(globalThis, bindingName);
  Reflect.deleteProperty(globalThis, bindingName);
  const listeners = new Map<string, (message: never) => void>();
  const deliver = (text: string) => {
    const message = codec.decode(text) as ToPage;
    listeners.get(message[0])?.(message as never);
  };
  Object.defineProperty(globalThis, deliverName, { value: deliver });
  return {
    tell: (...message) => send(codec.encode(message)),
    hear: (kind, listener) => void listeners.set(kind, listener),
  };
}
