import type { Page } from '@playwright/test';
import {
  answerAt,
  askingRows,
  begin,
  expect,
  far,
  prepare,
  test,
  toComparing,
  toEvaluations,
} from './evaluation-desk.ts';
import { press } from './labeling-desk.ts';
import { plotText, spilled, zooms } from './spilled.ts';

const intents = ['refund', 'delivery', 'an_intent_that_was_generated_from_a_whole_sentence'];
const rows = askingRows.map((row, index) => ({
  ...row,
  query: { ...row.query, intent: intents[index % intents.length] ?? null },
}));

test.use({ corpus: { rows } });

/** Where the digits of each scale of an answer begin and end, and where its name ends. */
const scalesOf = (page: Page, place: 'First' | 'Second') =>
  answerAt(page, place)
    .getByRole('radiogroup')
    .evaluateAll((scales) =>
      scales.map((scale) => ({
        name: scale.previousElementSibling?.getBoundingClientRect().right ?? 0,
        left: Math.round(scale.getBoundingClientRect().left),
        right: scale.getBoundingClientRect().right,
      })),
    );

test('who judges blind reaches every digit and every choice at a large zoom', async ({ page, openai }, info) => {
  await begin(page, await prepare(page, openai.server), { scored: true });
  await toComparing(page);
  await press(page, '1');
  for (const size of [...zooms, { width: 600, height: 375 }]) {
    const name = `${size.width} × ${size.height}`;
    await page.setViewportSize(size);
    await page.screenshot({ path: info.outputPath(`comparing-${size.width}.png`) });
    expect.soft(await spilled(page, 'main'), name).toEqual([]);
    const sides = await page.locator('[data-scroll="answers"]').evaluate((pane) => pane.getBoundingClientRect());
    for (const place of ['First', 'Second'] as const) {
      const scales = await scalesOf(page, place);
      expect.soft(new Set(scales.map(({ left }) => left)).size, `${place}, ${name}: one column of digits`).toBe(1);
      for (const { name: end, left, right } of scales) {
        expect.soft(left - end, `${place}, ${name}: room between name and digits`).toBeGreaterThanOrEqual(8);
        expect.soft(right, `${place}, ${name}: digits in the pane`).toBeLessThanOrEqual(sides.right);
      }
    }
    const [first, second] = await Promise.all(
      (['First', 'Second'] as const).map((place) => answerAt(page, place).boundingBox()),
    );
    expect.soft(second?.width, `${name}: no answer has more room`).toBeCloseTo(first?.width ?? 0, 1);
    expect.soft(sides.height, `${name}: answers have room`).toBeGreaterThan(100);
  }
});

test('how far an evaluation is stands in one column at a large zoom', async ({ page, openai }) => {
  await begin(page, await prepare(page, openai.server));
  await toEvaluations(page);
  const bars = page.getByRole('progressbar');
  await expect(bars).toHaveCount(2);
  for (const width of [720, 640]) {
    await page.setViewportSize({ width, height: 450 });
    const ends = await bars.evaluateAll((all) => all.map((bar) => bar.getBoundingClientRect().right));
    expect.soft(ends[0], `${width}: where the bars end`).toBeCloseTo(ends[1] ?? 0, 1);
    for (const figure of await page.getByText(/^\d+ of \d+ (item|judgment)s?$/).all())
      expect.soft((await figure.boundingBox())?.height, `${width}: a figure on one line`).toBeLessThan(30);
    expect.soft(await spilled(page, 'main'), `${width}`).toEqual([]);
  }
});

test('results are read at a large zoom, whatever they are called', async ({ page, openai }, info) => {
  test.slow();
  await begin(page, await prepare(page, openai.server), { scored: true, name: 'N'.repeat(100) });
  await toComparing(page);
  for (let judged = 0; judged < 15; judged++) {
    await expect(far(page)).toHaveText(`${judged} of 15`);
    await press(page, '1', 's', '4', '4', '5', '3', '4', '4', '2', '3', '5', '5', '3', '2', 'Enter');
  }
  await expect(page.getByText('Everything is compared')).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('option', { name: /^N/ })).toContainText('15 of 15 judgments');
  await press(page, 'r');
  await page.getByRole('button', { name: 'Open the results', exact: true }).click();
  await expect(page.getByRole('img', { name: /The tuned model wins/ })).toBeVisible();
  for (const view of ['Summary', 'Item by item']) {
    await page.getByRole('radio', { name: view }).check();
    await expect(page.getByText('Reading the training file…')).toBeHidden();
    let meant = 0;
    for (const size of zooms) {
      const name = `${view} at ${size.width} × ${size.height}`;
      await page.setViewportSize(size);
      await page.screenshot({ path: info.outputPath(`${view.slice(0, 4)}-${size.width}.png`) });
      expect.soft(await spilled(page, 'main'), name).toEqual([]);
      if (view !== 'Summary') continue;
      meant ||= await plotText(page);
      await expect.poll(() => plotText(page), `${name}: text of the plot`).toBeGreaterThanOrEqual(meant - 0.1);
      await page.getByRole('img', { name: /The tuned model wins/ }).scrollIntoViewIfNeeded();
      await expect.soft(page.getByRole('img', { name: /The tuned model wins/ })).toBeInViewport({ ratio: 0.4 });
      await page.screenshot({ path: info.outputPath(`plot-${size.width}.png`) });
    }
  }
});
