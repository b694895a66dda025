import { browser } from './browser.ts';
import { watchFilePaths } from './file-paths.ts';
import { Page, type Preload } from './page.ts';
import type { EventParams, ProtocolEvent } from './protocol.ts';

export type Size = { width: number; height: number };

type Opening = {
  preload: Preload;
  onMade: (page: Page) => void;
  attached: PromiseWithResolvers<Page>;
  /** Its target has come: a further one is somebody else's. */
  taken: boolean;
};

const OPEN_TIMEOUT_MS = 15_000;

/** All pages that belong to windows of the app, and the way to a new one. */
class Pages {
  readonly #bySession = new Map<string, Page>();
  #opening: Opening | undefined;
  #queue: Promise<unknown> = Promise.resolve();

  /** To be called once, when Chromium answers: from then on every target is held until `#attached` lets it go. */
  async watch(): Promise<void> {
    browser.on('event', (event) => this.#handle(event));
    browser.on('exit', () => this.#goneAll());
    await Promise.all([
      browser.send('Target.setDiscoverTargets', { discover: true }),
      browser.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true }),
    ]);
  }

  /** One at a time: Chromium does not say which page came of which request. */
  open(url: string, size: Size, preload: Preload, onMade: (page: Page) => void): Promise<Page> {
    const opened = this.#queue.then(() =>
      this.#open(url, size, { preload, onMade, attached: Promise.withResolvers(), taken: false }),
    );
    this.#queue = opened.catch(() => undefined);
    return opened;
  }

  async #open(url: string, size: Size, opening: Opening): Promise<Page> {
    this.#opening = opening;
    // Awaited below, and maybe only after it has failed.
    opening.attached.promise.catch(() => undefined);
    const timer = setTimeout(
      () => opening.attached.reject(new Error(`Chromium opened no window for ${url}`)),
      OPEN_TIMEOUT_MS,
    );
    try {
      if (browser.headless) await browser.send('Target.createTarget', { url, newWindow: true, ...size });
      else browser.openAppWindow(url);
      return await opening.attached.promise;
    } finally {
      clearTimeout(timer);
      this.#opening = undefined;
    }
  }

  /** The page that a document request of this frame belongs to; waits for one that is just being opened. */
  async ofFrame(frameId: string): Promise<Page | undefined> {
    const find = () => [...this.#bySession.values()].find((page) => page.hasFrame(frameId));
    const page = find();
    if (page || !this.#opening) return page;
    await this.#opening.attached.promise;
    return find();
  }

  ofTarget(targetId: string): Page | undefined {
    return [...this.#bySession.values()].find((page) => page.targetId === targetId);
  }

  #handle(event: ProtocolEvent): void {
    const { method, params, sessionId } = event;
    switch (method) {
      case 'Target.attachedToTarget':
        void this.#attached(params);
        return;
      case 'Target.detachedFromTarget':
        this.#gone(params.sessionId);
        return;
      case 'Target.targetCrashed':
        this.ofTarget(params.targetId)?.emit('crashed', params.status, params.errorCode);
        return;
      default:
        if (sessionId) this.#bySession.get(sessionId)?.handle(event);
    }
  }

  async #attached({ sessionId, targetInfo }: EventParams<'Target.attachedToTarget'>): Promise<void> {
    const { type, targetId, openerId } = targetInfo;
    const opening = this.#opening;
    if (type === 'page' && opening && !opening.taken && !openerId) {
      opening.taken = true;
      const page = new Page(sessionId, targetId);
      this.#bySession.set(sessionId, page);
      watchFilePaths(page);
      opening.onMade(page);
      await page.prepare(opening.preload).then(
        () => opening.attached.resolve(page),
        (error) => opening.attached.reject(error),
      );
    } else if (type === 'page') {
      // Opened by a page or by a person's Ctrl+click: the app was asked (`window-open`) and makes its windows itself.
      browser.send('Target.closeTarget', { targetId }).catch(() => undefined);
    }
    browser.send('Runtime.runIfWaitingForDebugger', undefined, sessionId).catch(() => {
      // Gone before it could run.
    });
  }

  #gone(sessionId: string): void {
    const page = this.#bySession.get(sessionId);
    this.#bySession.delete(sessionId);
    page?.emit('gone');
  }

  #goneAll(): void {
    for (const sessionId of [...this.#bySession.keys()]) this.#gone(sessionId);
  }
}

export const pages = new Pages();
