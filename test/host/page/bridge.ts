/*
 * contextBridge between the two worlds of a page. They share the DOM and no objects, so messages are synchronous
 * CustomEvents on a detached element that only these two scripts hold; Chromium structured-clones each `detail` when
 * the other world reads it. Functions and promises, which do not clone, are named by number.
 */

type Wire =
  | { is: 'value'; value: unknown }
  | { is: 'again'; at: number }
  | { is: 'function'; id: number }
  | { is: 'promise'; id: number }
  | { is: 'array'; at: number; items: Wire[] }
  | { is: 'object'; at: number; entries: [string, Wire][] };

type Message =
  | { kind: 'offer'; key: string; api: Wire }
  | { kind: 'call'; id: number; args: Wire[] }
  | { kind: 'return'; value: Wire }
  | { kind: 'throw'; error: unknown }
  | { kind: 'settle'; id: number; ok: boolean; value: Wire }
  | { kind: 'forget'; id: number };

export type Bridge = { offer(key: string, api: unknown): void };
export type World = 'main' | 'isolated';

/** Runs in a page as its own source text: it may use nothing of this module but types. */
export function createBridge(channel: EventTarget, self: World, receive: (key: string, api: unknown) => void): Bridge {
  const other = self === 'main' ? 'isolated' : 'main';
  const functions = new Map<number, (...args: unknown[]) => unknown>();
  const numbers = new WeakMap<object, number>();
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: unknown): void }>();
  let lastId = 0;
  let answer: Message | undefined;

  /** False when the other side could not read it: a structured clone of something uncloneable arrives as null. */
  const deliver = (message: Message): boolean =>
    !channel.dispatchEvent(new CustomEvent(other, { detail: message, cancelable: true }));

  // A stand-in that nobody holds any more frees the function it stands for.
  const standIns = new FinalizationRegistry((id: number) => deliver({ kind: 'forget', id }));

  const isPlain = (value: object) => Object.prototype.toString.call(value) === '[object Object]';

  /** Most traffic is plain data, which one native clone carries; only functions and promises need the slow way. */
  const isLive = (value: unknown, seen: Set<object>): boolean => {
    if (typeof value === 'function' || value instanceof Promise) return true;
    if (typeof value !== 'object' || value === null || seen.has(value)) return false;
    seen.add(value);
    if (Array.isArray(value)) return value.some((item) => isLive(item, seen));
    return isPlain(value) && Object.values(value).some((item) => isLive(item, seen));
  };

  const pack = (value: unknown): Wire =>
    isLive(value, new Set()) ? packLive(value, new Map()) : { is: 'value', value };

  const packLive = (value: unknown, seen: Map<object, number>): Wire => {
    if (typeof value === 'function') return { is: 'function', id: numberOf(value as (...args: unknown[]) => unknown) };
    if (typeof value !== 'object' || value === null) return { is: 'value', value };
    if (value instanceof Promise) return { is: 'promise', id: follow(value) };
    const at = seen.get(value);
    if (at !== undefined) return { is: 'again', at };
    if (Array.isArray(value)) {
      const next = seen.size;
      seen.set(value, next);
      return { is: 'array', at: next, items: Array.from(value, (item) => packLive(item, seen)) };
    }
    if (!isPlain(value)) return { is: 'value', value };
    const next = seen.size;
    seen.set(value, next);
    return { is: 'object', at: next, entries: Object.entries(value).map(([key, item]) => [key, packLive(item, seen)]) };
  };

  const numberOf = (value: (...args: unknown[]) => unknown): number => {
    const known = numbers.get(value);
    if (known !== undefined && functions.has(known)) return known;
    const id = ++lastId;
    numbers.set(value, id);
    functions.set(id, value);
    return id;
  };

  const follow = (promise: Promise<unknown>): number => {
    const id = ++lastId;
    const settle = (ok: boolean, value: Wire) => {
      if (deliver({ kind: 'settle', id, ok, value })) return;
      const error = new Error('An object could not be cloned.');
      deliver({ kind: 'settle', id, ok: false, value: { is: 'value', value: error } });
    };
    promise.then(
      (value) => settle(true, pack(value)),
      (error) => settle(false, { is: 'value', value: error }),
    );
    return id;
  };

  const unpack = (wire: Wire, frozen: boolean, made = new Map<number, unknown>()): unknown => {
    const finish = <T>(value: T): T => (frozen ? Object.freeze(value) : value);
    switch (wire.is) {
      case 'value':
        return wire.value;
      case 'again':
        return made.get(wire.at);
      case 'function': {
        const standIn = (...args: unknown[]) => call(wire.id, args);
        standIns.register(standIn, wire.id);
        return finish(standIn);
      }
      case 'promise':
        return new Promise((resolve, reject) => pending.set(wire.id, { resolve, reject }));
      case 'array': {
        const array: unknown[] = [];
        made.set(wire.at, array);
        for (const item of wire.items) array.push(unpack(item, frozen, made));
        return finish(array);
      }
      case 'object': {
        const object = {};
        made.set(wire.at, object);
        for (const [key, item] of wire.entries) {
          const value = unpack(item, frozen, made);
          Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true });
        }
        return finish(object);
      }
    }
  };

  const ask = (message: Message): unknown => {
    answer = undefined;
    deliver(message);
    const got: Message | undefined = answer;
    answer = undefined;
    return reply(got);
  };
  const reply = (got: Message | undefined): unknown => {
    if (got?.kind === 'return') return unpack(got.value, false);
    if (got?.kind === 'throw') throw got.error;
    throw new Error('An object could not be cloned.');
  };
  const call = (id: number, args: unknown[]) => ask({ kind: 'call', id, args: args.map(pack) });

  const respond = (work: () => unknown): void => {
    try {
      const value = pack(work());
      if (!deliver({ kind: 'return', value })) throw new Error('An object could not be cloned.');
    } catch (error) {
      if (!deliver({ kind: 'throw', error })) deliver({ kind: 'throw', error: new Error(String(error)) });
    }
  };

  channel.addEventListener(self, (event) => {
    const message: Message | null = (event as CustomEvent).detail;
    if (!message) return;
    event.preventDefault();
    switch (message.kind) {
      case 'offer':
        return respond(() => receive(message.key, unpack(message.api, true)));
      case 'call':
        return respond(() => {
          const target = functions.get(message.id);
          if (!target) throw new Error('This function belongs to a page that is gone.');
          return target(...message.args.map((arg) => unpack(arg, false)));
        });
      case 'settle': {
        const promise = pending.get(message.id);
        pending.delete(message.id);
        if (message.ok) promise?.resolve(unpack(message.value, false));
        else promise?.reject(unpack(message.value, false));
        return;
      }
      case 'forget':
        functions.delete(message.id);
        return;
      default:
        answer = message;
    }
  });

  return { offer: (key, api) => void ask({ kind: 'offer', key, api: packLive(api, new Map()) }) };
}
