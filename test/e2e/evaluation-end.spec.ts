import { type Locator, mergeTests, type Page } from '@playwright/test';
import {
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
import { press, told } from './labeling-desk.ts';
import { violations } from './screens.ts';
import { come, synced, test as teamed } from './team-desk.ts';

const test = mergeTests(evaluating, teamed);

const items = 6;

const team = async (page: Page) => (await ask(page, 'evaluation.team', undefined))[0];

test('a lead who ends the judging is asked first, told that it has ended, and can still open what was judged', async ({
  openai,
  openWindow,
  join,
}) => {
  test.slow();
  const lena = await openWindow('lena', askingRows);
  await join(lena, 'Lena', 'lead');
  const { id } = await begin(lena, await prepare(lena, openai.server), { sample: { items, seed: 1 } });
  await come(lena, async () => (await ask(lena, 'lead.team', undefined)).members.length > 0);
  const { members } = await ask(lena, 'lead.team', undefined);
  const me = members.find(({ name }) => name === 'Lena')?.memberId ?? '';
  await ask(lena, 'evaluation.publish', { id, name: 'Two answers', members: [me], judges: 1 });
  await synced(lena);
  await come(lena, async () => (await team(lena))?.given === items);
  await toComparing(lena);
  for (let judged = 0; judged < 2; judged++) {
    await expect(far(lena)).toHaveText(`${judged} of ${items}`);
    await press(lena, '1', 'Enter');
  }
  await expect(far(lena)).toHaveText(`2 of ${items}`);
  await press(lena, 'Escape');
  await synced(lena);
  await come(lena, async () => (await team(lena))?.lead?.judged === 2);
  await toEvaluations(lena);

  const offered = lena.getByRole('contentinfo');
  await expect(offered).toHaveText(/^J judgeR resultsA who judgesN new evaluation\?/);
  // Its lines are no longer than those above it.
  const widthOf = async (what: Locator) => (await what.boundingBox())?.width;
  expect(await widthOf(lena.getByRole('table', { name: 'Judges' }))).toBe(await widthOf(lena.locator('dl')));
  const ends = lena.getByRole('button', { name: 'End the judging…' });
  const dialog = lena.getByRole('dialog', { name: 'End the judging?' });
  await ends.press('Enter');
  await expect(dialog).toContainText('it ends for everybody and for good');
  await expect(dialog).toContainText(`${items - 2} of ${items} wanted judgments are not there yet.`);
  expect(await violations(lena)).toEqual([]);
  await press(lena, 'Escape');
  await expect(dialog).toBeHidden();
  await expect(ends).toBeFocused();
  expect((await team(lena))?.isOpen).toBe(true);

  await ends.press('Enter');
  await dialog.getByRole('button', { name: 'End it for everybody' }).press('Enter');
  await expect(told(lena)).toHaveText('The judging has ended.');
  await come(lena, async () => (await team(lena))?.isOpen === false);
  await expect(lena.getByRole('option')).toContainText('Ended');
  await expect(lena.getByText('1 judge an item. Judging has ended.')).toBeVisible();
  // The button that opened the dialog is gone.
  await expect(lena.getByRole('region', { name: 'Autumn round', exact: true })).toBeFocused();
  await expect(lena.getByRole('button', { name: /^Judge|^Go on judging|^Who judges|^Let the team/ })).toHaveCount(0);

  await expect(offered).toHaveText(/^R resultsN new evaluation\?/);
  await press(lena, 'r');
  const opening = lena.getByRole('dialog', { name: /^Open the results/ });
  await expect(opening).toContainText('The judging has ended;');
  await expect(opening).not.toContainText('finds a winner too often');
  await opening.getByRole('button', { name: 'Open the results' }).press('Enter');
  await expect(lena.getByText(/^The tuned model wins/)).toBeVisible();
});
