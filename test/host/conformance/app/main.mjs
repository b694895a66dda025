/* A small app that uses what the product uses of Electron, so that the specs beside it can hold a host to it. */
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app, BrowserWindow, ipcMain, Menu, net, protocol, session } from 'electron';

if (process.env.ASSAY_USER_DATA) app.setPath('userData', process.env.ASSAY_USER_DATA);
protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
]);

// A machine without a camera would answer before any permission is asked.
app.commandLine.appendSwitch('use-fake-device-for-media-stream');

/** What happened, for the specs to read. */
const seen = { requests: [], navigations: [], opened: [], asked: [], checked: [], second: [], gone: [], console: [] };
globalThis.seen = seen;

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self' app:; img-src 'self' data:";

async function serve(request) {
  const url = new URL(request.url);
  seen.requests.push({
    url: request.url,
    method: request.method,
    origin: request.headers.get('origin'),
    initiator: request.initiatorOrigin ?? null,
  });
  if (url.pathname === '/echo') return new Response(await request.text(), { headers: { 'x-method': request.method } });
  if (url.pathname === '/big') return new Response(Buffer.alloc(5 << 20, 7));
  if (url.pathname === '/moved') return Response.redirect('app://conformance/index.html?moved', 302);
  if (url.pathname === '/leave') return Response.redirect('https://elsewhere.example/', 302);
  const file = join(import.meta.dirname, url.pathname);
  if (relative(import.meta.dirname, file).startsWith('..')) return new Response(null, { status: 403 });
  try {
    const found = await net.fetch(pathToFileURL(file).href);
    const headers = new Headers(found.headers);
    headers.set('content-security-policy', POLICY);
    return new Response(found.body, { headers });
  } catch {
    return new Response(null, { status: 404 }); // Not there: the page is told so.
  }
}

function openWindow() {
  const window = new BrowserWindow({
    width: 900,
    height: 650,
    webPreferences: {
      preload: join(import.meta.dirname, 'preload.cjs'),
      sandbox: true,
      contextIsolation: true,
      additionalArguments: ['--told-by-main'],
    },
  });
  const { webContents } = window;
  const isOwn = (url) => url.startsWith('app://conformance/');
  for (const name of ['will-navigate', 'will-redirect', 'will-frame-navigate'])
    webContents.on(name, (event) => {
      seen.navigations.push({ name, url: event.url, isMainFrame: event.isMainFrame });
      if (name !== 'will-frame-navigate' && !isOwn(event.url)) event.preventDefault();
    });
  webContents.setWindowOpenHandler(({ url }) => {
    seen.opened.push(url);
    return { action: 'deny' };
  });
  webContents.on('render-process-gone', (_event, { reason }) => seen.gone.push(reason));
  webContents.on('console-message', ({ level, message }) => seen.console.push({ level, message }));
  window.loadURL('app://conformance/index.html');
}

function handleCalls() {
  ipcMain.handle('echo', (_event, value) => value);
  ipcMain.handle('kind-of', (_event, value) => Object.prototype.toString.call(value));
  ipcMain.handle('length-of', (_event, value) => value.byteLength);
  ipcMain.handle('bytes', (_event, length) => Buffer.alloc(length, 7));
  ipcMain.handle('fail', () => {
    throw new TypeError('bad thing');
  });
  ipcMain.handle('uncloneable', () => () => {});
  ipcMain.handle('who', (event) => ({
    origin: event.senderFrame.origin,
    url: event.senderFrame.url,
    isMain: event.senderFrame.parent === null,
    sameContents: event.sender === BrowserWindow.fromWebContents(event.sender)?.webContents,
  }));
  ipcMain.handle('sender-after-reload', async (event) => {
    const before = event.senderFrame !== null;
    event.sender.reload();
    await new Promise((resolve) => event.sender.once('did-finish-load', resolve));
    globalThis.senderAfterReload = { before, after: event.senderFrame };
  });
  ipcMain.on('ping', (event, value) => event.reply('pong', value, new Date(5), new Map([[1, 2n]])));
}

function guardPermissions() {
  const granted = new Set(['geolocation']);
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
    seen.asked.push(permission);
    answer(granted.has(permission));
  });
  session.defaultSession.setPermissionCheckHandler((_contents, permission, origin) => {
    seen.checked.push({ permission, origin });
    return granted.has(permission);
  });
}

function installMenu() {
  const say = (text) => () => BrowserWindow.getAllWindows()[0]?.webContents.send('menu', text);
  Menu.setApplicationMenu(
    Menu.buildFromTemplate([
      {
        label: '&File',
        submenu: [
          { id: 'import', label: 'Import…', accelerator: 'CmdOrCtrl+I', click: say('import') },
          { id: 'off', label: 'Off', accelerator: 'CmdOrCtrl+J', enabled: false, click: say('off') },
          { id: 'undo', label: 'Redo', accelerator: 'CmdOrCtrl+Shift+Y', click: say('shifted') },
          { id: 'help', label: 'Help', accelerator: 'F1', click: say('help') },
          { id: 'check', label: 'Check', type: 'checkbox', checked: true, click: say('check') },
          { role: 'quit' },
        ],
      },
      { role: 'editMenu' },
    ]),
  );
}

if (app.requestSingleInstanceLock()) {
  app.on('second-instance', (_event, argv, cwd, data) => seen.second.push({ argv, cwd, data }));
  app.on('window-all-closed', () => app.quit());
  app.whenReady().then(() => {
    protocol.handle('app', serve);
    guardPermissions();
    installMenu();
    handleCalls();
    openWindow();
  });
} else app.quit();
