import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import type {
  BrowserWindowConstructorOptions,
  HandlerDetails,
  NativeImage,
  WebContents,
  WebFrameMain,
  WindowOpenHandlerResponse,
} from 'electron';
import type { Navigation, Page, WindowOpen } from '../chromium/page.ts';
import { pages, type Size } from '../chromium/pages.ts';
import { toChromium } from '../chromium/url-mapping.ts';
import { consoleMessage } from './console-message.ts';
import { HostEmitter } from './emitter.ts';
import { cancelable } from './event.ts';
import { imageFromPng } from './native-image.ts';
import { listenToPage } from './page-messages.ts';
import { defaultSession } from './session.ts';
import { mainFrameOf } from './web-frame.ts';

type Surface = Pick<
  WebContents,
  | 'id'
  | 'send'
  | 'loadURL'
  | 'loadFile'
  | 'reload'
  | 'close'
  | 'focus'
  | 'getURL'
  | 'getTitle'
  | 'isDestroyed'
  | 'isLoading'
  | 'isCrashed'
  | 'setWindowOpenHandler'
  | 'executeJavaScript'
  | 'capturePage'
  | 'forcefullyCrashRenderer'
  | 'openDevTools'
  | 'closeDevTools'
>;

/** As Electron's type: what the host lacks of it throws by name. */
const whole = (contents: Surface) => contents as WebContents;

/** What a window is to its contents. */
export type Owner = { id: number; size: Size; options: BrowserWindowConstructorOptions; destroy(): void };

/** Chromium's net error of a request that was refused or failed; the protocol gives its name only in some places. */
const ERR_FAILED = -2;

export class HostWebContents extends HostEmitter implements Surface {
  readonly id: number;
  readonly session = defaultSession;
  readonly #owner: Owner;
  readonly #opened = Promise.withResolvers<Page>();
  #page: Page | undefined;
  #frame: WebFrameMain | undefined;
  #windowOpenHandler: ((details: HandlerDetails) => WindowOpenHandlerResponse) | undefined;
  #loading = false;
  #crashed = false;
  #destroyed = false;

  constructor(owner: Owner) {
    super('webContents');
    this.id = owner.id;
    this.#owner = owner;
  }

  /** Resolves with the first load; what is asked of a window before that waits for it. */
  get opened(): Promise<Page> {
    return this.#opened.promise;
  }

  get page(): Page | undefined {
    return this.#page;
  }

  get mainFrame(): WebFrameMain {
    if (!this.#frame) throw new Error('the Chromium host has no mainFrame before the first load');
    return this.#frame;
  }

  get whole(): WebContents {
    return whole(this);
  }

  async loadURL(url: string): Promise<void> {
    const outcome = this.#nextLoad();
    this.#start();
    if (this.#page) {
      this.#page.expectsNavigation = true;
      const { errorText } = await this.#page.send('Page.navigate', { url: toChromium(url) });
      if (errorText) this.#fail(errorText.replace(/^net::/, ''), url);
    } else {
      await this.#open(url);
    }
    await outcome;
  }

  loadFile(filePath: string): Promise<void> {
    return this.loadURL(pathToFileURL(filePath).href);
  }

  reload(): void {
    this.#later((page) => {
      page.expectsNavigation = true;
      this.#start();
      return page.send('Page.reload');
    });
  }

  send(channel: string, ...args: unknown[]): void {
    this.#page?.tell('event', channel, args);
  }

  close(): void {
    this.#owner.destroy();
  }

  focus(): void {
    this.#later((page) => page.send('Page.bringToFront'));
  }

  getURL(): string {
    return this.#page?.url ?? '';
  }

  getTitle(): string {
    return this.#page?.title ?? '';
  }

  isDestroyed(): boolean {
    return this.#destroyed;
  }

  isLoading(): boolean {
    return this.#loading;
  }

  isCrashed(): boolean {
    return this.#crashed;
  }

  setWindowOpenHandler(handler: (details: HandlerDetails) => WindowOpenHandlerResponse): void {
    this.#windowOpenHandler = handler;
  }

  /** In the main world, as in Electron; the result is what JSON can say of it. */
  async executeJavaScript(code: string, userGesture = false): Promise<unknown> {
    const page = await this.opened;
    const { result, exceptionDetails } = await page.send('Runtime.evaluate', {
      expression: code,
      awaitPromise: true,
      returnByValue: true,
      userGesture,
    });
    if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
    return result.value;
  }

  async capturePage(): Promise<NativeImage> {
    const page = await this.opened;
    const { data } = await page.send('Page.captureScreenshot', { format: 'png' });
    return imageFromPng(Buffer.from(data, 'base64')) as NativeImage;
  }

  forcefullyCrashRenderer(): void {
    // Never answers: the page that would is gone.
    this.#later((page) => void page.send('Page.crash').catch(() => undefined));
  }

  /** Chromium's own tools are a key away (chrome://inspect); a window of them is not the app's. */
  openDevTools(): void {}
  closeDevTools(): void {}

  /** For the window, when it is gone. */
  markDestroyed(): void {
    this.#destroyed = true;
    this.emit('destroyed');
  }

  async #open(url: string): Promise<void> {
    const { preload = '', additionalArguments: argv = [] } = this.#owner.options.webPreferences ?? {};
    const source = preload ? readFileSync(preload, 'utf8') : '';
    const page = await pages.open(toChromium(url), this.#owner.size, { source, path: preload, argv }, (made) =>
      this.#wire(made),
    );
    this.#opened.resolve(page);
  }

  /** Before the page runs its first script, so that nothing it says is missed. */
  #wire(page: Page): void {
    this.#page = page;
    this.#frame = mainFrameOf(page);
    page.admits = (navigation) => this.#admits(navigation);
    page.on('navigated', (url) => this.emit('did-navigate', cancelable({}), url, 200, ''));
    page.on('navigated-in-page', (url) => this.emit('did-navigate-in-page', cancelable({}), url, true));
    page.on('dom-ready', () => this.emit('dom-ready'));
    page.on('loaded', () => this.#finish());
    page.on('failed', (url) => this.#fail('ERR_FAILED', url));
    page.on('title', (title) => this.emit('page-title-updated', cancelable({}), title, true));
    page.on('console', (params) => this.emit('console-message', consoleMessage(params, this.mainFrame)));
    page.on('window-open', (wanted) => this.#windowOpened(wanted));
    page.on('crashed', (_status, exitCode) => {
      this.#crashed = true;
      this.emit('render-process-gone', cancelable({}), { reason: 'crashed', exitCode });
    });
    listenToPage(page, this);
  }

  #admits({ url, isMainFrame, isRedirect }: Navigation): boolean {
    const frame = isMainFrame ? this.mainFrame : null;
    const ask = (name: string) => {
      const details = cancelable({ url, isSameDocument: false, isMainFrame, frame, initiator: this.mainFrame });
      this.emit(name, details, url, false, isMainFrame);
      return !details.defaultPrevented;
    };
    if (isRedirect) return ask('will-redirect');
    return ask('will-frame-navigate') && (!isMainFrame || ask('will-navigate'));
  }

  #windowOpened(wanted: WindowOpen): void {
    const verdict = this.#windowOpenHandler?.({
      ...wanted,
      referrer: { url: this.getURL(), policy: 'strict-origin-when-cross-origin' },
    });
    // Chromium's window is closed before it shows anything, whatever the verdict.
    if (verdict?.action !== 'deny')
      console.error(`the Chromium host does not implement windows that a page opens; denied: ${wanted.url}`);
  }

  /** Runs at once on an open page, or when it opens. A page that goes away meanwhile needs nothing more. */
  #later(work: (page: Page) => unknown): void {
    this.opened.then(work).catch((error) => {
      if (!this.#destroyed) console.error(`host: ${error.message}`);
    });
  }

  #start(): void {
    this.#loading = true;
    this.#crashed = false;
    this.emit('did-start-loading');
  }

  #finish(): void {
    this.#loading = false;
    this.emit('did-finish-load');
    this.emit('did-stop-loading');
  }

  #fail(name: string, url: string): void {
    this.#loading = false;
    this.emit('did-fail-load', cancelable({}), ERR_FAILED, name, url, true);
    this.emit('did-stop-loading');
  }

  #nextLoad(): Promise<void> {
    return new Promise((resolve, reject) => {
      const done = () => {
        this.off('did-finish-load', finished);
        this.off('did-fail-load', failed);
      };
      const finished = () => {
        done();
        resolve();
      };
      const failed = (_event: unknown, code: number, name: string, url: string) => {
        done();
        reject(Object.assign(new Error(`${name} (${code}) loading '${url}'`), { errno: code, code: name, url }));
      };
      this.on('did-finish-load', finished);
      this.on('did-fail-load', failed);
    });
  }
}
