import { experimentDays } from '../backend/experiment-days.ts';
import { asToday, better, experimentId, plan, toDeploy } from './experiment-desk.ts';
import { ask, press } from './labeling-desk.ts';
import { plotText, spilled, zooms } from './spilled.ts';
import { come, expect, synced, test } from './team-desk.ts';

test('the results of an experiment are read at a large zoom, whatever its models are called', async ({
  server,
  openWindow,
  join,
}, info) => {
  test.slow();
  const lena = await openWindow('lena');
  await join(lena, 'Lena', 'lead');
  await synced(lena);
  await toDeploy(lena);
  const [control, treatment] = plan.arms;
  const long = `ft:gpt-4o-mini-2024-07-18:fake-org:${'a'.repeat(64)}:JW09sKAZ`;
  const named = {
    ...plan,
    name: 'X'.repeat(200),
    arms: [control, { ...treatment, model: long }],
  } satisfies typeof plan;
  const id = experimentId;
  await ask(lena, 'experiment.save', { id, plan: named });
  await ask(lena, 'experiment.start', { id });
  const days = experimentDays(server.backend, id, named);
  await days.converse(200);
  await days.review({ control: asToday, treatment: better });
  await days.pass(14.5);
  await come(lena, () => lena.getByRole('heading', { name: 'Ready to be opened' }).isVisible());
  await press(lena, 'o', 'Tab', 'Enter');
  await come(lena, () => lena.getByRole('heading', { name: /^Ship|^Keep running/ }).isVisible());
  await expect(lena.getByRole('img', { name: /^Approval, treatment minus control/ })).toBeVisible();
  let meant = 0;
  for (const size of zooms) {
    await lena.setViewportSize(size);
    meant ||= await plotText(lena);
    const at = `${size.width} × ${size.height}`;
    await expect.poll(() => plotText(lena), `${at}: text of the plots`).toBeGreaterThanOrEqual(meant - 0.1);
    expect.soft(await spilled(lena, 'main'), at).toEqual([]);
    const names = await lena.locator('dl:has(code) dt').evaluateAll((all) =>
      all.map((one) => {
        const text = document.createRange();
        text.selectNodeContents(one);
        return text.getClientRects().length;
      }),
    );
    expect.soft(names, `${at}: lines of the names of the arms`).toEqual([1, 1]);
    for (const row of await lena.getByRole('row', { name: /^(Control|Treatment)/ }).all())
      expect.soft((await row.boundingBox())?.height, `${at}: a line of the table`).toBeLessThan(40);
    const metric = lena.getByRole('listitem').filter({ hasText: 'Approval', has: lena.getByRole('img') });
    const said = await metric.locator('p').first().boundingBox();
    expect.soft(said?.width, `${at}: the sentence has room`).toBeGreaterThan(300);
    for (const theme of ['light', 'dark'] as const) {
      await lena.emulateMedia({ colorScheme: theme });
      await lena.locator('[data-detail]').evaluate((pane) => pane.scrollTo(0, 0));
      await lena.screenshot({ path: info.outputPath(`top-${theme}-${size.width}.png`) });
      await metric.scrollIntoViewIfNeeded();
      await lena.screenshot({ path: info.outputPath(`metric-${theme}-${size.width}.png`) });
      await lena.locator('[data-detail]').press('End');
      await expect(lena.getByRole('rowheader', { name: 'parcel' })).toBeInViewport();
      await lena.screenshot({ path: info.outputPath(`end-${theme}-${size.width}.png`) });
    }
  }
});
