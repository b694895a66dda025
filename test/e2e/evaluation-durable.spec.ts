import type { Page } from '@playwright/test';
import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { ask, askingRows, begin, expect, far, prepare, test, toComparing } from './evaluation-desk.ts';
import { press, ready, scoreOf } from './labeling-desk.ts';

test.use({ corpus: { rows: askingRows } });

const asked = (page: Page) => page.getByRole('region', { name: 'Customer asks' }).innerText();
const note = (page: Page) => page.getByRole('textbox', { name: 'Note' });
const chosen = (page: Page, name: string) =>
  page.getByRole('radiogroup', { name: 'Which answer is better' }).getByRole('radio', { name });

/** All scores of both answers, in the order in which they are given. */
async function scoresOf(page: Page): Promise<(string | null)[]> {
  const rows = page.getByRole('radiogroup', { name: /^(First|Second) answer: / });
  const names = await rows.evaluateAll((found) =>
    found.map((row) => document.getElementById(row.getAttribute('aria-labelledby') ?? '')?.textContent ?? ''),
  );
  return Promise.all(names.map((name) => scoreOf(page, name)));
}

test('after kill -9 everything is back that was entered, and is committed as if nothing had been', async ({
  page,
  openai,
  kill9,
  relaunch,
}) => {
  const { id } = await begin(page, await prepare(page, openai.server), { scored: true, sample: { items: 6, seed: 1 } });
  await toComparing(page);
  const passedOver = await asked(page);
  await press(page, 'j', 's', ...'543215123451', '2', 'n');
  const one = await asked(page);
  expect(one).not.toBe(passedOver);
  await page.keyboard.type('The first one promises what nobody ca');
  // What is older than half a second may not be lost.
  await page.waitForTimeout(500);
  await kill9();

  const { page: again } = await relaunch();
  await ready(again);
  await toComparing(again);
  await expect(far(again)).toHaveText('0 of 6');
  await press(again, 'j');
  expect(await asked(again)).toBe(one);
  expect(await scoresOf(again)).toEqual([...'543215123451']);
  await expect(chosen(again, 'Second is better')).toBeChecked();
  await expect(chosen(again, 'Second is better')).toBeFocused();
  await expect(note(again)).toHaveValue('The first one promises what nobody ca');
  await expect(again.getByText('all saved')).toBeVisible();
  await note(again).press('End');
  await again.keyboard.type('n hold.');
  await press(again, 'ControlOrMeta+Enter');
  await expect(far(again)).toHaveText('1 of 6');
  await expect(again.getByText('all saved')).toBeVisible();

  // Taken back, it is entered again, also for whoever closes the window then.
  await press(again, 'u');
  await expect(far(again)).toHaveText('0 of 6');
  await press(again, 's', '4', 'n');
  await expect(note(again)).toHaveValue('The first one promises what nobody can hold.');
  await note(again).press('End');
  await again.keyboard.type(' Typed just now.');
  const { page: last } = await relaunch();
  await ready(last);
  await toComparing(last);
  await press(last, 'j');
  expect(await asked(last)).toBe(one);
  expect(await scoresOf(last)).toEqual([...'443215123451']);
  await expect(note(last)).toHaveValue('The first one promises what nobody can hold. Typed just now.');
  await press(last, 'Enter');
  await expect(far(last)).toHaveText('1 of 6');
  await expect(last.getByText('all saved')).toBeVisible();
  expect(await ask(last, 'evaluation.undo', { id })).toMatchObject({
    comparison: null,
    draft: {
      better: 'second',
      scores: { first: { factuality: 4, overall: 5 }, second: { factuality: 1, overall: 1 } },
      note: 'The first one promises what nobody can hold. Typed just now.',
    },
  });
});

test('an entry that cannot be saved is told, until it can', async ({ page, openai, folder }) => {
  await begin(page, await prepare(page, openai.server), { sample: { items: 6, seed: 1 } });
  await toComparing(page);
  // The disk refuses drafts from here on, as a full one does.
  const db = openWritable(workspaceFiles(folder).work, 'full');
  db.exec(`CREATE TRIGGER refuse BEFORE INSERT ON comparison_drafts BEGIN SELECT RAISE(ABORT, 'disk full'); END`);
  await press(page, 't');
  await expect(page.getByRole('alert')).toBeVisible();
  await expect(page.getByText('not saved', { exact: true })).toBeVisible();
  await expect(chosen(page, 'Both as good')).toBeChecked();
  db.exec('DROP TRIGGER refuse');
  db.close();
  await press(page, 'n');
  await page.keyboard.type('kept');
  await expect(page.getByRole('alert')).toBeHidden();
  await expect(page.getByText('all saved')).toBeVisible();
  await press(page, 'Escape', 'j', 'k');
  await expect(note(page)).toHaveValue('kept');
  await expect(chosen(page, 'Both as good')).toBeChecked();
});
