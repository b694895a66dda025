import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { readRubric } from '../../electron/service/workspace/guidelines.ts';
import { type Device, saveQueue } from '../backend/team.ts';
import { press, question } from './labeling-desk.ts';
import { expect, synced, test } from './team-desk.ts';

const { rubric } = readRubric(join(import.meta.dirname, '../../resources'));

async function saveVersion(lead: Device): Promise<number> {
  const [first, ...others] = rubric.criteria;
  const body = { ...rubric, criteria: [{ ...first, name: 'Truth' }, ...others] };
  const { version } = await lead.rpc('assay_save_rubric', { body }, z.object({ version: z.int() }));
  return version;
}

async function giveBack(page: Page): Promise<void> {
  await press(page, 'ControlOrMeta+5');
  await page.getByRole('main').getByRole('button', { name: 'Give back' }).click();
  await expect(page.getByText('0 done, 0 to do')).toBeVisible();
}

async function takeTwo(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Take work…' }).click();
  await page.getByLabel('Samples').fill('2');
  await press(page, 'Enter');
  await expect(page.getByText('0 done, 2 to do')).toBeVisible();
  await press(page, 'ControlOrMeta+1');
  await expect(question(page, 's-01')).toBeVisible();
}

const scale = (page: Page, name: string) => page.getByRole('radiogroup', { name });

test('work that was given back is not offered, and taken again it is judged by the rubric of now', async ({
  server,
  queueId,
  openAtWork,
}) => {
  const page = await openAtWork('Ann');
  await expect(scale(page, 'Factuality')).toBeVisible();
  await giveBack(page);
  await press(page, 'ControlOrMeta+1');
  await expect(page.getByRole('heading', { name: 'Your team’s work comes in queues' })).toBeVisible();

  const spec = { queue_id: queueId, overlap: 2, guidelines: 'Be fair.' };
  await saveQueue(server.lead, { ...spec, rubric_version: await saveVersion(server.lead) });
  await press(page, 'ControlOrMeta+5');
  await synced(page);
  await takeTwo(page);
  await expect(scale(page, 'Truth')).toBeVisible();

  // What was entered was meant by the version that it was entered by.
  await press(page, '5');
  await saveQueue(server.lead, { ...spec, rubric_version: 1 });
  await giveBack(page);
  await takeTwo(page);
  await expect(scale(page, 'Truth')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^5:/, checked: true })).toHaveCount(1);
});
