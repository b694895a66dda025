import type { MenuItemConstructorOptions } from 'electron';
import { app } from './app.ts';
import type { HostBrowserWindow } from './browser-window.ts';

type Role = NonNullable<MenuItemConstructorOptions['role']>;
type Action = (window: HostBrowserWindow | undefined) => void;
type RoleEntry = {
  label: string;
  accelerator?: string;
  /** The keys are Chromium's own doing and only shown. */
  isChromiums?: true;
  run?: Action;
  submenu?: MenuItemConstructorOptions[];
};

const edit =
  (command: string): Action =>
  (window) => {
    window?.contents.executeJavaScript(`document.execCommand('${command}')`, true).catch(console.error);
  };
const items = (...roles: (Role | '-')[]): MenuItemConstructorOptions[] =>
  roles.map((role) => (role === '-' ? { type: 'separator' } : { role }));

/** A role that is not here (macOS services and the like) is an item that does nothing. */
export const ROLES: Partial<Record<Role, RoleEntry>> = {
  about: { label: 'About' },
  close: { label: 'Close Window', accelerator: 'CmdOrCtrl+W', run: (window) => window?.close() },
  copy: { accelerator: 'CmdOrCtrl+C', isChromiums: true, label: 'Copy', run: edit('copy') },
  cut: { accelerator: 'CmdOrCtrl+X', isChromiums: true, label: 'Cut', run: edit('cut') },
  delete: { label: 'Delete', run: edit('delete') },
  forceReload: { label: 'Force Reload', accelerator: 'Shift+CmdOrCtrl+R', run: (window) => window?.reload() },
  help: { label: 'Help' },
  minimize: { label: 'Minimize', accelerator: 'CmdOrCtrl+M', run: (window) => window?.minimize() },
  paste: { accelerator: 'CmdOrCtrl+V', isChromiums: true, label: 'Paste', run: edit('paste') },
  quit: { label: 'Quit', accelerator: 'CmdOrCtrl+Q', run: () => app.quit() },
  redo: { accelerator: 'CmdOrCtrl+Shift+Z', isChromiums: true, label: 'Redo', run: edit('redo') },
  reload: { label: 'Reload', accelerator: 'CmdOrCtrl+R', run: (window) => window?.reload() },
  resetZoom: { accelerator: 'CmdOrCtrl+0', isChromiums: true, label: 'Actual Size' },
  selectAll: { accelerator: 'CmdOrCtrl+A', isChromiums: true, label: 'Select All', run: edit('selectAll') },
  toggleDevTools: { label: 'Toggle Developer Tools' },
  togglefullscreen: {
    label: 'Toggle Full Screen',
    accelerator: process.platform === 'darwin' ? 'Control+Command+F' : 'F11',
    run: (window) => window?.setFullScreen(!window.isFullScreen()),
  },
  undo: { accelerator: 'CmdOrCtrl+Z', isChromiums: true, label: 'Undo', run: edit('undo') },
  zoomIn: { accelerator: 'CmdOrCtrl+Plus', isChromiums: true, label: 'Zoom In' },
  zoomOut: { accelerator: 'CmdOrCtrl+-', isChromiums: true, label: 'Zoom Out' },

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
