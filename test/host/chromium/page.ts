import { EventEmitter } from 'node:events';
import { createCodec } from '../page/codec.ts';
import type { ToHost, ToPage } from '../page/messages.ts';
import { BINDING, DELIVER, isolatedWorldSource, mainWorldSource, WORLD } from '../page/source.ts';
import { browser } from './browser.ts';
import type { Command, CommandParams, CommandResult, EventParams, ProtocolEvent } from './protocol.ts';
import { toApp } from './url-mapping.ts';

/** A document that a frame is about to load, not by the app's own call. URLs are the app's. */
export type Navigation = { url: string; isMainFrame: boolean; isRedirect: boolean };

/** A window that a page wants: by script or target, or by a person's Ctrl, Shift or middle click. */
export type WindowOpen = {
  url: string;
  frameName: string;
  features: string;
  disposition: 'foreground-tab' | 'background-tab' | 'new-window';
};

export type PageEvents = {
  message: [ToHost];
  navigated: [url: string];
  'navigated-in-page': [url: string];
  'dom-ready': [];
  loaded: [];
  failed: [url: string];
  title: [string];
  console: [EventParams<'Runtime.consoleAPICalled'>];
  crashed: [status: string, code: number];
  dialog: [EventParams<'Page.javascriptDialogOpening'>];
  paused: [EventParams<'Debugger.paused'>];
  'window-open': [WindowOpen];
  gone: [];
};

export type Preload = { source: string; path: string; argv: string[] };

const codec = createCodec();

/** One Chromium page: its session, its frames and the isolated world of its main frame. */
export class Page extends EventEmitter<PageEvents> {
  readonly sessionId: string;
  readonly targetId: string;
  /** The committed URL of the main frame, as the app knows it. */
  url = '';
  title = '';
  /** Set by the app's own loads and reloads, which Electron's navigation guards never see. Cleared by the next request. */
  expectsNavigation = true;
  /** While a new document is under way, whoever asked for it. */
  isNavigating = false;
  /** The app's verdict on every other navigation; false stops it. */
  admits: (navigation: Navigation) => boolean = () => true;
  /** Counts documents: what was sent by an earlier one has lost its frame. */
  generation = 0;
  readonly #frames = new Set<string>();
  #world: number | undefined;
  #isErrorPage = false;

  constructor(sessionId: string, targetId: string) {
    super();
    this.sessionId = sessionId;
    this.targetId = targetId;
    this.#frames.add(targetId);
  }

  /** Runs while Chromium holds the page before its first document. */
  async prepare(preload: Preload): Promise<void> {
    const source = isolatedWorldSource(preload, {
      platform: process.platform,
      arch: process.arch,
      versions: {
        node: process.versions.node,
        electron: String(process.versions['electron']),
        chrome: browser.version,
      },
      argv: preload.argv,
    });
    await Promise.all([
      this.send('Page.enable'),
      this.send('Runtime.enable'),
      this.send('Runtime.addBinding', { name: BINDING, executionContextName: WORLD }),
      this.send('Page.addScriptToEvaluateOnNewDocument', { source: mainWorldSource }),
      this.send('Page.addScriptToEvaluateOnNewDocument', { source, worldName: WORLD }),
    ]);
  }

  send<M extends Command>(method: M, params?: CommandParams<M>): Promise<CommandResult<M>> {
    return browser.send(method, params, this.sessionId);
  }

  /** Dropped where no document listens, as in Electron. */
  tell(...message: ToPage): void {
    if (this.#world === undefined) return;
    const text = codec.encode(message);
    this.send('Runtime.callFunctionOn', {
      functionDeclaration: `function (text) { ${DELIVER}(text); }`,
      executionContextId: this.#world,
      arguments: [{ value: text }],
      silent: true,
    }).catch(() => {
      // The document went away while the message was under way.
    });
  }

  hasFrame(frameId: string): boolean {
    return this.#frames.has(frameId);
  }

  close(): void {
    browser.send('Target.closeTarget', { targetId: this.targetId }).catch(() => {
      // Already closed: `gone` tells.
    });
  }

  handle({ method, params }: ProtocolEvent): void {
    switch (method) {
      case 'Runtime.bindingCalled':
        this.#receive(codec.decode(params.payload) as ToHost, params.executionContextId);
        return;
      case 'Runtime.executionContextsCleared':
        this.#world = undefined;
        this.generation++;
        return;
      case 'Page.frameAttached':
        this.#frames.add(params.frameId);
        return;
      case 'Page.frameDetached':
        // A swap moves the frame to another process; it is the same frame still.
        if (params.reason === 'remove') this.#frames.delete(params.frameId);
        return;
      case 'Page.frameStartedNavigating':
        if (params.frameId === this.targetId) this.isNavigating = !/sameDocument/i.test(params.navigationType);
        return;
      case 'Page.frameStoppedLoading':
        if (params.frameId === this.targetId) this.isNavigating = false;
        return;
      case 'Page.frameNavigated':
        if (params.frame.parentId) return;
        this.#isErrorPage = params.frame.unreachableUrl !== undefined;
        if (params.frame.unreachableUrl) {
          this.emit('failed', toApp(params.frame.unreachableUrl));
          return;
        }
        this.url = toApp(params.frame.url + (params.frame.urlFragment ?? ''));
        this.emit('navigated', this.url);
        return;
      case 'Page.navigatedWithinDocument':
        if (params.frameId !== this.targetId) return;
        this.url = toApp(params.url);
        this.emit('navigated-in-page', this.url);
        return;
      case 'Page.domContentEventFired':
        this.emit('dom-ready');
        return;
      case 'Page.loadEventFired':
        if (!this.#isErrorPage) this.emit('loaded');
        return;
      case 'Page.windowOpen':
        this.emit('window-open', {
          url: toApp(params.url),
          frameName: params.windowName,
          features: params.windowFeatures.join(','),
          disposition: params.windowFeatures.length > 0 ? 'new-window' : 'foreground-tab',
        });
        return;
      case 'Page.frameRequestedNavigation': {
        const { url, disposition } = params;
        if (disposition !== 'newTab' && disposition !== 'newWindow') return;
        const tab = disposition === 'newTab';
        const asked = { url: toApp(url), frameName: '', features: '' };
        this.emit('window-open', { ...asked, disposition: tab ? 'background-tab' : 'new-window' });
        return;
      }
      case 'Page.javascriptDialogOpening':
        this.emit('dialog', params);
        return;
      case 'Debugger.paused':
        this.emit('paused', params);
        return;
      case 'Runtime.consoleAPICalled':
        this.emit('console', params);
        return;
    }
  }

  #receive(message: ToHost, context: number): void {
    // The first word of a document's script, before its preload runs: from here on this is the world that counts.
    if (message[0] === 'hello') {
      this.#world = context;
      this.url = toApp(message[1]);
    }
    if (message[0] === 'title' && context === this.#world) {
      this.title = message[1];
      this.emit('title', this.title);
      return;
    }
    if (context === this.#world) this.emit('message', message);
  }
}
