import { sampleRow } from '../fixtures/samples.ts';
import { expect, press, test } from './labeling-desk.ts';

const rows = Array.from({ length: 40 }, (_, index) =>
  sampleRow(`w-${index}`, { created_at: new Date(Date.UTC(2026, 8, 1, 8, index)).toISOString() }),
);

test.use({ corpus: { rows } });

test('a loop that has run ahead of what is ready says that it waits', async ({ app, page }, info) => {
  // Nothing that is asked from here on is answered.
  await app.evaluate(({ ipcMain }) => {
    ipcMain.removeHandler('assay:call');
    ipcMain.handle('assay:call', () => new Promise(() => {}));
  });
  const waits = page.getByText('Fetching the next sample. Keys do nothing until it is here.');
  for (let step = 0; step < 40; step += 1) await press(page, 'j');
  await expect(waits).toBeVisible();
  await page.screenshot({ path: info.outputPath('waiting.png') });
});
