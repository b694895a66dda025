import { once } from 'node:events';
import { readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ElectronApplication, Page } from '@playwright/test';
import Database from 'better-sqlite3';
import { lockWorkspace } from '../../electron/service/store/lock.ts';
import { expect, host, test } from './fixture.ts';

const demo = (userData: string) => join(userData, 'Demo workspace');
const factuality = (page: Page) => page.getByRole('radiogroup', { name: /Factuality/ });

async function labelOne(page: Page): Promise<void> {
  await page.getByRole('button', { name: /ten practice items/ }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(factuality(page)).toBeVisible();
  for (const key of ['5', '0', 'a', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByText('1 of 156', { exact: true })).toBeVisible();
}

// What stands in the way of a start is asked by the desktop's own message box. Electron's is out of Playwright's reach.
if (host.name === 'chromium') {
  const box = (page: Page) => page.locator('host-dialog:not([aria-busy=true])');

  async function quit({ app, page }: { app: ElectronApplication; page: Page }): Promise<void> {
    const exited = once(app.process(), 'exit');
    await page.keyboard.press('Escape').catch(() => {
      // The window leaves under the key.
    });
    await exited;
  }

  test('a damaged workspace offers its backup, and the label is back', async ({ app, page, userData, relaunch }) => {
    await labelOne(page);
    // Quitting backs up what has changed.
    await app.close();
    const work = join(demo(userData), 'work.db');
    for (const log of ['-wal', '-shm']) await rm(`${work}${log}`, { force: true });
    await truncate(work, 0);
    await writeFile(work, 'not a database'.repeat(500));

    const again = await relaunch();
    await expect(box(again.page)).toHaveCount(1);
    await again.page.keyboard.press('Enter');
    await expect(factuality(again.page)).toBeVisible();
    await expect(again.page.getByText('1 of 156', { exact: true })).toBeVisible();
  });

  test('damaged samples are set aside, and no label goes back to a backup for them', async ({
    app,
    page,
    userData,
    relaunch,
  }) => {
    await labelOne(page);
    await app.close();
    const corpus = join(demo(userData), 'corpus.db');
    for (const log of ['-wal', '-shm']) await rm(`${corpus}${log}`, { force: true });
    await writeFile(corpus, 'not a database'.repeat(500));

    const again = await relaunch();
    await expect(box(again.page)).toHaveCount(1);
    await again.page.keyboard.press('Enter');
    // The demo brings its samples along.
    await expect(factuality(again.page)).toBeVisible();
    await expect(again.page.getByText('1 of 156', { exact: true })).toBeVisible();
    const files = await readdir(demo(userData));
    expect(files.filter((name) => name.includes('damaged'))).toEqual([expect.stringMatching(/^corpus\.db\.damaged-/)]);
  });

  test('a newer workspace is left alone, and Quit quits', async ({ app, page, userData, relaunch }) => {
    await labelOne(page);
    await app.close();
    const work = join(demo(userData), 'work.db');
    const set = (version: number) => {
      const db = new Database(work);
      const before = db.pragma('user_version', { simple: true });
      db.pragma(`user_version = ${version}`);
      db.close();
      return Number(before);
    };
    const version = set(999);
    const refused = await relaunch();
    await expect(box(refused.page)).toHaveCount(1);
    await quit(refused);

    set(version);
    const again = await relaunch();
    await expect(again.page.getByText('1 of 156', { exact: true })).toBeVisible();
  });

  test('a workspace that another process writes can be opened once it is free', async ({
    app,
    page,
    userData,
    relaunch,
  }) => {
    await labelOne(page);
    await app.close();
    const lock = lockWorkspace(demo(userData), 'a batch session');
    const refused = await relaunch();
    await expect(box(refused.page)).toHaveCount(1);
    lock.release();
    await quit(refused);
    const again = await relaunch();
    await expect(again.page.getByText('1 of 156', { exact: true })).toBeVisible();
  });
}
