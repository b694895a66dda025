import { v7 as uuidv7 } from 'uuid';
import { tunedModel } from '../fixtures/evaluations.ts';
import {
  answerAt,
  ask,
  askingRows,
  begin,
  expect,
  far,
  prepare,
  test,
  toComparing,
  toEvaluations,
} from './evaluation-desk.ts';
import { press } from './labeling-desk.ts';
import { judge } from './screens.ts';

/** The screens of an evaluation, in both themes: axe judges them, and a picture of each is kept to look at. */

const long = 'I have been waiting since the second week of August and nobody could tell me where the parcel is. ';
const rows = askingRows.map((row, index) => ({
  ...row,
  query: {
    ...row.query,
    text: `${index % 3 === 0 ? long.repeat(4) : ''}${row.query.text}`,
    intent: ['refund', 'delivery', 'an_intent_that_was_generated_from_a_whole_sentence'][index % 3] ?? null,
    metadata: {
      history: Array.from({ length: 6 }, (_, turn) => ({
        role: turn % 2 === 0 ? ('user' as const) : ('assistant' as const),
        content: turn % 2 === 0 ? long : 'I am sorry about that. Let me have a look at it right now.',
      })),
    },
  },
}));

test.use({ corpus: { rows } });

test('evaluation', async ({ page, openai }, info) => {
  test.slow();
  const judged = judge(page, info);
  await toEvaluations(page);
  await judged('evaluation-none', { wide: true });
  const datasetId = await prepare(page, openai.server);
  await page.setViewportSize({ width: 1280, height: 800 });
  await press(page, 'n');
  const form = page.getByRole('dialog', { name: 'New evaluation' });
  await expect(form.getByLabel('Hold-out of')).toBeVisible();
  await form.getByRole('button', { name: 'Look first' }).click();
  await expect(form.getByRole('alert')).toBeVisible();
  await judged('evaluation-form', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await form.getByLabel('Name, which judges see').fill('Autumn round');
  for (const title of ['Base model', 'Tuned model']) {
    await form.getByLabel(`${title}: provider`).selectOption('own');
    await form.getByLabel(title, { exact: true }).fill(title === 'Base model' ? 'unpriced' : tunedModel);
  }
  await form.getByRole('button', { name: 'Look first' }).click();
  await expect(form.getByLabel(/to spend it$/)).toBeFocused();
  await judged('evaluation-preview');
  await press(page, 'Escape');

  // One that the provider does not know stops, and one goes to its end.
  const gone = {
    providerId: 'own',
    model: 'a-model-that-nobody-has-and-whose-name-is-longer-than-any-column-of-the-screen',
  };
  const name = 'A round with a name that somebody wrote out in full, down to the last word of it';
  const { plan } = await begin(page, datasetId, { scored: true, name: 'Scored round' });
  const failing = { ...plan, name, base: gone };
  const { confirm } = await ask(page, 'evaluation.preview', failing);
  await ask(page, 'evaluation.create', { id: uuidv7(), plan: failing, confirmed: confirm });
  await toEvaluations(page);
  await expect(page.getByRole('alert')).toBeVisible();
  await judged('evaluation-stopped', { wide: true });

  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('option', { name: /Scored round/ }).click();
  await judged('evaluation-to-judge', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await toComparing(page);
  await press(page, '1', 's', '4', '4', '5', '3');
  await judged('evaluation-comparing-scored', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await press(page, '4', '4', '2', '3', '5', '5', '3', '2', 'n');
  await page.keyboard.type('Shorter, and it names the day.');
  await judged('evaluation-note');
  await press(page, 'ControlOrMeta+Enter');
  let verdict = 0;
  while (!(await page.getByText('Everything is compared').isVisible())) {
    await expect(answerAt(page, 'First')).toBeVisible();
    const before = await far(page).innerText();
    await press(page, ['1', '2', '2', 't', 'x'][verdict++ % 5] ?? '1', 'Enter');
    await expect(far(page)).not.toHaveText(before);
  }
  await judged('evaluation-end', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await press(page, 'Escape');
  await expect(page.getByRole('option', { name: /Scored round/ })).toContainText('15 of 15 judgments');
  await press(page, 'r');
  await judged('evaluation-open');
  await page.getByRole('button', { name: 'Open the results', exact: true }).click();
  await expect(page.getByRole('img', { name: /The tuned model wins/ })).toBeVisible();
  await judged('evaluation-results', { wide: true });
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('radio', { name: 'Item by item' }).check();
  await expect(page.getByRole('heading', { name: /Nearest training samples/ })).toBeVisible();
  await expect(page.getByText('Reading the training file…')).toBeHidden();
  await judged('evaluation-items', { wide: true });
});

test('a plain comparison', async ({ page, openai }, info) => {
  await begin(page, await prepare(page, openai.server));
  await toComparing(page);
  await press(page, 't');
  await judge(page, info)('evaluation-comparing', { wide: true });
});
