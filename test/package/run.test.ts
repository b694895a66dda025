import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { extractAll } from '@electron/asar';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import setUp from '../host/global-setup.ts';
import { launchApp } from '../host/playwright.ts';
import { pack } from './pack.ts';

const here = z
  .object({ platform: z.enum(['linux', 'darwin', 'win32']), arch: z.enum(['x64', 'arm64']) })
  .parse({ platform: process.platform, arch: process.arch });

const folder = mkdtempSync(join(realpathSync(tmpdir()), 'assay-packed-'));
let tearDown: (() => void) | undefined;
// A fresh machine has no browser yet: nothing before this suite needs one.
beforeAll(async () => {
  tearDown = await setUp();
}, 600_000);
afterAll(() => tearDown?.());
afterAll(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));

/** Away from the repository there is no node_modules but the packed one: what the whitelist forgot is missing here. */
it('starts from what was packed, fills the demo workspace and reaches the labeling screen', async () => {
  const { archive } = pack(here.platform, here.arch, folder);
  // A place as people have them: with a space, and named like a folder of the bundle.
  const root = join(folder, 'chunks', 'my app');
  extractAll(archive, root);
  const app = await launchApp({ root, userData: join(folder, 'user-data') });
  try {
    const page = await app.firstWindow();
    await page.getByRole('button', { name: 'Go straight to labeling' }).click();
    await page.getByRole('radiogroup', { name: 'Factuality' }).waitFor();
    expect(await app.evaluate(({ app }) => app.getAppPath())).toBe(root);
  } finally {
    await app.close();
  }
});
