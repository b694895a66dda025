import { resolve } from 'node:path';
import { app, type BrowserWindow, dialog, shell } from 'electron';
import type { Handlers, ShellCallName } from '../../shared/contract/calls.ts';
import type { EventName, EventPayload } from '../../shared/contract/events.ts';
import type { Preferences } from '../../shared/domain/settings.ts';
import { AssayError } from '../../shared/errors.ts';
import { type Desk, pickFolder } from './desk.ts';
import type { JsonFile } from './files.ts';
import type { Grants } from './grants.ts';

type ShellOptions = {
  desk: Desk;
  grants: Grants;
  preferences: JsonFile<Preferences>;
  window: () => BrowserWindow;
  flushed: () => void;
  emit: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
};

const importFilter = { name: 'Samples', extensions: ['jsonl', 'ndjson', 'json', 'csv', 'gz'] };

/** The calls that need the desktop: dialogs, preferences, another workspace. */
export function shellHandlers(options: ShellOptions): Handlers<ShellCallName> {
  const { desk, grants, preferences, window } = options;

  /** Opens a workspace and lets the page start anew on it. */
  async function open(folder: string | null, create: boolean): Promise<boolean> {
    if (folder === null) return false;
    await desk.switchTo(folder, create);
    window().webContents.reload();
    return true;
  }

  return {
    'shell.about': () => ({
      version: app.getVersion(),
      engine: `Electron ${process.versions.electron}, Chromium ${process.versions.chrome}`,
      platform: process.platform,
    }),
    'shell.preferences': () => preferences.value,
    'shell.updatePreferences': (change) => {
      const next = preferences.update(change);
      options.emit('preferences', next);
      return next;
    },
    'shell.flushed': () => options.flushed(),
    'shell.pickImport': async () => {
      const { filePaths } = await dialog.showOpenDialog(window(), {
        title: 'Import samples',
        properties: ['openFile'],
        filters: [importFilter, { name: 'All files', extensions: ['*'] }],
      });
      return filePaths[0] ? grants.allowRead(filePaths[0]) : null;
    },
    'shell.pickReport': async ({ suggestedName }) => {
      const { filePath } = await dialog.showSaveDialog(window(), {
        title: 'Save the report',
        defaultPath: suggestedName,
        filters: [{ name: 'HTML', extensions: ['html'] }],
      });
      return filePath ? grants.allowWrite(filePath) : null;
    },
    'shell.reveal': async ({ path }) => {
      const service = await desk.service;
      const read = service.jobs.list().flatMap((job) => {
        if (job.kind !== 'import') return [];
        return [job.params.path, job.result?.reportPath ?? job.params.path];
      });
      const isKnown = (paths: string[]) => paths.some((known) => resolve(known) === resolve(path));
      const built = async () => {
        const { datasets, unreadable } = await service.handlers['dataset.list']();
        return [...datasets, ...unreadable].map(({ folder }) => folder);
      };
      if (!isKnown([service.folder, ...read]) && !isKnown(await built())) throw unknownFile(path);
      shell.showItemInFolder(resolve(path));
    },
    'shell.openWorkspace': async () => open(await pickFolder(window()), false),
    'shell.newWorkspace': async () => open(await pickFolder(window()), true),
    'shell.openDemo': () => open(desk.demoFolder, true),
  };
}

function unknownFile(path: string): AssayError {
  return new AssayError({
    kind: 'invalid-input',
    message: `Assay shows only files that it read or wrote; ${path} is none of them.`,
    safe: 'Nothing was changed.',
    remedy: 'Look for the file in your file manager.',
  });
}
