import { BrowserWindow, nativeTheme, screen } from 'electron';
import { channels } from '../../shared/contract/bridge.ts';
import type { EventName, EventPayload } from '../../shared/contract/events.ts';
import { appOrigin } from './assets.ts';

/** How long a closing window may take to save what was typed; drafts are journaled as typed anyway. */
const flushMs = 700;

/** The app's one window. */
export type AppWindow = {
  browser: BrowserWindow;
  send<N extends EventName>(name: N, payload: EventPayload<N>): void;
  /** The page has saved what was typed. */
  flushed(): void;
};

export function openWindow(preload: string): AppWindow {
  const { width, height } = screen.getPrimaryDisplay().workArea;
  const browser = new BrowserWindow({
    width: Math.min(1440, width),
    height: Math.min(900, height),
    minWidth: 960,
    minHeight: 600,
    title: 'Assay',
    show: false,
    // The first frame has the page's own ground, so that nothing flashes.
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#15171b' : '#fbfaf8',
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
      navigateOnDragDrop: false,
      // A labeler who looks at the guidelines in another window still has drafts saved on time.
      backgroundThrottling: false,
    },
  });
  browser.once('ready-to-show', () => browser.show());

  const { promise: saved, resolve: flushed } = Promise.withResolvers<void>();
  const send: AppWindow['send'] = (name, payload) => {
    if (!browser.isDestroyed()) browser.webContents.send(channels.event, name, payload);
  };
  let closing = false;
  browser.on('close', (event) => {
    if (closing) return;
    closing = true;
    event.preventDefault();
    send('closing', {});
    const patience = new Promise<void>((resolve) => setTimeout(resolve, flushMs));
    void Promise.race([saved, patience]).then(() => browser.destroy());
  });
  void browser.loadURL(`${appOrigin}/index.html`);
  return { browser, send, flushed };
}
