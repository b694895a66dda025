import { ask, expect, press, question, ready, scale, scoreOf, test, told, verdictOf } from './labeling-desk.ts';

test('a clean approval takes four keys, and the next sample is there', async ({ page }) => {
  await press(page, '5', '0', 'a', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  await expect(told(page)).toHaveText('1 of 12, Factuality');
  await expect(page.getByText('1 of 12', { exact: true })).toBeVisible();
  await expect(page.getByText('all saved')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({
    decision: 'approve',
    scores: { factuality: 5, overall: 5 },
    filled: ['helpfulness', 'tone', 'policy', 'completeness', 'overall'],
    order: { strategy: 'oldest', seed: null },
    correction: null,
  });
});

test('a considered approval takes eight keys, one a scale', async ({ page }) => {
  await press(page, '5', '4', '5', '4', '5', '4', 'a', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({
    scores: { factuality: 5, helpfulness: 4, tone: 5, policy: 4, completeness: 5, overall: 4 },
    filled: [],
  });
});

test('the focus is the cursor: it goes from scale to scale and to the decision', async ({ page }) => {
  const inside = (name: string) => scale(page, name).locator(':focus');
  await expect(inside('Factuality')).toBeAttached();
  await press(page, '4');
  await expect(inside('Helpfulness')).toBeAttached();
  await press(page, 'ArrowDown');
  await expect(inside('Tone')).toBeAttached();
  await press(page, 'ArrowRight', 'ArrowRight');
  expect(await scoreOf(page, 'Tone')).toBe('4');
  await press(page, 'ArrowLeft');
  expect(await scoreOf(page, 'Tone')).toBe('3');
  await expect(inside('Tone')).toBeAttached();
  await press(page, '0');
  await expect(inside('Decision')).toBeAttached();
  await press(page, 'ArrowUp');
  await expect(inside('Overall')).toBeAttached();
  await press(page, 'n', 'Escape');
  await expect(inside('Overall')).toBeAttached();
});

test('Enter refuses what is incomplete, says it and leads there', async ({ page }) => {
  await press(page, '5', '4', 'Enter');
  await expect(told(page)).toHaveText('Tone has no score yet.');
  await expect(scale(page, 'Tone').locator(':focus')).toBeAttached();
  await press(page, '3', '0', 'r', 'Enter');
  await expect(told(page)).toHaveText('Pick at least one reason.');
  await expect(question(page, 's-01')).toBeVisible();
});

test('a rejection takes its reasons by digit', async ({ page }) => {
  await press(page, '2', '0', 'r', '2', '7', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({
    decision: 'reject',
    reasons: ['factual_correction', 'other'],
    scores: { overall: 2 },
  });
});

test('a contradiction is named, and a second Enter commits it', async ({ page }) => {
  await press(page, '2', '0', 'a', 'Enter');
  await expect(page.getByText('Approve, but Overall is 2.', { exact: true })).toBeVisible();
  await expect(question(page, 's-01')).toBeVisible();
  await press(page, 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
});

test('an edit: the editor in the answer’s place, the diff below, final scores, and what is written to the disk', async ({
  page,
}) => {
  await press(page, '3', '0', 'e');
  const editor = page.getByRole('textbox', { name: 'Your correction of the answer' });
  await expect(editor).toBeFocused();
  await expect(editor).toHaveValue(/^Your order s-01 left/);
  await page.keyboard.type('Good news. ');
  await expect(page.locator('ins')).toHaveText('Good news. ');
  await expect(page.getByText('edit distance 11')).toBeVisible();
  await press(page, 'ControlOrMeta+Enter');
  await expect(told(page)).toHaveText('Pick at least one reason.');
  await press(page, '4', 'ArrowDown', '5', '4', '0');
  await press(page, 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({
    decision: 'edit',
    scores: { factuality: 3 },
    reasons: ['added_context'],
    correction: {
      text: 'Good news. Your order s-01 left our warehouse today [1].\n\nIt arrives on Thursday.',
      scores: { factuality: 5, helpfulness: 4, overall: 4 },
      confirmed: false,
      editDistance: 11,
    },
  });
});

test('Approve keeps a correction, by key, arrow and button, and says so', async ({ page }) => {
  await press(page, '5', '0', 'e', 'x', 'Escape', '2');
  const verdict = page.getByRole('region', { name: 'Scores and decision' });
  const said = verdict.getByText(/^Your correction is what would be approved, so that Edit is chosen/);
  const edit = page.getByRole('radio', { name: /^Edit/ });
  for (const approve of [
    () => press(page, 'a'),
    () => press(page, 'ArrowLeft'),
    () => page.locator('[data-decision="approve"]').click(),
  ]) {
    await press(page, 'm');
    await expect(said).toBeHidden();
    await approve();
    await expect(said).toBeVisible();
    await expect(edit).toBeChecked();
  }
  await press(page, 'Enter');
  await expect.poll(() => verdictOf(page, 's-01')).toMatchObject({ decision: 'edit', reasons: ['factual_correction'] });
});

test('one key says that a correction meets the bar; Reset drops it', async ({ page }) => {
  await press(page, '2', '0', 'e');
  await page.keyboard.type('x');
  await press(page, 'Escape', '1', 'm', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({
    correction: { confirmed: true, scores: { factuality: 4, overall: 4 } },
  });
  await press(page, '5', '0', 'e');
  await page.keyboard.type('x');
  await press(page, 'Escape', 'Shift+E');
  await expect(page.getByRole('textbox')).toHaveCount(0);
  await press(page, 'd', 'a', 'Enter');
  await expect(question(page, 's-03')).toBeVisible();
  expect(await verdictOf(page, 's-02')).toMatchObject({ decision: 'approve', correction: null });
});

test('a note and tags go with the label', async ({ page }) => {
  await press(page, '5', '0', 'n');
  await page.keyboard.type('Order 1 and 0.');
  await press(page, 'Escape', 't');
  await page.keyboard.type('late');
  await press(page, 'Enter');
  await page.keyboard.type('ord');
  await expect(page.getByRole('option', { name: 'orders' })).toBeVisible();
  await press(page, 'ArrowDown', 'Enter', 'Escape', 'a', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  await expect(page.getByRole('textbox')).toHaveCount(0);
  expect(await verdictOf(page, 's-01')).toMatchObject({
    note: 'Order 1 and 0.',
    tags: ['late', 'orders'],
    scores: { factuality: 5, overall: 5 },
  });
});

test('a tag that is typed and not taken goes with the keys that commit, or lead out of the field', async ({ page }) => {
  await press(page, '5', '0', 'a', 't');
  await page.keyboard.type('late');
  await press(page, 'ControlOrMeta+Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({ tags: ['late'] });
  await press(page, '5', '0', 't');
  await page.keyboard.type('refund');
  await press(page, 'Escape', 'a', 'Enter');
  await expect(question(page, 's-03')).toBeVisible();
  expect(await verdictOf(page, 's-02')).toMatchObject({ tags: ['refund'] });
});

test('skip with a reason digit; flag; both are taken back by undo, the newest first', async ({ page }) => {
  await press(page, 's');
  await expect(page.getByRole('region', { name: 'Skip this sample' })).toBeVisible();
  await press(page, 'Escape');
  await expect(question(page, 's-01')).toBeVisible();
  await press(page, 's', '3');
  await expect(question(page, 's-02')).toBeVisible();
  await press(page, 'f');
  await expect(told(page)).toHaveText('Flagged.');
  const marks = async () => {
    const items = await ask(page, 'labeling.items', { queueId: null, sampleIds: ['s-01', 's-02'] });
    return items.map(({ skipped, flagged }) => [skipped, flagged]);
  };
  expect(await marks()).toEqual([
    ['missing_context', false],
    [null, true],
  ]);
  await press(page, 'u');
  await expect(told(page)).toHaveText('Undone: the flag on this sample.');
  await press(page, 'u');
  await expect(question(page, 's-01')).toBeVisible();
  await expect(told(page)).toHaveText('Undone: the skip on this sample.');
  expect(await marks()).toEqual([
    [null, false],
    [null, false],
  ]);
});

test('undo steps back inside the sample first, then across samples; redo does both again', async ({ page }) => {
  await press(page, '5', '0', 'a', 'Enter', '4', '3');
  await expect(question(page, 's-02')).toBeVisible();
  await press(page, 'u');
  expect([await scoreOf(page, 'Factuality'), await scoreOf(page, 'Helpfulness')]).toEqual(['4', null]);
  await press(page, 'Shift+U');
  expect(await scoreOf(page, 'Helpfulness')).toBe('3');
  await press(page, 'ControlOrMeta+z', 'u', 'u');
  await expect(question(page, 's-01')).toBeVisible();
  expect(await scoreOf(page, 'Overall')).toBe('5');
  expect(await verdictOf(page, 's-01')).toBeNull();
  await press(page, 'ControlOrMeta+Shift+z');
  await expect(told(page)).toHaveText('Done again: the label on this sample.');
  expect(await verdictOf(page, 's-01')).toMatchObject({ decision: 'approve' });
});

test('undo reaches over a restart, and the verdict comes back as a draft to change', async ({ page, relaunch }) => {
  await press(page, '5', '0', 'a', 'Enter', '4', '0', 'a', 'Enter');
  await expect(question(page, 's-03')).toBeVisible();
  const { page: again } = await relaunch();
  await ready(again);
  await expect(question(again, 's-03')).toBeVisible();
  await press(again, 'u');
  await expect(question(again, 's-02')).toBeVisible();
  await press(again, 'u');
  await expect(question(again, 's-01')).toBeVisible();
  await press(again, 'ArrowUp', '3', 'a', 'Enter');
  await expect(question(again, 's-02')).toBeVisible();
  expect(await scoreOf(again, 'Overall')).toBe('4');
  const history = await ask(again, 'labeling.history', { queueId: null, sampleId: 's-01' });
  expect(history.map(({ kind }) => kind)).toEqual(['verdict', 'withdrawal', 'verdict']);
});

test('back to a labeled sample: Enter keeps its verdict, a change supersedes it', async ({ page }) => {
  await press(page, '5', '0', 'a', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  await press(page, 'k');
  await expect(page.getByText(/^Approved, /)).toBeVisible();
  await press(page, 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await ask(page, 'labeling.history', { queueId: null, sampleId: 's-01' })).toHaveLength(1);
  await press(page, 'k', 'r', '1', 'ArrowUp', 'ArrowUp', '3', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  const history = await ask(page, 'labeling.history', { queueId: null, sampleId: 's-01' });
  expect(history).toHaveLength(2);
  expect(history[1]?.supersedes).toBe(history[0]?.id);
  await expect(page.getByText('1 of 12', { exact: true })).toBeVisible();
});

test('a draft that is left is there when one comes back', async ({ page }) => {
  await press(page, '4', '3', 'j');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await scoreOf(page, 'Factuality')).toBeNull();
  await press(page, 'k');
  await expect(question(page, 's-01')).toBeVisible();
  expect([await scoreOf(page, 'Factuality'), await scoreOf(page, 'Helpfulness')]).toEqual(['4', '3']);
  await expect(scale(page, 'Tone').locator(':focus')).toBeAttached();
});

test('jump: to a place on the trail, to an id, and a refusal that says why', async ({ page }) => {
  await press(page, 'g');
  await expect(page.getByText('You are at place 1. 12 samples of this sitting have a place')).toBeVisible();
  await page.keyboard.type('7');
  await press(page, 'Enter');
  await expect(question(page, 's-07')).toBeVisible();
  await press(page, 'g');
  await page.keyboard.type('s-03');
  await press(page, 'Enter');
  await expect(question(page, 's-03')).toBeVisible();
  await press(page, 'g');
  await page.keyboard.type('nowhere');
  await press(page, 'Enter');
  await expect(page.getByRole('alert')).toContainText('There is no sample “nowhere”');
  await press(page, 'Escape');
  await expect(question(page, 's-03')).toBeVisible();
});

test('sources, guidelines and pause give the focus back', async ({ page }) => {
  await press(page, '4', 'o');
  const first = page.getByRole('button', { name: /^1 track_parcel/ });
  await expect(first).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByText('"status": "sent"')).toBeVisible();
  await press(page, 'ArrowDown', 'o');
  await expect(scale(page, 'Helpfulness').locator(':focus')).toBeAttached();
  await press(page, 'i');
  await expect(page.getByRole('heading', { name: 'Helpfulness' })).toBeInViewport();
  await press(page, 'Escape');
  await expect(scale(page, 'Helpfulness').locator(':focus')).toBeAttached();
  await press(page, 'p');
  await expect(page.getByRole('dialog', { name: 'Paused' })).toBeVisible();
  await press(page, '3');
  await expect(page.getByRole('dialog', { name: 'Paused' })).toBeHidden();
  expect(await scoreOf(page, 'Helpfulness')).toBeNull();
  await expect(scale(page, 'Helpfulness').locator(':focus')).toBeAttached();
  await press(page, '3');
  expect(await scoreOf(page, 'Helpfulness')).toBe('3');
});

test('the end of the loop says what is done and leads back to what was passed over or skipped', async ({ page }) => {
  await press(page, 'j', 's', '1');
  for (let n = 3; n <= 12; n += 1) await press(page, '5', '0', 'a', 'Enter');
  await expect(page.getByRole('heading', { name: 'The end of this loop' })).toBeVisible();
  await expect(page.getByText('10 of 12 labeled, 1 skipped, 1 passed over.')).toBeVisible();
  await page.getByRole('button', { name: 'Go back to the sample passed over' }).press('Enter');
  await expect(question(page, 's-01')).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter');
  await page.getByRole('button', { name: 'Look again at 1 skipped' }).press('Enter');
  await expect(question(page, 's-02')).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter');
  await press(page, 'k');
  await expect(question(page, 's-02')).toBeVisible();
});

test('another order, from the palette; each label stores the order it came from', async ({ page }) => {
  await press(page, 'ControlOrMeta+k');
  await page.keyboard.type('newest');
  await press(page, 'Enter');
  await expect(question(page, 's-12')).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter');
  await expect(question(page, 's-11')).toBeVisible();
  expect(await verdictOf(page, 's-12')).toMatchObject({ order: { strategy: 'newest', seed: null } });
});

test('by pointer: a verdict is given where it is clicked, though things move as it is given', async ({ page }) => {
  const pick = (group: string, score: number) =>
    scale(page, group)
      .getByRole('radio')
      .nth(score - 1)
      .click();
  await pick('Overall', 4);
  await pick('Factuality', 3);
  await pick('Completeness', 5);
  await pick('Helpfulness', 4);
  await pick('Tone', 2);
  await pick('Policy', 4);
  await page.getByRole('radio', { name: 'Reject' }).click();
  await page.getByRole('checkbox', { name: 'Tone' }).click();
  await pick('Factuality', 4);
  await page.getByRole('radio', { name: 'Edit' }).click();
  await expect(page.getByRole('textbox', { name: 'Your correction of the answer' })).toBeFocused();
  await page.keyboard.type('Hello. ');
  await page.getByRole('button', { name: 'Meets the bar' }).click();
  await press(page, 'ControlOrMeta+Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await verdictOf(page, 's-01')).toMatchObject({
    decision: 'edit',
    scores: { factuality: 4, helpfulness: 4, tone: 2, policy: 4, completeness: 5, overall: 4 },
    reasons: ['tone_adjustment'],
  });
});
