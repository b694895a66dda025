import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { Page } from '@playwright/test';
import { experimentDays } from '../backend/experiment-days.ts';
import { insertSamples } from '../backend/team.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { asToday, better, counts, fillFigures, plan, toDeploy } from './experiment-desk.ts';
import { ask, press } from './labeling-desk.ts';
import { judge } from './screens.ts';
import { come, expect, synced, test } from './team-desk.ts';

/** The keys that the footer offers, and what they do. */
const offered = (page: Page) => page.getByRole('contentinfo');

test('a lead plans an experiment by keys, starts it, sees it locked, ships it, and rolls out and back', async ({
  server,
  openWindow,
  join,
}) => {
  test.slow();
  const recent = Array.from({ length: 12 }, (_, index) =>
    sampleRow(`recent-${index}`, {
      source: { agent_name: 'Order Support', conversation_id: `recent ${index}` },
      created_at: new Date(Date.UTC(2026, 9, 1 + Math.floor(index / 2))).toISOString(),
      human_feedback: { approved: index % 4 !== 0 },
      training_flags: { quality_reviewed: true },
      customer_outcome: { csat: 3 + (index % 3), policy_violation: index === 0 },
    }),
  );
  await insertSamples(server.backend, recent);
  const lena = await openWindow('lena');
  await toDeploy(lena);
  await expect(lena.getByRole('heading', { name: 'An experiment needs a team' })).toBeVisible();
  await join(lena, 'Lena', 'lead');
  await synced(lena);
  await toDeploy(lena);
  await expect(lena.getByRole('heading', { name: 'No experiment yet' })).toBeVisible();

  await expect(offered(lena)).toHaveText(/^N plan an experiment\?/);
  await press(lena, 'n');
  const dialog = lena.getByRole('dialog', { name: 'Plan an experiment' });
  await expect(dialog.getByLabel('Name')).toBeFocused();
  await lena.keyboard.type('Tuned on refunds');
  await press(lena, 'Tab');
  await lena.keyboard.type('Order Support');
  await press(lena, 'Tab');
  await expect(dialog.getByText(/^What was empty is filled in from \d+ conversations/)).toBeVisible();
  await lena.keyboard.type('base-1');
  await press(lena, 'Tab');
  await lena.keyboard.type('tuned-1');
  await fillFigures(dialog);
  const outlook = dialog.getByRole('region', { name: 'What this plan means' });
  await expect(outlook).toContainText('The first look, after 14 days, has that chance');
  await expect(outlook).toContainText('past a bar of −5.0 points, clear of zero');
  await press(lena, 'Enter');
  await expect(dialog).toBeHidden();
  await expect(lena.getByRole('heading', { name: 'Tuned on refunds' })).toBeVisible();
  // What asked for a first experiment is gone, and the keys go on in the list.
  await expect(lena.getByRole('listbox', { name: '1 experiment' })).toBeFocused();

  await expect(offered(lena)).toHaveText(/^S startE change the planN plan an experiment\?/);
  await press(lena, 's', 'Tab', 'Enter');
  await expect(lena.getByText('Day 1 of 14')).toBeVisible();
  await expect(offered(lena)).toHaveText(/^D decideX stopR roll out or backN plan/);
  await expect(lena.getByRole('heading', { name: 'Locked' })).toBeVisible();

  const { experiments } = await ask(lena, 'experiment.list', undefined);
  const [experiment] = experiments;
  if (!experiment) throw new Error('there is no experiment');
  const { id } = experiment;
  const days = experimentDays(server.backend, id, experiment.plan);
  await days.converse(200);
  await days.review({ control: asToday, treatment: better });
  await days.pass(3.2);
  await counts(lena, id, 200);
  await expect(lena.getByText('Day 4 of 14')).toBeVisible();
  await expect(lena.getByText('Sample ratio holds')).toBeVisible();
  await expect(lena.getByRole('heading', { name: 'Treatment against control' })).toBeHidden();
  await expect(lena.getByText('no harm known')).toHaveCount(4);

  await days.pass(14.2);
  await come(lena, async () => (await ask(lena, 'experiment.standing', { id }))?.due?.look === 0);
  await expect(lena.getByRole('heading', { name: 'Ready to be opened' })).toBeVisible();
  await expect(lena.getByRole('heading', { name: 'Treatment against control' })).toBeHidden();
  await expect(offered(lena)).toHaveText(/^O open the resultD decideX stopN plan/);
  await lena.getByRole('button', { name: /^Open the result…/ }).press('Enter');
  await press(lena, 'Tab', 'Enter');
  await expect(lena.getByRole('heading', { name: 'Ship', exact: true })).toBeVisible();
  // The button is gone.
  await expect(lena.getByRole('region', { name: 'Tuned on refunds', exact: true })).toBeFocused();
  await expect(lena.getByRole('img', { name: /^Approval, treatment minus control: \+4\d/ })).toBeVisible();

  await press(lena, 'l');
  await expect(lena.getByRole('list', { name: 'Lost conversations' })).toContainText('Where is my parcel?');
  await lena.getByRole('button', { name: 'Trained on nearby' }).first().click();
  await expect(lena.getByText('No run of this workspace has made this arm’s model')).toBeVisible();
  await press(lena, 'Escape');

  await press(lena, 'd');
  const deciding = lena.getByRole('dialog', { name: /^Decide/ });
  await expect(deciding.getByLabel('Decision')).toHaveValue('ship');
  await expect(deciding.getByLabel('Reason')).toHaveValue(/^Approval, edits and CSAT are past their bars/);
  await deciding.getByLabel('Reason').press('Enter');
  await expect(lena.getByRole('region', { name: 'Tuned on refunds', exact: true })).toContainText('Decided: ship.');
  await expect(deciding).toBeHidden();
  await expect(offered(lena)).toHaveText(/^L lost conversationsR roll out or backN plan/);

  await press(lena, 'r');
  const rolling = lena.getByRole('dialog', { name: 'What Order Support answers with' });
  await expect(rolling.getByLabel('Model')).toHaveValue('tuned-1');
  await rolling.getByLabel('Why').press('Enter');
  const active = lena.getByRole('list', { name: 'Active models' });
  await expect(active).toContainText('tuned-1');
  await expect(active).toContainText('by Lena, after “Tuned on refunds”');
  await expect(rolling).toBeHidden();
  await press(lena, 'r');
  await expect(rolling.getByLabel('Model')).toHaveValue('base-1');
  await rolling.getByLabel('Why').fill('Complaints about refunds.');
  await press(lena, 'Enter');
  await expect(active).toContainText('base-1');
  await expect(rolling).toBeHidden();
  await lena.getByRole('button', { name: /^Change.* Order Support$/ }).click();
  await expect(rolling.getByRole('button', { name: 'Roll back' })).toBeVisible();
  await expect(rolling.getByRole('listitem')).toHaveCount(2);
  await expect(rolling).toContainText('Complaints about refunds.');
});

test('a plan whose answer is lost is saved once', async ({ openWindow, openNetwork, join }) => {
  test.slow();
  const network = await openNetwork();
  const lena = await openWindow('lena');
  await join(lena, 'Lena', 'lead', network.url);
  await synced(lena);
  await toDeploy(lena);
  await press(lena, 'n');
  const dialog = lena.getByRole('dialog', { name: 'Plan an experiment' });
  for (const [label, value] of [
    ['Name', 'Tuned on refunds'],
    ['Agent', 'Order Support'],
    ['Control: what', 'base-1'],
    ['Treatment: what', 'tuned-1'],
  ] as const)
    await dialog.getByLabel(label).fill(value);
  await fillFigures(dialog);

  network.fault = ({ path }) => (path.endsWith('/assay_save_experiment') ? 'lose' : null);
  await dialog.getByLabel('Name').press('Enter');
  await expect(dialog.getByRole('alert')).toBeInViewport();
  network.fault = () => null;
  await press(lena, 'Enter');
  await expect(dialog).toBeHidden();
  await expect(lena.getByRole('listbox', { name: '1 experiment' })).toBeVisible();
});

test('a dialog stays until the answer is there, and tells a failure', async ({ openWindow, openNetwork, join }) => {
  test.slow();
  const network = await openNetwork();
  const lena = await openWindow('lena');
  await join(lena, 'Lena', 'lead', network.url);
  await ask(lena, 'experiment.save', { id: randomUUID(), plan });
  await synced(lena);
  await toDeploy(lena);
  await come(lena, () => lena.getByRole('heading', { name: plan.name }).isVisible());
  await press(lena, 's');
  const dialog = lena.getByRole('dialog', { name: `Start “${plan.name}”` });

  const silent = createServer();
  silent.listen(0, '127.0.0.1');
  await once(silent, 'listening');
  const address = silent.address();
  network.elsewhere = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`;
  await press(lena, 'Tab', 'Enter');
  const cancel = dialog.getByRole('button', { name: 'Cancel' });
  await expect(cancel).toBeDisabled();
  await cancel.click({ force: true });
  // A second Escape in a row closes whatever a page says to the first.
  await press(lena, 'Escape', 'Escape');
  await expect(dialog).toBeVisible();
  silent.closeAllConnections();
  await expect(dialog.getByRole('alert')).toBeInViewport();
  await press(lena, 'Escape');
  await expect(dialog).toBeHidden();
  await new Promise((resolve) => silent.close(resolve));
});

test('a model of the registry is rolled out before any experiment, and is known to serve', async ({
  openWindow,
  join,
}, info) => {
  test.slow();
  const lena = await openWindow('lena');
  const judged = async (what: string) => {
    await judge(lena, info)(what, { wide: true });
  };
  await join(lena, 'Lena', 'lead');
  await synced(lena);
  await press(lena, 'ControlOrMeta+9', 'm');
  await lena.getByRole('button', { name: 'Add a model…' }).click();
  await lena.getByRole('dialog').getByRole('textbox').fill('gpt-4.1');
  await press(lena, 'Enter');
  const model = lena.getByRole('region', { name: 'gpt-4.1' });
  await model.getByRole('button', { name: 'Roll out…' }).click();
  const dialog = lena.getByRole('dialog', { name: 'Roll a model out' });
  await expect(dialog.getByLabel('Agent')).toBeFocused();
  await lena.keyboard.type('Order Support');
  await expect(dialog).toContainText('Nothing is set yet');
  await expect(dialog.getByLabel('Model', { exact: true })).toHaveValue('gpt-4.1');
  await judged('models-roll-out');
  await dialog.getByLabel('Why').fill('What we begin with.');
  await press(lena, 'Enter');
  await expect(model).toContainText(/Answers for.*Order Support, since .*, by Lena: What we begin with\./s);
  await judged('models-serving');

  await toDeploy(lena);
  await expect(lena.getByRole('heading', { name: 'No experiment yet' })).toBeVisible();
  await expect(lena.getByRole('list', { name: 'Active models' })).toContainText('gpt-4.1');
  await judged('deploy-active');

  // What is the same would be no change, and its reason lost.
  await lena.getByRole('button', { name: /^Change.* Order Support$/ }).click();
  const changing = lena.getByRole('dialog', { name: 'What Order Support answers with' });
  await changing.getByLabel('Model').fill('gpt-4.1 ');
  await changing.getByLabel('Why').fill('It does well.');
  await press(lena, 'Enter');
  await expect(changing.getByRole('alert')).toContainText('It answers with this model already.');
  await press(lena, 'Escape');

  // Whoever starts what was planned for another model is told.
  await ask(lena, 'experiment.save', { id: randomUUID(), plan });
  await come(lena, () => lena.getByRole('heading', { name: plan.name }).isVisible());
  await press(lena, 's');
  const starting = lena.getByRole('dialog', { name: `Start “${plan.name}”` });
  await expect(starting).toContainText('Order Support answers with gpt-4.1 now and not with control’s model');
  await judged('deploy-start-other');
  await press(lena, 'Escape');

  // However many experiments there are, and however long the reason is, what serves stays in sight.
  const why = 'Complaints about refunds. '.repeat(100);
  await ask(lena, 'experiment.setActiveModel', { agent: plan.agent, model: 'base-1', why, experimentId: null });
  for (let left = 12; left > 0; left--) await ask(lena, 'experiment.save', { id: randomUUID(), plan });
  await come(lena, () => lena.getByRole('listbox', { name: '13 experiments' }).isVisible());
  await lena.setViewportSize({ width: 1280, height: 640 });
  const change = lena.getByRole('button', { name: /^Change.* Order Support$/ });
  await expect(change).toBeInViewport({ ratio: 1 });
  await judged('deploy-active-of-many');
});
