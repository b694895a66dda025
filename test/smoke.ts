import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { host, launchApp } from './host/playwright.ts';

/**
 * `npm run smoke`: does the app start, and does a label reach the disk? Opens a throwaway workspace in the real window,
 * commits one label by keyboard, finds it in work.db, and prints how long the first keystroke took, in milliseconds.
 */
const root = join(import.meta.dirname, '..');
const waitMs = 30_000;

async function smoke(userData: string): Promise<string> {
  const started = performance.now();
  const app = await launchApp({ root, userData });
  try {
    const page = await app.firstWindow();
    page.setDefaultTimeout(waitMs);
    const skipPractice = page.getByRole('button', { name: /Go straight to labeling/ });
    await skipPractice.waitFor();
    await page.keyboard.press('Tab');
    await page.waitForFunction(() => /straight to labeling/.test(document.activeElement?.textContent ?? ''));
    const firstKeystroke = performance.now() - started;

    await page.keyboard.press('Enter');
    await page.getByRole('radiogroup', { name: /Factuality/ }).waitFor();
    for (const key of ['5', '0', 'a', 'Enter']) await page.keyboard.press(key);
    await page.getByText(/^1 of [\d,]+$/).waitFor();
    await page.getByText('all saved', { exact: true }).waitFor();
    const labels = labelsIn(join(userData, 'Demo workspace', 'work.db'));
    if (labels !== 1) throw new Error(`work.db holds ${labels} labels instead of the one that was committed`);
    return `time to first keystroke: ${Math.round(firstKeystroke)} ms (${host.name} host; one label committed and found)`;
  } finally {
    await app.close();
  }
}

function labelsIn(file: string): unknown {
  const db = new Database(file, { readonly: true });
  try {
    return db.prepare(`SELECT count(*) FROM labels WHERE kind = 'verdict'`).pluck().get();
  } finally {
    db.close();
  }
}

const userData = mkdtempSync(join(tmpdir(), 'assay-smoke-'));
try {
  process.stdout.write(`${await smoke(userData)}\n`);
} catch (error) {
  process.stderr.write(`smoke failed: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(userData, { recursive: true, force: true, maxRetries: 5 });
}
