import { join } from 'node:path';
import { app, type BrowserWindow, dialog, powerMonitor } from 'electron';
import { z } from 'zod';
import type { EventName, EventPayload } from '../../shared/contract/events.ts';
import { AssayError } from '../../shared/errors.ts';
import type { Log } from '../service/dispatch.ts';
import { openService, type Service } from '../service/service.ts';
import { translate } from '../service/store/database.ts';
import type { SecretStore } from '../service/sync/secrets.ts';
import { fillDemo } from '../service/workspace/demo.ts';
import { newestBackup, workspaceFiles } from '../service/workspace/open.ts';
import { restoreWork, setSamplesAside } from '../service/workspace/restore.ts';
import { JsonFile } from './files.ts';
import { openSecrets } from './secrets.ts';

const stateSchema = z.object({ workspace: z.string().nullable() });

type DeskOptions = {
  userData: string;
  resources: string;
  emit: <N extends EventName>(name: N, payload: EventPayload<N>) => void;
  log: Log;
};

/**
 * The workspace that the window works on. Opening another closes the one before: labels are written by one process,
 * to one place, at a time.
 */
export class Desk {
  readonly #options: DeskOptions;
  readonly #state: JsonFile<z.infer<typeof stateSchema>>;
  /** One for all workspaces: what is kept until Assay closes outlives a change of workspace. */
  readonly #secrets: Promise<SecretStore>;
  #service: Promise<Service>;

  /** @param wanted a folder named on the command line, or null for the last one (at first: the demo) */
  constructor(options: DeskOptions, wanted: string | null, window: () => BrowserWindow | null) {
    this.#options = options;
    this.#state = new JsonFile(join(options.userData, 'state.json'), stateSchema, { workspace: null });
    this.#secrets = openSecrets(options.userData);
    this.#service = this.#start(wanted ?? this.#state.value.workspace ?? this.demoFolder, window);
    // Every call waits for this promise and reports its failure; without a call it must not end the process.
    this.#service.catch((error: unknown) => options.log('the workspace could not be opened', error));
  }

  get demoFolder(): string {
    return join(this.#options.userData, 'Demo workspace');
  }

  get service(): Promise<Service> {
    return this.#service;
  }

  /** Closes the open workspace and opens another; on failure the one before is opened again. */
  async switchTo(folder: string, create: boolean): Promise<void> {
    const before = await this.#service.catch(() => null);
    if (before) await this.#close(before);
    try {
      this.#service = Promise.resolve(await this.#open(folder, create));
    } catch (error) {
      if (before) {
        this.#service = this.#open(before.folder, false);
        // As at the start: the next call says why.
        this.#service.catch((reason: unknown) => this.#options.log('the workspace could not be opened again', reason));
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    const service = await this.#service.catch(() => null);
    if (service) await this.#close(service);
  }

  /** Whatever fails, as much is closed as can be: it is in the way of nothing that comes after, another workspace or the end. */
  async #close(service: Service): Promise<void> {
    await service.close().catch((error: unknown) => this.#options.log('closing the workspace failed', error));
  }

  async #open(folder: string, create: boolean): Promise<Service> {
    const { resources, emit, log } = this.#options;
    const demo = folder === this.demoFolder;
    const service = openService({
      folder,
      create: create || demo,
      program: 'the Assay window',
      resources,
      version: app.getVersion(),
      onBattery: () => powerMonitor.isOnBatteryPower(),
      secrets: await this.#secrets,
      emit,
      log,
    });
    try {
      if (demo) await fillDemo(service, resources);
    } catch (error) {
      await this.#close(service);
      throw error;
    }
    this.#state.update({ workspace: folder });
    service.sync.start().catch((error: unknown) => log('sync could not start', error));
    try {
      service.jobs.goOn();
    } catch (error) {
      log('jobs could not go on', error);
    }
    return service;
  }

  /** The first opening: what stands in its way is asked about, because there is no window yet that could show it. */
  async #start(folder: string, window: () => BrowserWindow | null): Promise<Service> {
    for (let next: Way = { folder }; ; ) {
      try {
        next.mend?.();
        return await this.#open(next.folder, false);
      } catch (thrown) {
        const error = translate(next.folder, thrown);
        if (!(error instanceof AssayError)) throw error;
        this.#options.log(`opening ${next.folder} failed`, error);
        const chosen = await askWayOut(error, next.folder, this.demoFolder, window());
        if (chosen === null) {
          app.quit();
          throw error;
        }
        next = chosen;
      }
    }
  }
}

/** A folder to open, and what is to be done to it first. */
type Way = { folder: string; mend?: () => void };

/** Offers the ways out of a workspace that cannot be opened; the one to go, or null to quit. */
async function askWayOut(
  error: AssayError,
  folder: string,
  demoFolder: string,
  window: BrowserWindow | null,
): Promise<Way | null> {
  const backup = error.kind === 'workspace-damaged' ? newestBackup(workspaceFiles(folder).backups) : null;
  const mended = (label: string, mend: () => void) => ({ label, run: async () => ({ folder, mend }) });
  const opened = (picked: string | null) => (picked === null ? null : { folder: picked });
  const ways: { label: string; run: () => Promise<Way | null> }[] = [
    ...(backup
      ? [
          mended(`Restore the Backup of ${backup.takenAt.toLocaleString()}`, () =>
            restoreWork(backup, folder, new Date()),
          ),
        ]
      : []),
    ...(error.kind === 'samples-damaged'
      ? [mended('Set the Samples Aside', () => setSamplesAside(folder, new Date()))]
      : []),
    { label: 'Open Another Workspace…', run: async () => opened(await pickFolder(window)) },
    ...(folder === demoFolder ? [] : [{ label: 'Open the Demo Workspace', run: async () => opened(demoFolder) }]),
    { label: 'Quit', run: async () => null },
  ];
  const question = {
    type: 'error' as const,
    title: 'Assay',
    message: error.message,
    detail: `${error.safe} ${error.remedy}`,
    buttons: ways.map(({ label }) => label),
    defaultId: 0,
    cancelId: ways.length - 1,
    noLink: true,
  };
  const { response } = window ? await dialog.showMessageBox(window, question) : await dialog.showMessageBox(question);
  return (await ways[response]?.run()) ?? null;
}

export async function pickFolder(window: BrowserWindow | null): Promise<string | null> {
  const options = {
    title: 'Choose a workspace folder',
    properties: ['openDirectory', 'createDirectory'] as ('openDirectory' | 'createDirectory')[],
  };
  const { filePaths } = window ? await dialog.showOpenDialog(window, options) : await dialog.showOpenDialog(options);
  return filePaths[0] ?? null;
}
