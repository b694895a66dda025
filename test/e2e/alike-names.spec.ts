import type { Page } from '@playwright/test';
import { test as base, expect, press, toFinetune, toView } from './finetune-desk.ts';
import { made, type PlantedRun, plantRuns, remote } from './planted-runs.ts';
import { plotText, spilled, zooms } from './spilled.ts';

const model = 'gpt-4o-mini-2024-07-18';
const long = 'ft:gpt-4o-mini-2024-07-18:an-organisation-with-a-long-name:refunds-of-the-northern-region:AbCdEf12';

/** A run that is done, and so a model whose name begins as that of every other. */
const done = (week: number, change: Partial<PlantedRun> = {}): PlantedRun => {
  const suffix = `support-of-the-northern-region-week-${week}`;
  const told = { model: `ft:${model}:acme-org:${suffix}:Ab${week}Cd`, trainedTokens: 1_901_377, epochs: 3 };
  return {
    model,
    suffix,
    datasetName: `Autumn ${week}`,
    facts: [...made, { what: 'told', job: remote('succeeded', told) }, { what: 'served', model: told.model }],
    ...change,
  };
};
const stuck: PlantedRun = {
  ...done(1, { model: long }),
  facts: made,
  steps: 90,
  error: {
    kind: 'wrong-key',
    message: 'It does not take this key.',
    safe: 'Nothing was sent.',
    remedy: 'Enter it again.',
  },
};

const test = base.extend({
  dataset: null,
  appArgs: async ({ appArgs, folder }, use) => {
    plantRuns(folder, [done(20), done(21), done(22), done(23), done(23, { seed: 8 }), stuck]);
    await use(appArgs);
  },
});

/** The options of the list on the screen whose name is not there as a whole. */
const cut = (page: Page) =>
  page.getByRole('option').evaluateAll((options) =>
    options.flatMap((option) => {
      const name = option.querySelector('b') ?? option.firstElementChild;
      return name && name.scrollWidth > name.clientWidth ? [name.textContent] : [];
    }),
  );

test('runs, models and jobs whose names begin alike are told apart in their lists', async ({ page }, info) => {
  await toFinetune(page);
  const look = async (list: string) => {
    for (const size of zooms) {
      await page.setViewportSize(size);
      await page.screenshot({ path: info.outputPath(`${list}-${size.width}.png`) });
      expect.soft(await cut(page), `${list} at ${size.width}`).toEqual([]);
      expect.soft(await spilled(page, 'main'), `${list} at ${size.width}`).toEqual([]);
    }
  };
  await expect(page.getByRole('option')).toHaveCount(6);
  await expect(page.getByRole('option', { name: /week-23, seed 7/ })).toHaveCount(1);
  await expect(page.getByRole('option', { name: /week-23, seed 8/ })).toHaveCount(1);
  await expect(page.getByRole('option', { name: /week-22/ })).not.toContainText('seed');
  await expect(page.getByRole('img')).toHaveCount(2);
  await look('runs');
  expect(await plotText(page), 'the text of the curves at a large zoom').toBeGreaterThan(10);
  await toView(page, 'Models');
  await expect(page.getByRole('option', { name: /week-21/ })).toBeVisible();
  await look('models');
  for (const week of [20, 21, 22]) {
    const told = page.getByRole('option', { name: `week-${week}` }).getByText(`Autumn ${week}`);
    const seen = await told.evaluate((line, dataset) => {
      const [text] = line.childNodes;
      if (!text) return false;
      const at = (text.textContent ?? '').indexOf(dataset);
      const range = document.createRange();
      range.setStart(text, at);
      range.setEnd(text, at + dataset.length);
      return range.getBoundingClientRect().right <= line.getBoundingClientRect().right;
    }, `Autumn ${week}`);
    expect(seen, `the dataset of week ${week}`).toBe(true);
  }
  await press(page, 'ControlOrMeta+j');
  await expect(page.getByRole('option', { name: long })).toBeVisible();
  await look('jobs');
});
