import { randomUUID } from 'node:crypto';
import { experimentDays } from '../backend/experiment-days.ts';
import { asToday, better, counts, experimentId, plan, toDeploy } from './experiment-desk.ts';
import { ask, press } from './labeling-desk.ts';
import { judge } from './screens.ts';
import { come, expect, synced, test } from './team-desk.ts';

test('the Deploy screen', async ({ server, openWindow, join }, info) => {
  test.slow();
  const lena = await openWindow('lena');
  const judged = judge(lena, info);
  await toDeploy(lena);
  await expect(lena.getByRole('heading', { name: 'An experiment needs a team' })).toBeVisible();
  await judged('deploy-no-team', { wide: true });
  await join(lena, 'Lena', 'lead');
  await synced(lena);
  await toDeploy(lena);
  await expect(lena.getByRole('heading', { name: 'No experiment yet' })).toBeVisible();
  await judged('deploy-empty', { wide: true });

  const name =
    'A comparison whose name nobody shortened, of the model that was tuned on refunds in the northern region';
  const planned = randomUUID();
  await ask(lena, 'experiment.save', { id: planned, plan: { ...plan, name, agent: 'Returns' } });
  await come(lena, () => lena.getByRole('heading', { name }).isVisible());
  await judged('deploy-planned', { wide: true });
  await press(lena, 'e');
  await expect(lena.getByRole('dialog')).toBeVisible();
  await judged('deploy-plan', { wide: true });
  await press(lena, 'Escape');

  const id = experimentId;
  await ask(lena, 'experiment.save', { id, plan });
  await ask(lena, 'experiment.start', { id });
  const days = experimentDays(server.backend, id, plan);
  await days.converse(160);
  await counts(lena, id, 160);
  await expect(lena.getByText('Nobody has reviewed any of them.')).toBeVisible();
  await judged('deploy-unreviewed', { wide: true });
  await days.review({ control: better, treatment: asToday });
  await days.pass(3);
  await come(lena, () => lena.getByRole('heading', { name: 'Harm' }).isVisible());
  await judged('deploy-harm', { wide: true });
  await press(lena, 'd');
  await expect(lena.getByRole('dialog')).toContainText('What has no result cannot be shipped.');
  await judged('deploy-decide-locked');
  await press(lena, 'Escape');
  await days.review({ control: asToday, treatment: better });
  await days.pass(14.5);
  await ask(lena, 'experiment.setActiveModel', {
    ...{ agent: 'Order Support', model: 'base', why: 'What we begin with.', experimentId: null },
  });
  await come(lena, () => lena.getByRole('heading', { name: 'Ready to be opened' }).isVisible());
  await judged('deploy-due', { wide: true });
  await press(lena, 'o');
  await expect(lena.getByRole('dialog')).toBeVisible();
  await judged('deploy-open');
  await press(lena, 'Tab', 'Enter');
  await come(lena, () => lena.getByRole('heading', { name: /^Ship|^Keep running/ }).isVisible());
  await judged('deploy-read', { wide: true });
  await lena.setViewportSize({ width: 1280, height: 800 });
  await lena.getByRole('region', { name: plan.name }).press('End');
  await expect(lena.getByRole('rowheader', { name: 'parcel' })).toBeInViewport();
  await judged('deploy-read-end');
  for (const [key, what] of [
    ['l', 'losses'],
    ['d', 'decide'],
    ['r', 'roll-out'],
    ['x', 'stop'],
  ] as const) {
    await press(lena, key);
    await expect(lena.getByRole('dialog')).toBeVisible();
    await judged(`deploy-${what}`);
    await press(lena, 'Escape');
    await expect(lena.getByRole('dialog')).toBeHidden();
  }
  await server.down();
  await press(lena, 'x', 'Tab', 'Enter');
  await expect(lena.getByRole('dialog').getByRole('alert')).toBeVisible();
  await judged('deploy-error');
});
