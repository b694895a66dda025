import { press, question } from './labeling-desk.ts';
import { toDatasets } from './screens.ts';
import { expect, synced, test } from './team-desk.ts';

test('what a lead builds from the team’s labels is recorded for the team, and a labeler builds nothing', async ({
  queueId,
  openWindow,
  openAtWork,
  join,
}) => {
  expect(queueId).not.toBe('');
  for (const name of ['Ann', 'Ben']) {
    const labeler = await openAtWork(name);
    await press(labeler, '5', '0', 'a', 'Enter');
    await expect(question(labeler, 's-02')).toBeVisible();
    await synced(labeler);
    await press(labeler, 'ControlOrMeta+2');
    await expect(labeler.getByRole('navigation', { name: 'Screens' })).not.toContainText('Datasets');
  }

  const lena = await openWindow('lena');
  await join(lena, 'Lena', 'lead');
  await synced(lena);
  await toDatasets(lena);
  await expect(lena.getByText('1 example', { exact: true })).toBeVisible();
  await press(lena, 'ControlOrMeta+e');
  await expect(lena.getByRole('list', { name: 'Last build' })).toContainText('Done');
  await press(lena, '5');
  await expect(lena.getByText('It is recorded for your team.')).toBeVisible();
});
