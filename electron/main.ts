import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { app, powerMonitor, protocol, session } from 'electron';
import { type CallName, shellCalls } from '../shared/contract/calls.ts';
import type { EventName, EventPayload } from '../shared/contract/events.ts';
import { defaultPreferences, preferencesSchema } from '../shared/domain/settings.ts';
import { toReport } from '../shared/errors.ts';
import { dispatch } from './service/dispatch.ts';
import { serveAsset } from './shell/assets.ts';
import { shellHandlers } from './shell/calls.ts';
import { Desk } from './shell/desk.ts';
import { JsonFile } from './shell/files.ts';
import { checkGrants, Grants } from './shell/grants.ts';
import { guardApp, guardSession } from './shell/guards.ts';
import { isShellCall, openDoor } from './shell/ipc.ts';
import { openLog } from './shell/log.ts';
import { installMenu } from './shell/menu.ts';
import { type AppWindow, openWindow } from './shell/window.ts';

if (process.env.ASSAY_USER_DATA) app.setPath('userData', process.env.ASSAY_USER_DATA);

protocol.registerSchemesAsPrivileged([
  { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
]);

if (app.requestSingleInstanceLock()) start();
else app.quit();

function start(): void {
  const userData = app.getPath('userData');
  const resources = join(app.getAppPath(), 'resources');
  const log = openLog(join(userData, 'logs'));
  const grants = new Grants();
  const preferences = new JsonFile(join(userData, 'preferences.json'), preferencesSchema, defaultPreferences);
  let window: AppWindow | null = null;
  let desk: Desk | null = null;

  const emit = <N extends EventName>(name: N, payload: EventPayload<N>) => window?.send(name, payload);
  process.on('uncaughtException', (error) => log('uncaught', error));
  process.on('unhandledRejection', (error) => log('unhandled rejection', error));

  guardApp(app);
  app.on('second-instance', () => {
    if (window?.browser.isMinimized()) window.browser.restore();
    window?.browser.focus();
  });
  app.on('window-all-closed', () => app.quit());
  let closed = false;
  app.on('will-quit', (event) => {
    if (closed || !desk) return;
    // Quitting waits for the last backup and for the threads to close their databases.
    event.preventDefault();
    desk.close().finally(() => {
      closed = true;
      app.quit();
    });
  });

  void app.whenReady().then(() => {
    guardSession(session.defaultSession);
    protocol.handle('app', (request) => serveAsset(join(import.meta.dirname, 'renderer'), request));
    installMenu((id) => emit('command', { id }));

    // The window loads while the workspace opens; the page's first calls wait for it.
    const opened = openWindow(join(import.meta.dirname, 'preload.cjs'));
    window = opened;
    const openedDesk = new Desk({ userData, resources, emit, log }, wantedWorkspace(), () => opened.browser);
    desk = openedDesk;

    const shell = shellHandlers({
      desk: openedDesk,
      grants,
      preferences,
      window: () => opened.browser,
      flushed: opened.flushed,
      emit,
    });
    openDoor(async (name: CallName, input) => {
      if (isShellCall(name)) return dispatch(name, shellCalls[name], shell[name], input, log);
      try {
        checkGrants(grants, name, input);
        return await (await openedDesk.service).answer(name, input);
      } catch (error) {
        return { ok: false, error: toReport(error) };
      }
    }, grants);

    for (const [event, away] of [
      ['lock-screen', true],
      ['unlock-screen', false],
      ['suspend', true],
      ['resume', false],
    ] as const)
      powerMonitor.on(event as 'resume', () => emit('presence', { away }));
  });
}

/** The folder after `--workspace`, if there is one. Chromium's own switches may stand beside it. */
function wantedWorkspace(): string | null {
  const { values } = parseArgs({
    args: process.argv.slice(1),
    options: { workspace: { type: 'string' } },
    strict: false,
  });
  return typeof values.workspace === 'string' ? values.workspace : null;
}
