import type { Session, WebContents } from 'electron';
import { browser } from '../chromium/browser.ts';
import { toChromium } from '../chromium/url-mapping.ts';
import { onlyKnown } from '../guard.ts';
import type { PermissionKind } from '../page/messages.ts';
import { HostEmitter } from './emitter.ts';

type RequestHandler = NonNullable<Parameters<Session['setPermissionRequestHandler']>[0]>;
type CheckHandler = NonNullable<Parameters<Session['setPermissionCheckHandler']>[0]>;
type Permission = Parameters<RequestHandler>[1] & Parameters<CheckHandler>[1];

/** Electron's permissions and the names that the web and the protocol have for them. */
const WEB_NAMES = new Map<string, string[]>([
  ['clipboard-read', ['clipboard-read']],
  ['clipboard-sanitized-write', ['clipboard-write']],
  ['display-capture', ['display-capture']],
  ['geolocation', ['geolocation']],
  ['idle-detection', ['idle-detection']],
  ['local-fonts', ['local-fonts']],
  ['media', ['camera', 'microphone']],
  ['midi', ['midi']],
  ['notifications', ['notifications']],
  ['window-management', ['window-management']],
]);

const permissionOf = (webName: string) =>
  [...WEB_NAMES].find(([name, webNames]) => name === webName || webNames.includes(webName))?.[0] ?? webName;

class HostSession
  extends HostEmitter
  implements Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'>
{
  #requestHandler: RequestHandler | null = null;
  #checkHandler: CheckHandler | null = null;
  readonly #closedOrigins = new Set<string>();

  constructor() {
    super('session');
  }

  setPermissionRequestHandler(handler: RequestHandler | null): void {
    this.#requestHandler = handler;
  }

  setPermissionCheckHandler(handler: CheckHandler | null): void {
    this.#checkHandler = handler;
  }

  /** Chromium would ask a person by a bubble of its own; so everything is denied there until the app says otherwise. */
  async denyAll(origin: string): Promise<void> {
    if (this.#closedOrigins.has(origin)) return;
    this.#closedOrigins.add(origin);
    await Promise.all([...WEB_NAMES.keys()].map((permission) => this.#enforce(permission, origin, false)));
  }

  /** Asks the app as Electron does (who sets no handler grants), and makes Chromium hold to the answer. */
  async decide(about: PermissionKind, webName: string, origin: string, contents: WebContents): Promise<boolean> {
    const permission = permissionOf(webName) as Permission;
    const granted = await this.#ask(about, permission, origin, contents);
    await this.#enforce(permission, origin, granted);
    return granted;
  }

  #ask(about: PermissionKind, permission: Permission, origin: string, contents: WebContents): Promise<boolean> {
    const details = { isMainFrame: true, requestingUrl: contents.getURL() };
    return new Promise((resolve) => {
      if (about === 'check') resolve(this.#checkHandler?.(contents, permission, origin, details) ?? true);
      else if (this.#requestHandler) this.#requestHandler(contents, permission, resolve, details);
      else resolve(true);
    });
  }

  async #enforce(permission: string, origin: string, granted: boolean): Promise<void> {
    const settings = (WEB_NAMES.get(permission) ?? []).map((name) =>
      browser.send('Browser.setPermission', {
        permission: { name },
        setting: granted ? 'granted' : 'denied',
        origin: toChromium(origin).replace(/\/$/, ''),
      }),
    );
    await Promise.all(settings);
  }
}

export const defaultSession = new HostSession();

export const session = onlyKnown({ defaultSession }, 'session');
