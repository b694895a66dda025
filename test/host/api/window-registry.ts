import { EventEmitter } from 'node:events';
import type { BrowserWindow as ElectronWindow, WebContents } from 'electron';
import type { HostBrowserWindow } from './browser-window.ts';

/** The app's windows that are not closed, in the order of their making. */
const windows = new Map<number, HostBrowserWindow>();
let focused: HostBrowserWindow | undefined;

export const windowEvents = new EventEmitter<{
  created: [window: ElectronWindow, contents: WebContents];
  'all-closed': [];
}>();

export function register(window: HostBrowserWindow): void {
  windows.set(window.id, window);
  windowEvents.emit('created', window.whole, window.webContents);
}

/** The last thing of a window: with the last of all windows the app may end. */
export function unregister(window: HostBrowserWindow): void {
  windows.delete(window.id);
  if (focused === window) focused = undefined;
  if (windows.size === 0) windowEvents.emit('all-closed');
}

/** True when that changed something. */
export function setFocus(window: HostBrowserWindow, now: boolean): boolean {
  if ((focused === window) === now) return false;
  focused = now ? window : undefined;
  return true;
}

export const hasFocus = (window: HostBrowserWindow): boolean => focused === window;
export const openWindows = (): HostBrowserWindow[] => [...windows.values()];
export const windowOfId = (id: number): HostBrowserWindow | undefined => windows.get(id);
export const windowOf = (contents: WebContents): HostBrowserWindow | undefined =>
  openWindows().find((window) => window.webContents === contents);
/** The window that a command is meant for. */
export const focusedWindow = (): HostBrowserWindow | undefined =>
  focused ?? openWindows().find((window) => window.isVisible());
