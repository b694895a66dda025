import { mergeTests, type Page } from '@playwright/test';
import { joinTeam } from '../backend/team.ts';
import { answersOf, tunedModel } from '../fixtures/evaluations.ts';
import {
  answerAt,
  ask,
  askingRows,
  begin,
  test as evaluating,
  expect,
  far,
  prepare,
  toComparing,
  toEvaluations,
} from './evaluation-desk.ts';
import { press } from './labeling-desk.ts';
import { violations } from './screens.ts';
import { come, synced, test as teamed } from './team-desk.ts';

const test = mergeTests(evaluating, teamed);

const items = 6;

/** Nothing that axe would find, in either theme. */
async function accessible(page: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    expect(await violations(page)).toEqual([]);
  }
}

/** Judges all that came to this window: the answer of the tuned model is better wherever it stands. */
async function judgeAll(page: Page, ofTuned: ReadonlySet<string>): Promise<void> {
  for (let judged = 0; judged < items; judged++) {
    await expect(far(page)).toHaveText(`${judged} of ${items}`);
    const first = (await answerAt(page, 'First').locator('p').allInnerTexts()).join('\n\n');
    await press(page, ofTuned.has(first) ? '1' : '2', 'Enter');
  }
  await expect(page.getByText('Everything is compared')).toBeVisible();
  await synced(page);
}

test('a lead lets the team judge, sees how far it is, and opens what two judges said', async ({
  openai,
  server,
  openWindow,
  join,
}) => {
  test.slow();
  const lena = await openWindow('lena', askingRows);
  await join(lena, 'Lena', 'lead');
  const ann = await openWindow('ann');
  await join(ann, 'Ann', 'labeler');
  const ben = await openWindow('ben');
  await join(ben, 'Ben', 'labeler');
  const cleo = await joinTeam(server.backend, server.lead, 'Cleo');
  const { id } = await begin(lena, await prepare(lena, openai.server), { sample: { items, seed: 1 } });
  await come(lena, async () => (await ask(lena, 'lead.team', undefined)).members.length === 5);

  await toEvaluations(lena);
  await expect(lena.getByRole('contentinfo')).toHaveText(/^J judgeP let the team judgeN new evaluation\?/);
  await press(lena, 'p');
  const dialog = lena.getByRole('dialog', { name: 'Let the team judge' });
  await accessible(lena);
  await dialog.getByRole('button', { name: 'Let them judge' }).click();
  await expect(dialog.getByRole('alert')).toContainText(
    'Fewer members are chosen than each item wants judges, which is 1.',
  );
  await dialog.getByLabel('Ann').check();
  await dialog.getByLabel('Cleo').check();
  await dialog.getByLabel(/^Judges an item/).fill('2');
  const name = dialog.getByLabel(/^Name, which judges see/);
  await name.fill('  ');
  await dialog.getByRole('button', { name: 'Let them judge' }).click();
  await expect(name).toHaveJSProperty('validationMessage', 'Not only blanks.');
  await name.fill('Two answers');
  await dialog.getByRole('button', { name: 'Let them judge' }).click();
  await expect(dialog).toBeHidden();
  await synced(lena);

  // Cleo leaves before anything was judged.
  await come(lena, async () => (await ask(lena, 'evaluation.team', undefined))[0]?.lead?.sent === items);
  await ask(lena, 'lead.removeMember', { memberId: cleo.memberId });
  await come(lena, async () => (await ask(lena, 'lead.team', undefined)).members.some(({ removedAt }) => removedAt));
  await expect(lena.getByRole('button', { name: /^Who judges…/ })).toBeVisible();
  await press(lena, 'a');
  const judges = lena.getByRole('dialog', { name: 'Who judges' });
  await expect(judges.getByLabel('Ann')).toBeChecked();
  await accessible(lena);
  await expect(judges.getByLabel('Cleo')).toHaveCount(0);
  await judges.getByRole('button', { name: 'Let these judge' }).click();
  await expect(judges.getByRole('alert')).toContainText('It takes at least 2 members of the team');
  await judges.getByLabel('Ben').check();
  await judges.getByRole('button', { name: 'Let these judge' }).click();
  await expect(judges).toBeHidden();

  const ofTuned = answersOf(openai.exchanges, tunedModel);
  for (const judge of [ann, ben]) {
    await come(judge, async () => (await ask(judge, 'evaluation.team', undefined))[0]?.given === items);
    await toEvaluations(judge);
    await expect(judge.getByRole('option', { name: /Two answers/ })).toContainText(`0 of ${items} comparisons`);
    await expect(judge.getByRole('table', { name: 'Judges' })).toHaveCount(0);
    expect(await judge.locator('body').innerText()).not.toContain(tunedModel);
    await accessible(judge);
    await expect(judge.getByRole('contentinfo')).toHaveText(/^J judge\?/);
    await toComparing(judge);
    await judgeAll(judge, ofTuned);
  }

  await come(lena, async () => (await ask(lena, 'evaluation.team', undefined))[0]?.lead?.judged === 2 * items);
  await expect(lena.getByText(`${2 * items} of ${2 * items} wanted judgments`)).toBeVisible();
  const table = lena.getByRole('table', { name: 'Judges' });
  for (const name of ['Ann', 'Ben'])
    await expect(table.getByRole('row', { name: new RegExp(`^${name}`) })).toContainText(`${items}${items}`);

  await accessible(lena);

  // Another lead, on a device that has none of the answers.
  const lea = await openWindow('lea');
  await join(lea, 'Lea', 'lead');
  await come(lea, async () => (await ask(lea, 'evaluation.team', undefined))[0]?.lead?.judged === 2 * items);
  await toEvaluations(lea);
  await expect(lea.getByText('Published by Lena, who opens the results in the workspace')).toBeVisible();
  await expect(lea.getByRole('button', { name: /^Results/ })).toHaveCount(0);

  await press(lena, 'r');
  await lena.getByRole('button', { name: 'Open the results', exact: true }).click();
  await expect(lena.getByText(`The tuned model wins 100.0 % of ${items} conversations`)).toBeVisible();
  await lena.getByRole('radio', { name: 'Item by item' }).check();
  await lena.getByRole('radio', { name: /^Won/ }).check();
  await lena.getByRole('option').first().click();
  const judgments = lena.getByRole('region', { name: 'Item', exact: true });
  for (const name of ['Ann', 'Ben']) await expect(judgments).toContainText(`The tuned model is better ${name}`);
  await expect
    .poll(async () => (await ask(lena, 'evaluation.team', undefined)).find((one) => one.id === id)?.isOpen)
    .toBe(false);
  await come(lea, () => lea.getByRole('button', { name: /^Results/ }).isVisible());
  await accessible(lea);
  await press(lea, 'r');
  await expect(lea.getByText(`The tuned model wins 100.0 % of ${items} conversations`)).toBeVisible();
  await expect(lea.getByText('which models they are of, are in the workspace that has published it')).toBeVisible();
  expect(await lea.locator('body').innerText()).not.toContain(tunedModel);
  await accessible(lea);
  await press(lea, 'Escape');
  await expect(lea.getByText('Whose the answers are was told to Lena, Lea.')).toBeVisible();

  await come(ann, async () => (await ask(ann, 'evaluation.team', undefined))[0]?.isOpen === false);
  await press(ann, 'Escape');
  await expect(ann.getByText('Judging has ended.')).toBeVisible();
});
