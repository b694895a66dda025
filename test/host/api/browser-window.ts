import type {
  BrowserWindowConstructorOptions,
  webContents as ElectronContents,
  BrowserWindow as ElectronWindow,
  Rectangle,
  WebContents,
} from 'electron';
import type { Page } from '../chromium/page.ts';
import type { Size } from '../chromium/pages.ts';
import { onlyKnown } from '../guard.ts';
import { HostEmitter } from './emitter.ts';
import { cancelable } from './event.ts';
import { lifecycle } from './lifecycle.ts';
import { pageMessages } from './page-messages.ts';
import { HostWebContents } from './web-contents.ts';
import { WindowBounds } from './window-bounds.ts';
import { hasFocus, openWindows, register, setFocus, unregister, windowOf, windowOfId } from './window-registry.ts';

type Surface = Pick<
  ElectronWindow,
  | 'id'
  | 'loadURL'
  | 'loadFile'
  | 'reload'
  | 'capturePage'
  | 'show'
  | 'hide'
  | 'focus'
  | 'close'
  | 'destroy'
  | 'isDestroyed'
  | 'isVisible'
  | 'isFocused'
  | 'isMinimized'
  | 'isMaximized'
  | 'isFullScreen'
  | 'minimize'
  | 'maximize'
  | 'unmaximize'
  | 'restore'
  | 'setFullScreen'
  | 'getBounds'
  | 'setBounds'
  | 'getNormalBounds'
  | 'getSize'
  | 'setSize'
  | 'getContentSize'
  | 'setContentSize'
  | 'getTitle'
  | 'setTitle'
  | 'setRepresentedFilename'
  | 'setDocumentEdited'
  | 'setMenuBarVisibility'
  | 'setAutoHideMenuBar'
  | 'removeMenu'
  | 'setMinimumSize'
  | 'setBackgroundColor'
  | 'setProgressBar'
  | 'flashFrame'
>;

/** As Electron's type: what the host lacks of it throws by name. */
const whole = (window: Surface) => window as ElectronWindow;

let lastId = 0;

export class HostBrowserWindow extends HostEmitter implements Surface {
  readonly id = ++lastId;
  readonly #contents: HostWebContents;
  readonly #bounds: WindowBounds;
  #visible: boolean;
  #shownOnce = false;
  #closed = false;

  constructor(options: BrowserWindowConstructorOptions = {}) {
    if (!lifecycle.isReady) throw new Error('Cannot create BrowserWindow before app is ready');
    super('BrowserWindow');
    this.#visible = options.show !== false;
    this.#bounds = new WindowBounds(options, (change) => this.emit(change));
    const size = this.#bounds.size;
    this.#contents = new HostWebContents({ id: this.id, size, options, destroy: () => this.destroy() });
    this.#contents.opened.then((page) => this.#wire(page)).catch(console.error);
    this.#contents.on('did-finish-load', () => this.#readyToShow());
    this.#contents.on('page-title-updated', (event, title, explicit) =>
      this.emit('page-title-updated', event, title, explicit),
    );
    register(this);
  }

  get webContents(): WebContents {
    return this.#contents.whole;
  }

  get contents(): HostWebContents {
    return this.#contents;
  }

  get whole(): ElectronWindow {
    return whole(this);
  }

  loadURL(url: string): Promise<void> {
    return this.#contents.loadURL(url);
  }
  loadFile(path: string): Promise<void> {
    return this.#contents.loadFile(path);
  }
  reload(): void {
    this.#contents.reload();
  }
  capturePage() {
    return this.#contents.capturePage();
  }

  /** A window of the host is on the screen from its first load on: Chromium has no hidden ones. */
  show(): void {
    this.#visible = true;
    this.emit('show');
    this.focus();
  }
  hide(): void {
    this.#visible = false;
    this.emit('hide');
  }
  focus(): void {
    if (this.isMinimized()) this.restore();
    this.#contents.focus();
  }
  isVisible(): boolean {
    return this.#visible && !this.isMinimized();
  }
  isFocused(): boolean {
    return hasFocus(this);
  }

  /** The app's own close and quit: a `close` listener may keep the window, and then this is false. */
  requestClose(): boolean {
    if (!this.#closed && this.#mayClose()) this.destroy();
    return this.#closed;
  }
  close(): void {
    this.requestClose();
  }
  destroy(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#contents.page?.close();
    this.#contents.markDestroyed();
    this.emit('closed');
    unregister(this);
  }
  isDestroyed(): boolean {
    return this.#closed;
  }

  isMinimized(): boolean {
    return this.#bounds.state === 'minimized';
  }
  isMaximized(): boolean {
    return this.#bounds.state === 'maximized';
  }
  isFullScreen(): boolean {
    return this.#bounds.state === 'fullscreen';
  }
  minimize(): void {
    this.#bounds.setState('minimized');
  }
  maximize(): void {
    this.#bounds.setState('maximized');
  }
  unmaximize(): void {
    this.#bounds.setState('normal');
  }
  restore(): void {
    this.#bounds.setState('normal');
  }
  setFullScreen(flag: boolean): void {
    this.#bounds.setState(flag ? 'fullscreen' : 'normal');
  }
  getBounds(): Rectangle {
    return this.#bounds.outer;
  }
  getNormalBounds(): Rectangle {
    return this.#bounds.normal;
  }
  setBounds(bounds: Partial<Rectangle>): void {
    this.#bounds.setOuter(bounds);
  }
  getSize(): number[] {
    const { width, height } = this.#bounds.outer;
    return [width, height];
  }
  setSize(width: number, height: number): void {
    this.#bounds.setOuter({ width, height });
  }
  getContentSize(): number[] {
    const { width, height } = this.#bounds.content;
    return [width, height];
  }
  setContentSize(width: number, height: number): void {
    this.#bounds.setContent({ width, height });
  }

  getTitle(): string {
    return this.#contents.getTitle();
  }
  setTitle(title: string): void {
    // The title bar is Chromium's and shows the document's title.
    this.#contents.executeJavaScript(`document.title = ${JSON.stringify(title)}`).catch(console.error);
  }

  // macOS only by Electron's documentation.
  setRepresentedFilename(): void {}
  setDocumentEdited(): void {}
  // Furniture that Chromium's window has not.
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  removeMenu(): void {}
  setMinimumSize(): void {}
  setBackgroundColor(): void {}
  setProgressBar(): void {}
  flashFrame(): void {}

  /** For the focus messages of the page. */
  markFocused(now: boolean): void {
    if (setFocus(this, now)) this.emit(now ? 'focus' : 'blur');
  }

  pageResized(content: Size): void {
    this.#bounds.content = content;
    this.#bounds.refresh();
  }

  #wire(page: Page): void {
    if (this.#closed) {
      page.close();
      return;
    }
    this.#bounds.attach(page);
    let agreed = false;
    page.on('dialog', ({ type }) => {
      if (type !== 'beforeunload') return;
      agreed = !page.isNavigating && this.#mayClose();
      page.send('Page.handleJavaScriptDialog', { accept: page.isNavigating || agreed }).catch(() => {
        // Answered by somebody else on the protocol, or gone.
      });
    });
    page.once('gone', () => {
      // Chromium closed it without a question; the app hears of it, too late for a veto.
      if (!this.#closed && !agreed) this.#mayClose();
      this.destroy();
    });
  }

  /** Tells the `close` listeners; false when one of them said no. */
  #mayClose(): boolean {
    const event = cancelable({});
    this.emit('close', event);
    return !event.defaultPrevented;
  }

  #readyToShow(): void {
    if (this.#shownOnce) return;
    this.#shownOnce = true;
    this.emit('ready-to-show');
  }
}

pageMessages.on('focus', (contents, now) => windowOf(contents)?.markFocused(now));
pageMessages.on('resize', (contents, size) => windowOf(contents)?.pageResized(size));

export const BrowserWindow = onlyKnown(
  Object.assign(HostBrowserWindow, {
    getAllWindows: () => openWindows().map((window) => window.whole),
    fromId: (id) => windowOfId(id)?.whole ?? null,
    fromWebContents: (contents) => windowOf(contents)?.whole ?? null,
    getFocusedWindow: () => openWindows().find(hasFocus)?.whole ?? null,
  } satisfies Pick<typeof ElectronWindow, 'getAllWindows' | 'fromId' | 'fromWebContents' | 'getFocusedWindow'>),
  'BrowserWindow',
);

export const webContents = onlyKnown(
  {
    getAllWebContents: () => openWindows().map((window) => window.webContents),
    fromId: (id) => windowOfId(id)?.webContents,
    /** Playwright closes pages and finds windows by this. */
    fromDevToolsTargetId: (targetId) =>
      openWindows().find(({ contents }) => contents.page?.targetId === targetId)?.webContents,
  } satisfies Pick<typeof ElectronContents, 'getAllWebContents' | 'fromId' | 'fromDevToolsTargetId'>,
  'webContents',
);
