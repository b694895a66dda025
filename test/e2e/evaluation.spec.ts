import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { answersOf, baseModel, tunedModel } from '../fixtures/evaluations.ts';
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
import { press, told } from './labeling-desk.ts';

test.use({ corpus: { rows: askingRows } });

test('from a form to the results: plan, cost, answers, blind comparison, who wins', async ({ page, openai }) => {
  test.slow();
  await prepare(page, openai.server);
  await toEvaluations(page);
  await expect(page.getByText('No evaluation yet')).toBeVisible();
  await press(page, 'n');
  const form = page.getByRole('dialog', { name: 'New evaluation' });
  await expect(form.getByLabel('Name, which judges see')).toBeFocused();
  await form.getByRole('button', { name: 'Look first' }).click();
  await expect(form.getByRole('alert')).toContainText('Give it a name');
  await form.getByLabel('Name, which judges see').fill('Autumn round');
  for (const [title, model] of [
    ['Base model', baseModel],
    ['Tuned model', tunedModel],
  ] as const) {
    await form.getByLabel(`${title}: provider`).selectOption('own');
    await form.getByLabel(title, { exact: true }).fill(model);
  }
  await ask(page, 'providers.forgetKey', { id: 'own' });
  await form.getByRole('button', { name: 'Look first' }).click();
  await expect(form.getByRole('alert')).toContainText('There is no key for Our server here.');
  await expect(form.getByRole('button', { name: 'Begin' })).toBeHidden();
  await ask(page, 'providers.setKey', { id: 'own', key: 'sk-good' });
  await form.getByRole('button', { name: 'Back to the plan' }).click();
  await expect(form.getByLabel('Name, which judges see')).toBeFocused();
  // Each step has the focus where it goes on.
  await press(page, 'Enter');
  await expect(form.getByText(/^Both models answer \d+ items/)).toBeVisible();
  await expect(form.getByRole('button', { name: 'Begin' })).toBeFocused();
  await press(page, 'Tab', 'Enter');
  await expect(form.getByLabel('Name, which judges see')).toBeFocused();
  await form.getByRole('button', { name: 'Look first' }).press('Enter');
  await expect(form.getByRole('button', { name: 'Begin' })).toBeFocused();
  await press(page, 'Enter');
  await expect(form).toBeHidden();
  await expect(page.getByRole('listbox', { name: '1 evaluation' })).toBeFocused();
  const judge = page.getByRole('button', { name: 'Judge blind' });
  await expect(judge).toBeVisible();
  await expect(page.getByRole('option', { name: /To judge/ })).toBeVisible();
  const [evaluation] = await ask(page, 'evaluation.list', undefined);
  const items = evaluation?.items ?? 0;

  // The tuned model's answer always wins: its words are known to the server alone.
  const ofTuned = answersOf(openai.exchanges, tunedModel);
  await judge.click();
  for (let judged = 0; judged < items; judged++) {
    await expect(far(page)).toHaveText(`${judged} of ${items}`);
    const first = (await answerAt(page, 'First').locator('p').allInnerTexts()).join('\n\n');
    await press(page, ofTuned.has(first) ? 'ArrowLeft' : '2', 'Enter');
  }
  await expect(page.getByText('Everything is compared')).toBeVisible();
  await expect(page.getByText('all saved')).toBeVisible();
  await press(page, 'Escape');
  await expect(page.getByRole('listbox', { name: '1 evaluation' })).toBeFocused();
  await press(page, 'r');
  await page.getByRole('button', { name: 'Open the results', exact: true }).press('Enter');
  await expect(told(page)).toHaveText('The results are open.');
  await expect(page.getByText(`The tuned model wins 100.0 % of ${items} conversations`)).toBeVisible();
  await expect(page.getByText('It is better than the base model.')).toBeVisible();
  // What there is to read is read by keys at once.
  const summary = page.getByRole('region', { name: 'Summary', exact: true });
  await expect(summary).toBeFocused();
  await page.setViewportSize({ width: 1024, height: 600 });
  await press(page, 'PageDown');
  // So low a window scrolls the screen as a whole.
  const scrolled = () => summary.evaluate((pane) => pane.scrollTop + (pane.parentElement?.scrollTop ?? 0));
  await expect.poll(scrolled).toBeGreaterThan(0);
  await page.getByRole('radio', { name: 'Item by item' }).check();
  await page.getByRole('radio', { name: `Won ${items}` }).check();
  const item = page.getByRole('region', { name: 'Item', exact: true });
  await expect(item.getByText('The tuned model is better')).toBeVisible();
  await expect(item.getByRole('heading', { name: 'Tuned model' })).toBeVisible();
  const list = page.getByRole('listbox', { name: `${items} items` });
  await list.focus();
  await press(page, 'End');
  const last = page.getByRole('option').nth(items - 1);
  await expect(last).toHaveAttribute('aria-selected', 'true');
  const question = (await last.innerText()).split('\n')[0] ?? '';
  await press(page, 'f');
  await expect(page).toHaveTitle(/^Find/);

  // Whoever comes back goes on where they were.
  await toEvaluations(page);
  await expect(page.getByRole('radio', { name: `Won ${items}` })).toBeChecked();
  await expect(list).toBeFocused();
  await expect(last).toHaveAttribute('aria-selected', 'true');
  await expect(last).toBeInViewport();
  await expect(item).toContainText(question);
  await page.getByRole('radio', { name: 'Lost 0' }).check();
  await press(page, 'ControlOrMeta+2');
  await toEvaluations(page);
  await expect(page.getByText('No item of this kind.')).toBeFocused();
  await press(page, 'Escape');
  await expect(page.getByRole('listbox', { name: '1 evaluation' })).toBeFocused();
});

test('a comparison is undone, changed, noted and scored, by keys', async ({ page, openai }) => {
  const { id } = await begin(page, await prepare(page, openai.server), { scored: true, sample: { items: 6, seed: 1 } });
  await toComparing(page);
  const verdict = page.getByRole('radiogroup', { name: 'Which answer is better' });
  const chosen = (name: string) => verdict.getByRole('radio', { name });
  await press(page, 'Enter');
  await expect(told(page)).toHaveText('Say first which answer is better, or that neither is.');

  const question = () => page.getByRole('region', { name: 'Customer asks' }).innerText();
  const one = await question();
  await press(page, 't', 's', '5', '4');
  await expect(
    page.getByRole('radiogroup', { name: 'First answer: Helpfulness' }).getByRole('radio', { name: /^4/ }),
  ).toBeChecked();
  await press(page, 'Escape', 'n');
  await page.keyboard.type('Much the same to a customer.');
  await press(page, 'ControlOrMeta+Enter');
  await expect(far(page)).toHaveText('1 of 6');
  expect(await question()).not.toBe(one);
  await press(page, 'x', 'Enter');
  await expect(far(page)).toHaveText('2 of 6');

  await press(page, 'u');
  await expect(far(page)).toHaveText('1 of 6');
  await expect(chosen('Both bad')).toBeChecked();
  await press(page, 'k');
  expect(await question()).toBe(one);
  await expect(chosen('Both as good')).toBeChecked();
  await expect(page.getByLabel('Note')).toHaveValue('Much the same to a customer.');
  await press(page, 'ArrowRight', 'Enter');
  await expect(page.getByText('all saved')).toBeVisible();
  expect((await ask(page, 'evaluation.list', undefined))[0]).toMatchObject({ id, judged: 1 });

  // What was passed over is offered again, with what was entered there.
  await press(page, 'j', 'x');
  for (let left = 0; left < 5; left++) await press(page, 'j');
  await expect(page.getByText('The end of this round')).toBeVisible();
  await page.getByRole('button', { name: 'Look for more' }).click();
  await expect(chosen('Both bad')).toBeChecked();
  expect(await question()).not.toBe(one);

  await press(page, 'p');
  await expect(page.getByText('1 comparison this sitting')).toBeVisible();
  await press(page, 'Space');
  await press(page, 'Escape', 'j');
  await expect(far(page)).toHaveText('1 of 6');
});

test('a comparison that cannot be saved comes back with what was entered, and a judge who is not to judge any more is told', async ({
  page,
  openai,
  folder,
}) => {
  await begin(page, await prepare(page, openai.server), { sample: { items: 6, seed: 1 } });
  await toComparing(page);
  const question = () => page.getByRole('region', { name: 'Customer asks' }).innerText();
  const one = await question();
  const db = openWritable(workspaceFiles(folder).work, 'full');
  db.exec(`CREATE TRIGGER full BEFORE INSERT ON evaluation_judgments BEGIN SELECT raise(ABORT, 'full'); END`);
  await press(page, '1', 'Enter');
  await expect(page.getByRole('alert')).toContainText('This comparison was not saved.');
  expect(await question()).toBe(one);
  await expect(page.getByRole('radio', { name: 'First is better' })).toBeChecked();
  await expect(page.getByText('not saved', { exact: true })).toBeVisible();
  await expect(far(page)).toHaveText('0 of 6');
  db.exec('DROP TRIGGER full');
  db.close();
  await press(page, 'Enter');
  await expect(far(page)).toHaveText('1 of 6');
  await expect(page.getByText('all saved')).toBeVisible();

  const [evaluation] = await ask(page, 'evaluation.list', undefined);
  // Opened behind the judge's back: what comes after is refused, and trying again would not help.
  await ask(page, 'evaluation.open', { id: evaluation?.id ?? '', early: true });
  await press(page, '1', 'Enter');
  await expect(page.getByRole('alert')).toContainText(
    'The results of this evaluation were opened, and judging has ended.',
  );
  await expect(page.getByRole('listbox', { name: '1 evaluation' })).toBeVisible();
});
