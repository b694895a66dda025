import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { browser } from '../chromium/browser.ts';
import type { Page } from '../chromium/page.ts';
import type { Size } from '../chromium/pages.ts';

type State = 'normal' | 'minimized' | 'maximized' | 'fullscreen';
type Change =
  | 'resize'
  | 'move'
  | 'minimize'
  | 'maximize'
  | 'unmaximize'
  | 'restore'
  | 'enter-full-screen'
  | 'leave-full-screen';

const ENTERED: Record<State, Change> = {
  normal: 'restore',
  minimized: 'minimize',
  maximized: 'maximize',
  fullscreen: 'enter-full-screen',
};
const LEFT: Record<State, Change | undefined> = {
  normal: undefined,
  minimized: undefined,
  maximized: 'unmaximize',
  fullscreen: 'leave-full-screen',
};

/**
 * Electron answers about a window at once, Chromium only when asked over the protocol: this keeps what is known, changes
 * it at once on the app's word, and corrects it by what Chromium says.
 */
export class WindowBounds {
  state: State = 'normal';
  outer: Rectangle;
  normal: Rectangle;
  content: Size;
  readonly #placed: boolean;
  readonly #useContentSize: boolean;
  readonly #tell: (change: Change) => void;
  #windowId: number | undefined;
  #work: Promise<unknown> = Promise.resolve();

  constructor(options: BrowserWindowConstructorOptions, tell: (change: Change) => void) {
    const { x = 0, y = 0, width = 800, height = 600 } = options;
    this.outer = { x, y, width, height };
    this.normal = this.outer;
    this.content = { width, height };
    this.#placed = options.x !== undefined && options.y !== undefined;
    this.#useContentSize = options.useContentSize ?? false;
    this.#tell = tell;
  }

  get size(): Size {
    return { width: this.outer.width, height: this.outer.height };
  }

  attach(page: Page): void {
    page.once('gone', () => {
      this.#windowId = undefined;
    });
    const { x, y, width, height } = this.outer;
    const { state } = this;
    this.#then(async () => {
      const { windowId } = await browser.send('Browser.getWindowForTarget', { targetId: page.targetId });
      this.#windowId = windowId;
      // A headless window has a frame that nobody sees; without one the content is the window.
      if (this.#useContentSize || browser.headless)
        await browser.send('Browser.setContentsSize', { windowId, width, height });
      else await browser.send('Browser.setWindowBounds', { windowId, bounds: { width, height } });
      if (this.#placed) await browser.send('Browser.setWindowBounds', { windowId, bounds: { left: x, top: y } });
      if (state !== 'normal')
        await browser.send('Browser.setWindowBounds', { windowId, bounds: { windowState: state } });
    });
    this.refresh();
  }

  setState(state: State): void {
    this.#enter(state);
    this.#apply((windowId) => browser.send('Browser.setWindowBounds', { windowId, bounds: { windowState: state } }));
  }

  setOuter(bounds: Partial<Rectangle>): void {
    this.outer = { ...this.outer, ...bounds };
    this.normal = this.outer;
    const { x: left, y: top, width, height } = this.outer;
    this.#apply((windowId) =>
      browser.send('Browser.setWindowBounds', { windowId, bounds: { left, top, width, height } }),
    );
  }

  setContent(size: Size): void {
    this.content = size;
    this.#apply((windowId) => browser.send('Browser.setContentsSize', { windowId, ...size }));
  }

  /** Asks Chromium what a person or a window manager has made of the window. */
  refresh(): void {
    this.#then(async () => {
      const windowId = this.#windowId;
      if (windowId === undefined) return;
      const { bounds } = await browser.send('Browser.getWindowBounds', { windowId });
      const { left: x = 0, top: y = 0, width = 0, height = 0, windowState = 'normal' } = bounds;
      const before = this.outer;
      this.outer = { x, y, width, height };
      this.#enter(windowState);
      if (windowState === 'normal') this.normal = this.outer;
      if (before.width !== width || before.height !== height) this.#tell('resize');
      if (before.x !== x || before.y !== y) this.#tell('move');
    });
  }

  #enter(state: State): void {
    if (this.state === state) return;
    const left = LEFT[this.state];
    this.state = state;
    this.#tell(left && state === 'normal' ? left : ENTERED[state]);
  }

  #apply(change: (windowId: number) => Promise<unknown>): void {
    this.#then(async () => {
      if (this.#windowId !== undefined) await change(this.#windowId);
    });
    this.refresh();
  }

  /** In the order of the calls, and only for a window that Chromium has: before that the fields are all there is. */
  #then(work: () => Promise<void>): void {
    this.#work = this.#work.then(work).catch((error) => {
      if (this.#windowId !== undefined) console.error(`host: ${error.message}`);
    });
  }
}
