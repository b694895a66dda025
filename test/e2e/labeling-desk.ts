import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Page } from '@playwright/test';
import type { CallInput, CallName, CallOutput } from '../../shared/contract/calls.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { test as base, expect } from './fixture.ts';

export { expect };

/** Samples `s-01`, `s-02` … in the order of the loop. */
export const rows: SampleRow[] = Array.from({ length: 12 }, (_, index) => {
  const id = `s-${String(index + 1).padStart(2, '0')}`;
  return sampleRow(id, {
    created_at: new Date(Date.UTC(2026, 8, 1, 8, index)).toISOString(),
    agent_response: {
      text: `Your order ${id} left our warehouse today [1].\n\nIt arrives on Thursday.`,
      sources: [
        { id: 'track', text: '{"status":"sent"}', metadata: { tool: 'track_parcel' } },
        { id: 'policy', text: 'Parcels take two days.', metadata: { title: 'policy: delivery' } },
      ],
      confidence: 0.8,
    },
  });
});

/** In an object: Playwright reads an array in a fixture as a value with its options. */
type Desk = { corpus: { rows: SampleRow[] }; folder: string };

/** Workspaces that were imported before, by their rows: a copy is quicker than an import. */
const imported = new Map<SampleRow[], string>();

/** A workspace that these samples were imported into, to copy. */
export function workspaceOf(rows: SampleRow[]): string {
  const known = imported.get(rows);
  if (known) return known;
  const scratch = mkdtempSync(join(tmpdir(), 'assay-e2e-samples-'));
  process.once('exit', () => rmSync(scratch, { recursive: true, force: true }));
  const file = join(scratch, 'samples.ndjson');
  const folder = join(scratch, 'workspace');
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const cli = resolve(import.meta.dirname, '../../electron/cli.ts');
  execFileSync(process.execPath, [cli, 'import', file, '--workspace', folder]);
  imported.set(rows, folder);
  return folder;
}

/** The app on a workspace of its own with known samples. */
export const test = base.extend<Desk>({
  corpus: [{ rows }, { option: true }],
  folder: ({ userData }, use) => use(join(userData, 'workspace')),
  appArgs: async ({ folder, corpus }, use) => {
    cpSync(workspaceOf(corpus.rows), folder, { recursive: true });
    await use(['--workspace', folder]);
  },
  page: async ({ page }, use) => {
    await ready(page);
    await use(page);
  },
});

export async function ready(page: Page): Promise<void> {
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect(page.getByRole('region', { name: 'Scores and decision' })).toBeVisible();
}

export async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key);
}

/** Asks the service through the window's own door. */
export async function ask<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<CallOutput<N>> {
  const asked = JSON.stringify([name, input]);
  const result = await page.evaluate((asked) => {
    const [name, input] = JSON.parse(asked);
    return window.assay.call(name, input ?? undefined); // JSON has no undefined
  }, asked);
  if (!result.ok) throw new Error(`${result.error.message} ${result.error.safe}`);
  return result.value as CallOutput<N>;
}

/** The standing verdict of a sample, once it is there. */
export async function verdictOf(page: Page, sampleId: string) {
  const [item] = await ask(page, 'labeling.items', { queueId: null, sampleIds: [sampleId] });
  return item?.label?.verdict ?? null;
}

export const question = (page: Page, sampleId: string) =>
  page.getByText(`Where is my order, asks ${sampleId}?`, { exact: true });

export const scale = (page: Page, name: string) => page.getByRole('radiogroup', { name, exact: true });

/** The score that a scale shows; null when none is chosen. */
export async function scoreOf(page: Page, name: string): Promise<string | null> {
  const checked = scale(page, name).locator('input:checked');
  return (await checked.count()) === 0 ? null : ((await checked.getAttribute('aria-label'))?.[0] ?? null);
}

/** What a screen reader was told last. */
export const told = (page: Page) => page.getByRole('status');
