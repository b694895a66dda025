import { variedRows } from '../fixtures/dataset-rows.ts';
import { test as base, expect } from './labeling-desk.ts';
import { toDatasets } from './screens.ts';

const test = base.extend({ corpus: { rows: variedRows() } });

test('bars can be told apart in a small window, and the largest numbers stand on their lines', async ({
  page,
}, info) => {
  await page.setViewportSize({ width: 1024, height: 700 });
  await toDatasets(page);
  const intents = page.getByRole('table', { name: 'Coverage by intent' });
  await expect(intents).toBeVisible();
  const track = intents.getByRole('row').first().locator('td').first();
  expect(await track.evaluate((cell) => cell.clientWidth)).toBeGreaterThan(80);

  const collected = page.getByRole('row', { name: /^Collected/ });
  const lost = page.getByRole('row', { name: /^Nobody has reviewed them yet/ });
  // As a workspace of a quarter of a million has them.
  await collected
    .locator('td')
    .last()
    .evaluate((cell) => (cell.textContent = '256,040'));
  await lost
    .locator('td')
    .last()
    .evaluate((cell) => (cell.textContent = '255,892'));
  const gap = await collected.evaluate((row) => {
    const number = document.createRange();
    number.selectNodeContents(row.lastElementChild ?? row);
    return number.getBoundingClientRect().left - (row.querySelector('td span')?.getBoundingClientRect().right ?? 0);
  });
  expect(gap).toBeGreaterThanOrEqual(6);
  expect(await lost.evaluate((row) => row.clientHeight)).toBeLessThan(30);
  await page.screenshot({ path: info.outputPath('small.png') });
});
