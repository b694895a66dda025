import type { ErrorReport } from '../../shared/errors.ts';
import {
  addServer,
  test as base,
  begin,
  enterKey,
  expect,
  goodKey,
  preflight,
  press,
  run,
  toFinetune,
  toView,
} from './finetune-desk.ts';
import { made, type PlantedRun, plantRuns, remote } from './planted-runs.ts';
import { judge } from './screens.ts';

/** The Fine-tune screen in its states, in both themes: axe judges it, and a picture of it is kept to look at. */

const longModel =
  'ft:gpt-4o-mini-2024-07-18:an-organisation-with-a-long-name:refunds-and-deliveries-of-the-northern-region:AbCdEf12';
const said =
  'The job failed due to an unsafe training file. This training file was blocked because too many examples were flagged.';
const failed: ErrorReport = {
  kind: 'refused',
  message: `The job has failed at OpenAI. “${said}”`,
  safe: 'OpenAI counts no trained tokens for it, by which a job is charged.',
  remedy: 'Look for the samples that the provider’s rules forbid, leave them out by choice, and build again.',
};
const wrongKey: ErrorReport = {
  kind: 'wrong-key',
  message: 'api.openai.com does not take this key: “Incorrect API key provided.”',
  safe: 'The job at the provider is not touched by this; it goes on, and costs what it costs.',
  remedy: 'Enter the key again; make a new one at the provider if it was withdrawn.',
};
const asks: ErrorReport = {
  kind: 'conflict',
  message: 'It is not known whether OpenAI has made the job: the answer was lost, and no list shows it.',
  safe: 'Nothing was asked for again. If the job is there, it costs what it costs.',
  remedy: 'Look at the provider’s own page: name the job here if it is there, or give the run up.',
};

const tuned = 'ft:gpt-4o-mini-2024-07-18:a-rather-long-organisation:refunds-autumn:AbCdEf12';
const planted: PlantedRun[] = [
  { model: 'gpt-4.1-2025-04-14', facts: made.slice(0, 2).concat({ what: 'not-found' }), error: asks },
  {
    model: 'gpt-4.1-mini-2025-04-14',
    facts: [...made, { what: 'told', job: remote('failed', { error: { code: 'unsafe_file', message: said } }) }],
    error: failed,
  },
  {
    model: longModel,
    datasetName: 'Refunds and deliveries of the northern region, all agents, since the second week of August',
    facts: [...made, { what: 'told', job: remote('running') }],
    steps: 90,
    error: wrongKey,
  },
  {
    model: 'gpt-4o-mini-2024-07-18',
    suffix: 'refunds-autumn',
    validated: true,
    steps: 900,
    facts: [
      ...made,
      { what: 'told', job: remote('succeeded', { model: tuned, trainedTokens: 1_901_377, epochs: 3 }) },
      { what: 'served', model: tuned },
    ],
  },
];

const test = base.extend<{ planted: { runs: PlantedRun[] } }>({
  planted: [{ runs: planted }, { option: true }],
  appArgs: async ({ appArgs, folder, planted: { runs } }, use) => {
    plantRuns(folder, runs);
    await use(appArgs);
  },
});

test('runs in their states', async ({ page }, info) => {
  test.slow();
  const judged = judge(page, info);
  await toFinetune(page);
  const option = (model: string) => page.getByRole('option', { name: model });
  await option('gpt-4o-mini-2024-07-18').first().click();
  await expect(run(page).getByRole('table', { name: 'Checkpoints' })).toBeVisible();
  await judged('finetune-succeeded', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await run(page).evaluate((element) => element.scrollTo(0, element.scrollHeight));
  await judged('finetune-succeeded-end', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('option').nth(1).click();
  await expect(run(page)).toContainText('does not take this key');
  await judged('finetune-stuck-long', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await press(page, 'c');
  await judged('finetune-cancel');
  await press(page, 'Escape');
  await page.getByRole('option').nth(2).click();
  await expect(run(page)).toContainText('unsafe training file');
  await judged('finetune-failed');
  await page.getByRole('option').nth(3).click();
  await expect(run(page)).toContainText('It is not known whether');
  await judged('finetune-asks');
  await press(page, 's');
  await expect(page.getByRole('dialog').getByRole('alert')).toBeVisible();
  await judged('finetune-settle-error');
  await press(page, 'Escape', 'a');
  await expect(page.getByText('The dataset of that run is not here any more')).toBeVisible();
  await judged('finetune-again');
  await toView(page, 'Models');
  await expect(page.getByRole('heading', { name: tuned })).toBeVisible();
  await judged('finetune-models', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
});

test.describe(() => {
  test.use({ planted: { runs: [] } });

  test('nothing yet, a plan, a preflight and providers', async ({ page, openai: { server } }, info) => {
    test.slow();
    const judged = judge(page, info);
    await toFinetune(page);
    await judged('finetune-none', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await press(page, 'n');
    await expect(page.getByText('There is no key for OpenAI here.')).toBeVisible();
    await judged('finetune-plan', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByLabel('Model to tune').fill('gpt-4o');
    await press(page, 'ControlOrMeta+e');
    await expect(preflight(page).getByRole('alert')).toContainText('There is no key');
    await judged('finetune-no-key');

    await toView(page, 'Providers');
    await judged('finetune-provider-openai', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('button', { name: 'Add a server of your own…' }).click();
    await page.getByLabel('Address', { exact: true }).fill('http://example.com/v1');
    await page.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('The address has no TLS')).toBeVisible();
    await judged('finetune-server', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await press(page, 'Escape');
    await addServer(page, server, 'A workbench in the basement, third rack from the door, behind the boiler');
    await press(page, 'k');
    await judged('finetune-key');
    await press(page, 'Escape');
    await enterKey(page, 'sk-wrong');
    await expect(page.getByRole('alert')).toBeVisible();
    await judged('finetune-wrong-key');
    await enterKey(page, goodKey);
    await expect(page.getByRole('table', { name: 'Models' })).toBeVisible();
    await judged('finetune-provider-models', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await toView(page, 'Models');
    await expect(page.getByRole('heading', { name: 'No model yet' })).toBeVisible();
    await judged('finetune-no-model');
    await page.getByRole('button', { name: 'Add a model…' }).click();
    await judged('finetune-add-model');
    await press(page, 'Escape');

    await press(page, 'n');
    await page.getByRole('radio', { name: 'Preferences (DPO)' }).check();
    await page.getByLabel('Beta').fill('7');
    await page.getByLabel('Model to tune').fill('gpt-3.5-turbo-1106');
    await judged('finetune-does-not-fit');
    await page.getByLabel('Beta').fill('');
    await press(page, 'ControlOrMeta+e');
    await expect(preflight(page).getByRole('heading', { name: 'It cannot be begun' })).toBeVisible();
    await judged('finetune-refused', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await page.getByRole('radio', { name: 'Supervised' }).check();
    await page.getByLabel('Model to tune').fill('meta-llama/Llama-3.3-70B-Instruct');
    await press(page, 'ControlOrMeta+e');
    await expect(preflight(page).getByRole('heading', { name: 'It can be begun' })).toBeVisible();
    await preflight(page).getByRole('button', { name: 'Begin the run' }).click();
    await expect(page.getByText('Type exactly')).toBeVisible();
    await judged('finetune-confirm', { wide: true });
    await page.setViewportSize({ width: 1280, height: 800 });
    await begin(page, 'meta-llama/Llama-3.3-70B-Instruct');
    await expect(run(page).getByRole('list', { name: 'What happened' })).toBeVisible();
    await judged('finetune-begun', { wide: true });
  });
});

test.describe(() => {
  test.use({ dataset: null, planted: { runs: [] } });

  test('no dataset', async ({ page }, info) => {
    await toFinetune(page);
    await press(page, 'n');
    await expect(page.getByRole('heading', { name: 'No dataset was built yet' })).toBeVisible();
    await judge(page, info)('finetune-no-dataset', { wide: true });
  });
});
