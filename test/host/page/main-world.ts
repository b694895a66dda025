import type { Bridge, createBridge } from './bridge.ts';
import type { HostLink, PermissionKind } from './messages.ts';

/** What the host itself offers the main world, beside what the app's preload exposes. */
export type MainWorldHost = { permission(permission: string, about: PermissionKind): Promise<boolean> };

/**
 * Runs in the main world before any script of the page, as its own source text.
 * The isolated world introduces itself once, by an event whose name only these two know.
 */
export function startMainWorld(
  nonce: string,
  bridgeTo: typeof createBridge,
  askFirst: (host: MainWorldHost) => void,
): void {
  const greet = (event: Event) => {
    removeEventListener(nonce, greet, true);
    event.stopImmediatePropagation();
    const channel = (event as MouseEvent).relatedTarget;
    if (channel) bridgeTo(channel, 'main', receive);
  };
  const receive = (key: string, api: unknown) => {
    if (key === nonce) return askFirst(api as MainWorldHost);
    if (key in globalThis) throw new Error('Cannot bind an API on top of an existing property on the window object');
    Object.defineProperty(globalThis, key, { value: api, enumerable: true, writable: false, configurable: false });
  };
  addEventListener(nonce, greet, true);
}

/** Runs in the isolated world as its own source text: the other end of that greeting. */
export function meetMainWorld(bridgeTo: typeof createBridge, link: HostLink, nonce: string): Bridge {
  const channel = document.createElement('host-channel');
  dispatchEvent(new MouseEvent(nonce, { relatedTarget: channel }));
  const bridge = bridgeTo(channel, 'isolated', () => {});

  const asked = new Map<number, (granted: boolean) => void>();
  let lastId = 0;
  link.hear('permission', ([, id, granted]) => {
    asked.get(id)?.(granted);
    asked.delete(id);
  });
  const host: MainWorldHost = {
    permission: (permission, about) =>
      new Promise((resolve) => {
        asked.set(++lastId, resolve);
        link.tell('permission', lastId, permission, about);
      }),
  };
  bridge.offer(nonce, host);
  return bridge;
}

/**
 * Lets the app's permission handlers decide before Chromium is asked. The host then sets Chromium's own permission to
 * the answer, so that the verdict is enforced there and not in this world, which belongs to the page.
 */
export function askFirst(host: MainWorldHost): void {
  const before = <T extends object, K extends keyof T>(target: T | undefined, name: K, permission: string) => {
    const original = target?.[name];
    if (!target || typeof original !== 'function') return;
    const wrapped = async (...args: unknown[]) => {
      await host.permission(permission, 'request');
      return Reflect.apply(original, target, args);
    };
    Object.defineProperty(target, name, { value: wrapped, writable: true, configurable: true });
  };
  if (typeof Notification === 'function') before(Notification, 'requestPermission', 'notifications');
  before(navigator.geolocation, 'getCurrentPosition', 'geolocation');
  before(navigator.mediaDevices, 'getUserMedia', 'media');
  before(navigator.mediaDevices, 'getDisplayMedia', 'display-capture');
  before(navigator.clipboard, 'read', 'clipboard-read');
  before(navigator.clipboard, 'readText', 'clipboard-read');
  before(navigator.clipboard, 'write', 'clipboard-sanitized-write');
  before(navigator.clipboard, 'writeText', 'clipboard-sanitized-write');

  const query = navigator.permissions?.query.bind(navigator.permissions);
  if (!query) return;
  const checked = async (descriptor: PermissionDescriptor) => {
    await host.permission(String(descriptor?.name), 'check');
    return query(descriptor);
  };
  Object.defineProperty(navigator.permissions, 'query', { value: checked, writable: true, configurable: true });
}
