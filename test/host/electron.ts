/*
 * What `electron` is to an app on this host. Every export is held against electron's own types where it is made; what is
 * not here does not exist, and says so by name.
 */
import { app } from './api/app.ts';
import { Menu, MenuItem } from './api/application-menu.ts';
import { BrowserWindow, webContents } from './api/browser-window.ts';
import { clipboard } from './api/clipboard.ts';
import { dialog } from './api/dialog.ts';
import { ipcMain } from './api/ipc-main.ts';
import { nativeTheme } from './api/native-theme.ts';
import { net } from './api/net.ts';
import { Notification } from './api/notification.ts';
import { powerMonitor } from './api/power-monitor.ts';
import { protocol } from './api/protocol.ts';
import { safeStorage } from './api/safe-storage.ts';
import { screen } from './api/screen.ts';
import { session } from './api/session.ts';
import { shell } from './api/shell.ts';
import { onlyKnown } from './guard.ts';

const electron = onlyKnown(
  {
    app,
    BrowserWindow,
    clipboard,
    dialog,
    ipcMain,
    Menu,
    MenuItem,
    nativeTheme,
    net,
    Notification,
    powerMonitor,
    protocol,
    safeStorage,
    screen,
    session,
    shell,
    webContents,
  },
  'electron',
);

export {
  app,
  BrowserWindow,
  clipboard,
  dialog,
  /** What require('electron') gives, to CommonJS and to Playwright. */
  electron as 'module.exports',
  electron as default,
  ipcMain,
  Menu,
  MenuItem,
  Notification,
  nativeTheme,
  net,
  powerMonitor,
  protocol,
  safeStorage,
  screen,
  session,
  shell,
  webContents,
};
