import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { WorkerOptions } from 'node:worker_threads';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import type { Role } from '../../shared/sync/feeds.ts';
import { writeInvite } from '../../shared/sync/invite.ts';
import { inviteAnswerSchema } from '../../shared/sync/protocol.ts';
import { type Backend, newKeys, prepare, startBackend } from '../backend/backend.ts';
import { freePort } from '../backend/postgres.ts';
import { takeDatabase } from '../backend/shared.ts';
import { type Device, foundTeam, insertSamples, saveQueue, testPassword } from '../backend/team.ts';
import { clockScript, runFirst } from '../fixtures/clock.ts';
import { launchApp } from '../host/playwright.ts';
import { type FaultProxy, startProxy } from '../sync/proxy.ts';
import { test as base, close, end, expect, type Running } from './fixture.ts';
import { ask, question, rows, workspaceOf } from './labeling-desk.ts';

export { expect };

/** A team's server that can go away and come back, as the windows see it: same address, same database. */
export type TeamServer = {
  readonly backend: Backend;
  readonly lead: Device;
  /** The link of a fresh invite; `url` is where the server is for the one who gets it. */
  invite(name: string, role: Role, url?: string): Promise<string>;
  down(): Promise<void>;
  up(): Promise<void>;
};

type TeamDesk = {
  server: TeamServer;
  /** The queue of the first samples, which two label each. */
  queueId: string;
  /** A window of somebody's own, on a workspace that has these samples or none; opened again, it goes on with what is there. */
  openWindow: (name: string, samples?: SampleRow[]) => Promise<Page>;
  /** Ends the program behind a window as a power cut would. */
  killWindow: (page: Page) => Promise<void>;
  /** Sets the clock of the program behind a window off, before it has met its server. */
  setClock: (page: Page, aheadMs: number) => Promise<void>;
  /** A network of somebody's own between their window and the server. */
  openNetwork: () => Promise<FaultProxy>;
  /** The window of a labeler who has joined, has taken all of the team's work and looks at its first sample. */
  openAtWork: (name: string) => Promise<Page>;
  /** Joins the team by an invite link, as a person does; `url` is where the server is for this person. */
  join: (page: Page, name: string, role: Role, url?: string) => Promise<void>;
};

type Windows = { running: Map<Page, Running> };

const samples = rows.slice(0, 4);

/** A team on a real Postgres with one queue, and as many windows as a test opens. */
export const test = base.extend<TeamDesk & Windows>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs off the pattern.
  server: async ({}, use) => {
    const { url: postgresUrl, giveBack } = await takeDatabase(prepare);
    const options = { driver: 'postgres', postgresUrl, port: await freePort(), keys: await newKeys() } as const;
    let backend: Backend | null = await startBackend(options);
    const lead = await foundTeam(backend);
    await insertSamples(backend, samples);
    const running = () => {
      if (!backend) throw new Error('the server is down');
      return backend;
    };
    await use({
      get backend() {
        return running();
      },
      lead,
      async invite(name, role, url = running().url) {
        const { code } = await lead.rpc('assay_invite', { name, role, days: 7 }, inviteAnswerSchema);
        return writeInvite({ team: { url, publishableKey: running().publishableKey }, code });
      },
      async down() {
        await backend?.close();
        backend = null;
      },
      async up() {
        backend ??= await startBackend(options);
      },
    });
    await backend?.close();
    await giveBack();
  },

  queueId: ({ server }, use) => saveQueue(server.lead, { overlap: 2, guidelines: 'Be fair.' }).then(use),

  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs off the pattern.
  running: ({}, use) => use(new Map()),

  openWindow: async ({ running }, use) => {
    const scratch = mkdtempSync(join(tmpdir(), 'assay-e2e-team-'));
    await use(async (name, samples) => {
      const workspace = join(scratch, name, 'workspace');
      mkdirSync(workspace, { recursive: true });
      if (samples) cpSync(workspaceOf(samples), workspace, { recursive: true });
      else openWorkspace(workspace, { create: true, program: 'a test' }).close();
      const app = await launchApp({
        root: resolve(import.meta.dirname, '../..'),
        userData: join(scratch, name, 'user'),
        args: ['--workspace', workspace],
      });
      const process = app.process();
      const page = await app.firstWindow();
      running.set(page, { app, process });
      await page.waitForLoadState();
      await page.setViewportSize({ width: 1280, height: 800 });
      await expect(page.getByRole('button', { name: /: menu$/ })).toBeVisible();
      return page;
    });
    for (const window of running.values()) await close(window);
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  },

  openAtWork: ({ openWindow, join }, use) =>
    use(async (name) => {
      const page = await openWindow(name);
      await join(page, name, 'labeler');
      await takeWork(page);
      return page;
    }),

  killWindow: ({ running }, use) => use((page) => end(programOf(running, page).process)),

  setClock: ({ running }, use) =>
    use(async (page, aheadMs) => {
      const script = clockScript(aheadMs);
      await programOf(running, page).app.evaluate(
        (_, execArgv) => {
          // Its threads keep a time of their own: those that start from here on begin with this one.
          const threads = process.getBuiltinModule('node:worker_threads');
          const { Worker } = threads;
          const Later = class extends Worker {
            constructor(url: string | URL, options?: WorkerOptions) {
              super(url, { ...options, execArgv });
            }
          };
          Object.assign(threads, { Worker: Later });
          process.getBuiltinModule('node:module').syncBuiltinESMExports();
        },
        [runFirst(script)],
      );
      await programOf(running, page).app.evaluate(script);
      await page.addInitScript(script);
      await page.reload();
      await expect(page.getByRole('button', { name: /: menu$/ })).toBeVisible();
    }),

  openNetwork: async ({ server }, use) => {
    const networks: FaultProxy[] = [];
    await use(async () => {
      const network = await startProxy(server);
      networks.push(network);
      return network;
    });
    for (const network of networks) await network.close();
  },

  join: ({ server }, use) =>
    use(async (page, name, role, url) => {
      await page.keyboard.press('ControlOrMeta+5');
      await page.getByLabel('Invite link').fill(await server.invite(name, role, url));
      await page.getByLabel(/^Your name/).fill(name);
      await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.com`);
      await page.getByLabel('Password').fill(testPassword);
      await page.keyboard.press('Enter');
      await expect(page.getByText('Signed in as')).toBeVisible();
      await expect(page.getByText(/^synced/)).toBeVisible();
    }),
});

function programOf(running: Map<Page, Running>, page: Page): Running {
  const program = running.get(page);
  if (!program) throw new Error('this page is no window of the team');
  return program;
}

/** What the header says of the team. */
export const mark = (page: Page) =>
  page.locator('header').getByRole('button', { name: /synced|to send|offline|signed|refused/ });

/** Exchanges until nothing of this window is on its way. */
export async function synced(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      const { waiting, acknowledged, problem } = await ask(page, 'sync.now', { anew: false });
      return { waiting, acknowledged, problem };
    })
    .toEqual({ waiting: 0, acknowledged: 0, problem: null });
}

/**
 * Exchanges until something has come: the server shows what is older than every transaction that is still open there, at the
 * latest at a later try.
 */
export async function come(page: Page, has: () => Promise<unknown>): Promise<void> {
  await expect
    .poll(async () => {
      await ask(page, 'sync.now', { anew: false });
      return has();
    })
    .toBeTruthy();
}

/** Takes all of the team's work, and begins to label it. */
export async function takeWork(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Take work…' }).click();
  await page.getByLabel('Samples').fill('4');
  await page.keyboard.press('Enter');
  await expect(page.getByText('0 done, 4 to do')).toBeVisible();
  await page.getByRole('main').getByRole('button', { name: 'Label', exact: true }).click();
  await expect(question(page, 's-01')).toBeVisible();
}

export async function rowsOf<T>(server: TeamServer, sql: string, row: z.ZodType<T>): Promise<T[]> {
  return z.array(row).parse(await server.backend.sql(sql));
}
