import { channels } from '../../shared/contract/bridge.ts';
import { variedRows } from '../fixtures/dataset-rows.ts';
import { test as base, expect } from './labeling-desk.ts';
import { toDatasets } from './screens.ts';
import { spilled, zooms } from './spilled.ts';

const test = base.extend({ corpus: { rows: variedRows() } });

test('how far the samples are read stands beside the views, each on one line', async ({ app, page }, info) => {
  await toDatasets(page);
  await expect(page.getByRole('table', { name: 'Coverage by intent' })).toBeVisible();
  // As a workspace of a quarter of a million is counted: this one is counted at once.
  await app.evaluate(({ BrowserWindow }, channel) => {
    for (const { webContents } of BrowserWindow.getAllWindows())
      webContents.send(channel, 'dataset.surveying', { share: 0.34 });
  }, channels.event);
  const told = page.getByText('Reading all samples: 34 %');
  await expect(told).toBeVisible();
  const bar = page.getByRole('radiogroup', { name: 'View' }).locator('..');
  const views = page.getByRole('radiogroup', { name: 'View' });
  for (const size of zooms) {
    const name = `${size.width} × ${size.height}`;
    await page.setViewportSize(size);
    await page.screenshot({ path: info.outputPath(`counting-${size.width}.png`) });
    expect.soft((await told.boundingBox())?.height, name).toBeLessThan(24);
    if (size.width > 900) expect.soft((await bar.boundingBox())?.height, name).toBe(52);
    expect.soft((await views.boundingBox())?.height, name).toBeLessThan(34);
    await expect.soft(page.getByRole('button', { name: /^Stop/ }), name).toBeInViewport({ ratio: 1 });
    expect.soft(await spilled(page, 'main'), name).toEqual([]);
  }
  // As it reads once somebody has stopped the count, which takes a long one.
  await told.evaluate((text) => (text.textContent = 'These numbers are from before: it was stopped.'));
  await page.getByRole('button', { name: /^Stop/ }).evaluate((button) => button.prepend('Count again, or '));
  for (const size of zooms) {
    await page.setViewportSize(size);
    expect.soft(await spilled(page, 'main'), `${size.width} × ${size.height}, stopped`).toEqual([]);
    await page.screenshot({ path: info.outputPath(`stopped-${size.width}.png`) });
  }
});
