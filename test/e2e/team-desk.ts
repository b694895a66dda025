import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import type { Role } from '../../shared/sync/feeds.ts';
import { inviteAnswerSchema } from '../../shared/sync/protocol.ts';
import { type Backend, newKeys, prepare, startBackend } from '../backend/backend.ts';
import { freePort } from '../backend/postgres.ts';
import { takeDatabase } from '../backend/shared.ts';
import { type Device, foundTeam, insertSamples, saveQueue, testPassword } from '../backend/team.ts';
import { launchApp } from '../host/playwright.ts';
import { test as base, expect } from './fixture.ts';
import { rows } from './labeling-desk.ts';

export { expect };

/** A team's server that can go away and come back, as the windows see it: same address, same database. */
export type TeamServer = {
  readonly backend: Backend;
  readonly lead: Device;
  down(): Promise<void>;
  up(): Promise<void>;
};

type TeamDesk = {
  server: TeamServer;
  /** The queue of the first samples, which two label each. */
  queueId: string;
  /** A window of somebody's own, on an empty workspace. */
  openWindow: (name: string) => Promise<Page>;
  /** Joins the team by an invite link, as a person does. */
  join: (page: Page, name: string, role: Role) => Promise<void>;
};

const samples = rows.slice(0, 4);

/** A team on a real Postgres with one queue, and as many windows as a test opens. */
export const test = base.extend<TeamDesk>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that it needs off the pattern.
  server: async ({}, use) => {
    const { url: postgresUrl, giveBack } = await takeDatabase(prepare);
    const options = { driver: 'postgres', postgresUrl, port: await freePort(), keys: await newKeys() } as const;
    let backend: Backend | null = await startBackend(options);
    const lead = await foundTeam(backend);
    await insertSamples(backend, samples);
    await use({
      get backend() {
        if (!backend) throw new Error('the server is down');
        return backend;
      },
      lead,
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
  openWindow: async ({}, use) => {
    const scratch = mkdtempSync(join(tmpdir(), 'assay-e2e-team-'));
    const apps: ElectronApplication[] = [];
    await use(async (name) => {
      const workspace = join(scratch, name, 'workspace');
      mkdirSync(workspace, { recursive: true });
      openWorkspace(workspace, { create: true, program: 'a test' }).close();
      const app = await launchApp({
        root: resolve(import.meta.dirname, '../..'),
        userData: join(scratch, name, 'user'),
        args: ['--workspace', workspace],
      });
      apps.push(app);
      const page = await app.firstWindow();
      await page.waitForLoadState();
      await page.setViewportSize({ width: 1280, height: 800 });
      await expect(page.getByRole('button', { name: /: menu$/ })).toBeVisible();
      return page;
    });
    for (const app of apps) await app.close();
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 });
  },

  join: ({ server }, use) =>
    use(async (page, name, role) => {
      const { code } = await server.lead.rpc('assay_invite', { name, role, days: 7 }, inviteAnswerSchema);
      const { url, publishableKey: key } = server.backend;
      await page.keyboard.press('ControlOrMeta+5');
      await page.getByLabel('Invite link').fill(`assay://join?${new URLSearchParams({ url, key, code })}`);
      await page.getByLabel(/^Your name/).fill(name);
      await page.getByLabel('Email').fill(`${name.toLowerCase()}@example.com`);
      await page.getByLabel('Password').fill(testPassword);
      await page.keyboard.press('Enter');
      await expect(page.getByText('Signed in as')).toBeVisible();
      await expect(page.getByText(/^synced/)).toBeVisible();
    }),
});
