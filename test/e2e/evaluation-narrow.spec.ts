import type { Page } from '@playwright/test';
import { answerAt, askingRows, begin, expect, prepare, test, toComparing } from './evaluation-desk.ts';
import { press } from './labeling-desk.ts';
import { spilled, zooms } from './spilled.ts';

test.use({ corpus: { rows: askingRows } });

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

for (const theme of ['light', 'dark'] as const)
  test(`who judges blind reaches every digit and every choice at a large zoom, ${theme}`, async ({
    page,
    openai,
  }, info) => {
    await page.emulateMedia({ colorScheme: theme });
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
