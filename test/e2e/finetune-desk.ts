import type { Page } from '@playwright/test';
import OpenAI from 'openai';
import type { Provider } from '../../shared/domain/provider.ts';
import { defaultCapabilities } from '../../shared/rules/providers.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { build } from '../fixtures/datasets.ts';
import { runningClock } from '../openai/clock.ts';
import type { Exchange } from '../openai/exchange.ts';
import { type FakeOpenAI, startFakeOpenAI } from '../openai/server.ts';
import { test as base, expect, press } from './labeling-desk.ts';

export { ask, expect, press } from './labeling-desk.ts';

export const goodKey = 'sk-of-the-fine-tune-desk';
/** An hour of training in a dozen seconds. */
const quick = 300;

type Desk = {
  /** How many times as fast as ours the server's time passes. */
  speed: number;
  /** A server of OpenAI's shape on this machine, which takes one key. */
  openai: { server: FakeOpenAI; exchanges: Exchange[] };
  /** What the dataset is called; null builds none. */
  dataset: string | null;
};

/** The app on a workspace with a dataset of 24 examples, beside a server of one's own. */
export const test = base.extend<Desk>({
  corpus: { rows: approvedRows(24) },
  speed: [quick, { option: true }],
  dataset: ['Autumn', { option: true }],
  openai: async ({ speed }, use) => {
    const exchanges: Exchange[] = [];
    const server = await startFakeOpenAI({
      clock: runningClock(speed),
      keys: { [goodKey]: 'ok' },
      heard: (exchange) => exchanges.push(exchange),
    });
    await use({ server, exchanges });
    await server.close();
  },
  appArgs: async ({ appArgs, folder, dataset }, use) => {
    if (dataset !== null) build(folder, { name: dataset, split: { seed: 1, validation: 0.2, holdout: 0.2 } });
    await use(appArgs);
  },
});

/** The server as its form keeps it. */
export function providerOf({ url }: FakeOpenAI): Provider {
  const own = { id: 'workbench', kind: 'compatible', name: 'Workbench' } as const;
  return { ...own, baseUrl: url, capabilities: defaultCapabilities, newJobsUntil: null };
}

/** A job that the server has, whoever asked for it. */
export async function makeJob({ url }: FakeOpenAI, model: string): Promise<string> {
  const client = new OpenAI({ baseURL: url, apiKey: goodKey, maxRetries: 0 });
  const messages = [
    { role: 'user', content: 'Where is my parcel?' },
    { role: 'assistant', content: 'On its way.' },
  ];
  const lines = `${JSON.stringify({ messages })}\n`.repeat(12);
  const file = await client.files.create({ file: new File([lines], 'train.jsonl'), purpose: 'fine-tune' });
  const { id } = await client.fineTuning.jobs.create({ model, training_file: file.id });
  return id;
}

export async function toFinetune(page: Page): Promise<void> {
  await press(page, 'ControlOrMeta+9');
  await expect(page.getByRole('radiogroup', { name: 'View' }).getByRole('radio', { name: 'Runs' })).toBeVisible();
}

/** By mouse: where a field has the focus, a letter is text. */
export async function toView(page: Page, name: 'Runs' | 'New run' | 'Models' | 'Providers'): Promise<void> {
  await page.getByRole('radiogroup', { name: 'View' }).getByRole('radio', { name, exact: true }).check();
}

const dialog = (page: Page) => page.getByRole('dialog');

/** Adds the server through its form. */
export async function addServer(page: Page, { url }: FakeOpenAI, name: string): Promise<void> {
  await toView(page, 'Providers');
  await page.getByRole('button', { name: 'Add a server of your own…' }).click();
  await page.getByLabel('Name', { exact: true }).fill(name);
  await page.getByLabel('Address', { exact: true }).fill(url);
  await dialog(page).getByRole('button', { name: 'Save' }).click();
  await expect(page.getByRole('heading', { name, exact: true })).toBeVisible();
}

export async function enterKey(page: Page, key: string): Promise<void> {
  await press(page, 'k');
  await page.getByLabel('Key', { exact: true }).fill(key);
  await dialog(page).getByRole('button', { name: 'Keep the key' }).click();
  await expect(dialog(page)).toHaveCount(0);
}

/** The server as a provider whose key is kept. */
export async function addWorkbench(page: Page, server: FakeOpenAI): Promise<void> {
  await addServer(page, server, 'Workbench');
  await enterKey(page, goodKey);
}

export const preflight = (page: Page) => page.getByRole('region', { name: 'Preflight' });
export const run = (page: Page) => page.locator('[data-run-detail]');
export const history = (page: Page) => run(page).getByRole('list', { name: 'What happened' });

/** Looks at a plan for the model, and begins it; what has to be typed is typed. */
export async function begin(page: Page, model: string): Promise<void> {
  await toView(page, 'New run');
  await page.getByLabel('Model to tune').fill(model);
  await press(page, 'ControlOrMeta+e');
  await expect(preflight(page).getByRole('heading', { name: 'It can be begun' })).toBeVisible();
  const confirmation = preflight(page).getByLabel(/^Type “/);
  if (await confirmation.isVisible()) await confirmation.fill('unknown cost');
  await preflight(page).getByRole('button', { name: 'Begin the run' }).click();
  await expect(run(page).getByRole('heading', { name: model })).toBeVisible();
}
