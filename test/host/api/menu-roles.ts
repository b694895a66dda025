import type { MenuItemConstructorOptions } from 'electron';
import { app } from './app.ts';
import type { HostBrowserWindow } from './browser-window.ts';

type Role = NonNullable<MenuItemConstructorOptions['role']>;
type Action = (window: HostBrowserWindow | undefined) => void;
type RoleEntry = { label: string; accelerator?: string; run?: Action; submenu?: MenuItemConstructorOptions[] };

const edit =
  (command: string): Action =>
  (window) => {
    window?.contents.executeJavaScript(`document.execCommand('${command}')`, true).catch(console.error);
  };
const items = (...roles: (Role | '-')[]): MenuItemConstructorOptions[] =>
  roles.map((role) => (role === '-' ? { type: 'separator' } : { role }));

/**
 * Editing and zoom carry no accelerator: Chromium does those by its own keys. A role that is not here (macOS services
 * and the like) is an item that does nothing.
 */
export const ROLES: Partial<Record<Role, RoleEntry>> = {
  about: { label: 'About' },
  close: { label: 'Close Window', accelerator: 'CmdOrCtrl+W', run: (window) => window?.close() },
  copy: { label: 'Copy', run: edit('copy') },
  cut: { label: 'Cut', run: edit('cut') },
  delete: { label: 'Delete', run: edit('delete') },
  forceReload: { label: 'Force Reload', accelerator: 'Shift+CmdOrCtrl+R', run: (window) => window?.reload() },
  help: { label: 'Help' },
  minimize: { label: 'Minimize', accelerator: 'CmdOrCtrl+M', run: (window) => window?.minimize() },
  paste: { label: 'Paste', run: edit('paste') },
  quit: { label: 'Quit', accelerator: 'CmdOrCtrl+Q', run: () => app.quit() },
  redo: { label: 'Redo', run: edit('redo') },
  reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R', run: (window) => window?.reload() },
  resetZoom: { label: 'Actual Size' },
  selectAll: { label: 'Select All', run: edit('selectAll') },
  toggleDevTools: { label: 'Toggle Developer Tools' },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: process.platform === 'darwin' ? 'Control+Command+F' : 'F11',
    run: (window) => window?.setFullScreen(!window.isFullScreen()),
  },
  undo: { label: 'Undo', run: edit('undo') },
  zoomIn: { label: 'Zoom In' },
  zoomOut: { label: 'Zoom Out' },

  appMenu: { label: app.name, submenu: items('about', '-', 'quit') },
  editMenu: {
    label: 'Edit',
    submenu: items('undo', 'redo', '-', 'cut', 'copy', 'paste', 'delete', '-', 'selectAll'),
  },
  fileMenu: { label: 'File', submenu: items(process.platform === 'darwin' ? 'close' : 'quit') },
  viewMenu: {
    label: 'View',
    submenu: items('reload', 'toggleDevTools', '-', 'resetZoom', 'zoomIn', 'zoomOut', '-', 'togglefullscreen'),
  },
  windowMenu: { label: 'Window', submenu: items('minimize', 'close') },
};
