import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join as pathOf } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { testPassword } from '../backend/team.ts';
import { host } from './fixture.ts';
import { ask, press } from './labeling-desk.ts';
import { test as base, expect, mark, rowsOf, synced, takeWork } from './team-desk.ts';

/** One program on one machine, and two workspaces in it. */
const test = base.extend<{
  folders: { ann: string; ben: string };
  open: (page: Page, folder: string) => Promise<void>;
}>({
  folders: ({ userData }, use) => {
    const folders = { ann: pathOf(userData, 'of Ann'), ben: pathOf(userData, 'of Ben') };
    for (const folder of Object.values(folders)) {
      mkdirSync(folder, { recursive: true });
      openWorkspace(folder, { create: true, program: 'a test' }).close();
    }
    return use(folders);
  },
  appArgs: ({ folders }, use) => use(['--workspace', folders.ann]),
  open: ({ answerDialog }, use) =>
    use(async (page, folder) => {
      await answerDialog('showOpenDialog', { canceled: false, filePaths: [folder] });
      await page.keyboard.press('ControlOrMeta+o');
      await expect(page.getByRole('button', { name: `${basename(folder)}: menu` })).toBeVisible();
    }),
});

const sealed = (userData: string): string[] => {
  try {
    return readdirSync(pathOf(userData, 'secrets'));
  } catch {
    return []; // Nothing was ever kept.
  }
};

test('without a keyring the sign-in ends with the program and not before, and the window says so', async ({
  page,
  userData,
  folders,
  queueId,
  join,
  open,
  relaunch,
}) => {
  test.skip(host.name !== 'chromium' && process.platform !== 'linux', 'this system always has a keyring');
  await join(page, 'Ann', 'labeler');
  await expect(page.getByText('kept until Assay closes: this system has no keyring that could seal it')).toBeVisible();
  expect((await ask(page, 'sync.status', undefined)).secrets).toBe('memory');
  await takeWork(page);
  await open(page, folders.ben);
  await open(page, folders.ann);
  await expect(mark(page)).toHaveText(/^synced/);

  const { page: again } = await relaunch();
  await expect(mark(again)).toHaveText(/^signed out/);
  expect(sealed(userData)).toEqual([]);
  expect(await ask(again, 'labeling.counts', { filter: { queue: queueId } })).toMatchObject({ total: 4 });
  await again.keyboard.press('ControlOrMeta+5');
  await expect(again.getByText('Your sign-in has ended.')).toBeVisible();
  await again.getByLabel('Password', { exact: true }).fill(testPassword);
  await again.keyboard.press('Enter');
  await expect(mark(again)).toHaveText(/^synced/);
});

test.describe('with a keyring', () => {
  test.use({ appEnv: { ASSAY_HOST_KEYRING: '1' } });
  test.skip(host.name !== 'chromium', 'a real keyring belongs to the person at the machine');

  test('each workspace keeps its own sign-in, and what two people did never mixes', async ({
    page,
    userData,
    folders,
    server,
    queueId,
    join,
    open,
    relaunch,
  }) => {
    test.setTimeout(120_000);
    await join(page, 'Ann', 'labeler');
    await expect(page.getByText('kept in this system’s keyring')).toBeVisible();
    await takeWork(page);
    await server.down();
    await press(page, '5', '0', 'a', 'Enter');
    await expect(mark(page)).toHaveText(/1 to send$/);

    await server.up();
    await open(page, folders.ben);
    await join(page, 'Ben', 'labeler');
    await takeWork(page);
    await server.down();
    await press(page, '2', '0', 'r', '1', 'Enter', '2', '0', 'r', '1', 'Enter');
    await expect(mark(page)).toHaveText(/2 to send$/);
    const names = sealed(userData);
    expect(names).toHaveLength(2);
    for (const name of names) {
      const content = readFileSync(pathOf(userData, 'secrets', name)).toString('latin1');
      expect(content).not.toMatch(/eyJ|refresh/);
    }

    const { page: again } = await relaunch();
    await expect(again.getByRole('button', { name: 'of Ann: menu' })).toBeVisible();
    await expect(mark(again)).toHaveText(/1 to send$/);
    await open(again, folders.ben);
    await expect(mark(again)).toHaveText(/2 to send$/);
    await open(again, folders.ann);

    await server.up();
    const somebodyElse = ask(again, 'sync.signIn', { team: null, email: 'ben@example.com', password: testPassword });
    await expect(somebodyElse).rejects.toThrow('This workspace works for Ann');
    await synced(again);
    const labels = () =>
      rowsOf(
        server,
        `select m.name, l.sample_id from assay_labels l join assay_members m using (member_id)
         where l.queue_id = '${queueId}' order by 1, 2`,
        z.object({ name: z.string(), sample_id: z.string() }),
      );
    expect(await labels()).toEqual([{ name: 'Ann', sample_id: 's-01' }]);
    await open(again, folders.ben);
    await synced(again);
    expect(await labels()).toEqual([
      { name: 'Ann', sample_id: 's-01' },
      { name: 'Ben', sample_id: 's-01' },
      { name: 'Ben', sample_id: 's-02' },
    ]);

    await ask(again, 'sync.signOut', undefined);
    expect(sealed(userData)).toHaveLength(1);
    await open(again, folders.ann);
    await expect(mark(again)).toHaveText(/^synced/);
  });
});
