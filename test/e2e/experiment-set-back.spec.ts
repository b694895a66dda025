import { experimentId as id, plan as orders, toDeploy } from './experiment-desk.ts';
import { ask, press } from './labeling-desk.ts';
import { judge } from './screens.ts';
import { come, expect, synced, test } from './team-desk.ts';

const plan = { ...orders, name: 'Tuned on refunds' };

const noWitness = 'update public.assay_devices set witness = gen_random_uuid()';
const keeping = (to: 'enable' | 'disable', ...tables: string[]) =>
  tables.map((table) => `alter table public.${table} ${to} trigger append_only`);

/** The server as it was before the lead's last two decisions: it knows neither these nor this device's witness. */
const restored = [
  `update public.assay_experiments set state = 'running', stopped_at = null`,
  `update public.assay_active_models set model = 'base', since = since - interval '1 day'`,
  ...keeping('disable', 'assay_active_model_changes'),
  `delete from public.assay_active_model_changes where to_model = 'tuned'`,
  ...keeping('enable', 'assay_active_model_changes'),
  noWitness,
];

/** The server as it was before there was any experiment. */
const founded = [
  ...keeping('disable', 'assay_active_model_changes', 'assay_experiment_changes', 'assay_looks', 'assay_exposures'),
  'truncate public.assay_experiments, public.assay_active_models cascade',
  ...keeping('enable', 'assay_active_model_changes', 'assay_experiment_changes', 'assay_looks', 'assay_exposures'),
  noWitness,
];

test('a lead is told wherever they are what a restore has set back, and stops, rolls out or leaves it', async ({
  server,
  openWindow,
  join,
}, info) => {
  test.slow();
  const lena = await openWindow('lena');
  const judged = async (what: string) => {
    await judge(lena, info)(what, { wide: true });
    await lena.setViewportSize({ width: 1280, height: 800 });
  };
  await join(lena, 'Lena', 'lead');
  await synced(lena);
  const setModel = (model: string, why: string, experimentId: string | null) =>
    ask(lena, 'experiment.setActiveModel', { agent: plan.agent, model, why, experimentId });
  await ask(lena, 'experiment.save', { id, plan });
  await ask(lena, 'experiment.start', { id });
  await setModel('base', 'What we begin with.', null);
  await ask(lena, 'experiment.stop', { id });
  await setModel('tuned', 'Past every bar.', id);
  const list = () => ask(lena, 'experiment.list', undefined);
  await come(lena, async () => (await list()).activeModels[0]?.to === 'tuned');
  for (const statement of restored) await server.backend.sql(statement);
  await come(lena, async () => (await list()).activeModels[0]?.to === 'base');

  const error = lena.getByRole('complementary', { name: 'Error' });
  await expect(error).toContainText('The team’s server was restored to an earlier time.');
  await judged('set-back-told');
  await toDeploy(lena);
  await expect(error).toBeHidden();
  const told = lena.getByRole('region', { name: 'The team’s server was restored to an earlier time' });
  await expect(told.getByRole('listitem')).toHaveCount(2);
  await expect(told).toContainText(
    /“Tuned on refunds” on Order Support was stopped on .* and runs again\. Stop it again\./,
  );
  await judged('deploy-set-back');

  await told.getByRole('button', { name: 'Show it: Tuned on refunds' }).press('Enter');
  await expect(lena.getByRole('region', { name: plan.name, exact: true })).toBeFocused();
  await press(lena, 'x', 'Tab', 'Enter');
  await expect(told.getByRole('listitem')).toHaveCount(1);
  await expect(lena.getByRole('dialog')).toBeHidden();

  await told.getByRole('button', { name: 'Roll it out again… Order Support' }).press('Enter');
  const rolling = lena.getByRole('dialog', { name: 'What Order Support answers with' });
  await expect(rolling.getByLabel('Model')).toHaveValue('tuned');
  await expect(rolling.getByLabel('Why')).toHaveValue('Past every bar.');
  await judged('deploy-set-back-roll-out');
  await press(lena, 'Escape');
  await told.getByRole('button', { name: 'Leave it as it is' }).press('Enter');
  await expect(told).toBeHidden();
  await expect(lena.getByRole('listbox', { name: '1 experiment' })).toBeFocused();
  await lena.reload();
  await expect(lena.getByRole('button', { name: /: menu$/ })).toBeVisible();
  await toDeploy(lena);
  await expect(lena.getByRole('heading', { name: plan.name })).toBeVisible();
  await expect(told).toBeHidden();

  // Set back further: where no experiment is left to look at, it stands above what else there is to say.
  for (const statement of founded) await server.backend.sql(statement);
  await come(lena, async () => (await list()).experiments.length === 0);
  await expect(lena.getByRole('heading', { name: 'No experiment yet' })).toBeVisible();
  await expect(told.getByRole('listitem')).toHaveCount(2);
  await expect(told).toContainText(/“Tuned on refunds” .* and is gone\. Plan it again if you still need it\./);
  await judged('deploy-set-back-empty');
});
