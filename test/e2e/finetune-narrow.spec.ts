import { addWorkbench, expect, preflight, press, test, toFinetune, toView } from './finetune-desk.ts';
import { spilled, zooms } from './spilled.ts';

test('what a preflight has found is read at a large zoom', async ({ page, openai: { server } }, info) => {
  await toFinetune(page);
  await addWorkbench(page, server);
  await toView(page, 'New run');
  await page.getByLabel('Model to tune').fill('gpt-4o-mini-2024-07-18');
  await press(page, 'ControlOrMeta+e');
  await expect(preflight(page).getByRole('heading', { name: 'It can be begun' })).toBeVisible();
  for (const size of zooms) {
    const name = `${size.width} × ${size.height}`;
    await page.setViewportSize(size);
    await page.screenshot({ path: info.outputPath(`preflight-${size.width}.png`) });
    expect.soft(await spilled(page, 'main'), name).toEqual([]);
    const found = preflight(page).getByRole('list', { name: 'What was looked at' }).getByRole('paragraph');
    const rooms = await found.evaluateAll((all) => all.map((one) => one.clientWidth));
    expect.soft(Math.min(...rooms), `${name}: room for what was found`).toBeGreaterThan(240);
    const suffix = await page.getByLabel(/^Suffix/).boundingBox();
    expect.soft(suffix?.width, `${name}: room for a field`).toBeGreaterThan(140);
    const model = await page.getByLabel('Model to tune').boundingBox();
    expect.soft(model?.width, `${name}: room for the form`).toBeGreaterThan(200);
  }
});
