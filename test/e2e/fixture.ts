import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { test as base, type ElectronApplication, expect, type Page } from '@playwright/test';
import type { Dialog } from 'electron';
import { launchApp } from '../host/playwright.ts';

export { host } from '../host/playwright.ts';
export { expect };

type Answer = {
  [K in 'showOpenDialog' | 'showSaveDialog' | 'showMessageBox']: Awaited<ReturnType<Dialog[K]>>;
};

type Options = {
  /** The folder of the app under test. */
  appRoot: string;
  appArgs: string[];
  appEnv: Record<string, string>;
};

type Started = { app: ElectronApplication; page: Page };

type Fixtures = {
  /** A folder of this test's own, kept over `relaunch`. */
  userData: string;
  /** The app as it was first started; after a `relaunch` use what that returned. */
  app: ElectronApplication;
  page: Page;
  /** The window's URL as the app knows it, whatever the host makes of `app:`. */
  appUrl: (page?: Page) => string;
  /** From here on every dialog of this kind gets this answer. */
  answerDialog: <K extends keyof Answer>(kind: K, answer: Answer[K]) => Promise<void>;
  clickMenu: (id: string) => Promise<void>;
  /** Ends the main process as a power cut would. */
  kill9: () => Promise<void>;
  /** Starts the app again on the same userData; closes it first if it still runs. */
  relaunch: () => Promise<Started>;
};

export type Running = { app: ElectronApplication; process: ChildProcess };
/** Quitting saves drafts and backs up; it takes a moment, and longer on a busy machine. */
const QUIT_MS = 15_000;

type Internal = { desk: { current: Running; restart: () => Promise<Started> } };

async function firstWindow(app: ElectronApplication): Promise<Page> {
  const page = await app.firstWindow();
  await page.waitForLoadState();
  return page;
}

/** An app that does not quit when asked is a defect, and must not stay for the next test. */
export async function close({ app, process }: Running): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return;
  let refused = false;
  const patience = setTimeout(() => {
    refused = true;
    process.kill('SIGKILL');
  }, QUIT_MS);
  await app.close();
  clearTimeout(patience);
  if (refused) throw new Error(`the app did not quit within ${QUIT_MS / 1000} s`);
}

/** Ends a program as a power cut would. */
export async function end(process: ChildProcess): Promise<void> {
  const exited = once(process, 'exit');
  process.kill('SIGKILL');
  await exited;
}

export const test = base.extend<Options & Fixtures & Internal>({
  appRoot: [resolve(import.meta.dirname, '../..'), { option: true }],
  appArgs: [[], { option: true }],
  appEnv: [{}, { option: true }],

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs off the pattern.
  userData: async ({}, use) => {
    const folder = await mkdtemp(join(tmpdir(), 'assay-e2e-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  },

  desk: async ({ appRoot, appArgs, appEnv, userData }, use) => {
    const launch = async () => {
      const app = await launchApp({ root: appRoot, userData, args: appArgs, env: appEnv });
      // Kept: once the app is closed, Playwright no longer gives its process.
      return { app, process: app.process() };
    };
    const desk = {
      current: await launch(),
      restart: async () => {
        await close(desk.current);
        desk.current = await launch();
        const { app } = desk.current;
        return { app, page: await firstWindow(app) };
      },
    };
    await use(desk);
    await close(desk.current);
  },

  app: ({ desk }, use) => use(desk.current.app),
  page: async ({ app }, use) => use(await firstWindow(app)),

  appUrl: ({ page }, use) =>
    use((of = page) => of.url().replace(/^https:\/\/([^/?#]+)\.app\.localhost(?=[/?#]|$)/, 'app://$1')),

  answerDialog: ({ desk }, use) =>
    use((kind, answer) =>
      desk.current.app.evaluate(
        ({ dialog }, [name, value]) => {
          Object.assign(dialog, { [name]: async () => value });
        },
        [kind, answer] as const,
      ),
    ),

  clickMenu: ({ desk }, use) =>
    use((id) =>
      desk.current.app.evaluate(({ Menu }, wanted) => {
        const item = Menu.getApplicationMenu()?.getMenuItemById(wanted);
        if (!item) throw new Error(`no menu item has the id ${wanted}`);
        item.click();
      }, id),
    ),

  kill9: ({ desk }, use) => use(() => end(desk.current.process)),

  relaunch: ({ desk }, use) => use(() => desk.restart()),
});
