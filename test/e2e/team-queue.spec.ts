import { join } from 'node:path';
import { Meta } from '../../electron/service/store/meta.ts';
import { readRubric } from '../../electron/service/workspace/guidelines.ts';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { account, queueA, queueB, queueC, type Told, tell } from '../fixtures/team.ts';
import { ask, test as base, expect, press, question, ready } from './labeling-desk.ts';
import { rowAt } from './screens.ts';

const { rubric } = readRubric(join(import.meta.dirname, '../../resources'));
const stricter = {
  ...rubric,
  version: 2,
  criteria: rubric.criteria.map((criterion) => ({ ...criterion, question: `${criterion.question} Strictly?` })),
};
const mustRead = '## From today\n\nA late parcel is no refund.';
const strict = { queue_id: queueA, name: 'Refunds', rubric_version: 2, allow_skip: false, allow_fill: false };
const reasons = { returned_reason: 'Look at the date again.' };

const team: Told = {
  role: 'labeler',
  rubrics: [rubric, stricter].map((body) => ({ xid: '1', version: body.version, body })),
  queues: [
    { ...strict, must_read: mustRead, guidelines: 'Refunds are **paid back** at once.' },
    { queue_id: queueB, name: 'Second look', item_order: 'least_confident' },
    { queue_id: queueC, name: 'Third look', item_order: 'newest' },
  ],
  assignments: [
    { queue_id: queueA, sample_id: 's-01', state: 'leased', rubric_version: 2, lease_until: '2026-01-01T00:00:00Z' },
    { queue_id: queueA, sample_id: 's-02', state: 'returned', rubric_version: 2, ...reasons },
    { queue_id: queueB, sample_id: 's-05', state: 'leased' },
    { queue_id: queueB, sample_id: 's-06', state: 'leased' },
    { queue_id: queueC, sample_id: 's-07', state: 'leased' },
    { queue_id: queueC, sample_id: 's-08', state: 'leased' },
  ],
};

/** Tells a workspace that no window has open. */
function tellClosed(folder: string, what: Told): void {
  const workspace = openWorkspace(folder, { create: false, program: 'a test' });
  tell(workspace, what);
  workspace.close();
}

/** A labeler of a team who has work of two queues and has begun none. */
const test = base.extend({
  appArgs: async ({ appArgs, folder }, use) => {
    const workspace = openWorkspace(folder, { create: false, program: 'a test' });
    const meta = new Meta(workspace.work);
    const member = { name: 'Ann', role: 'labeler', team: 'Harbour Outfitters', email: 'ann@example.com' };
    meta.set('account', account);
    meta.set('team', JSON.stringify({ url: 'http://127.0.0.1:9', publishableKey: 'key' }));
    meta.set('member', JSON.stringify(member));
    workspace.close();
    tellClosed(folder, team);
    await use(appArgs);
  },
  page: async ({ page }, use) => {
    await openQueue(page, 'Refunds', 's-01');
    await use(page);
  },
});

type Window = Parameters<typeof ready>[0];

async function openQueue(page: Window, name: string, sampleId: string): Promise<void> {
  await page.getByRole('button', { name: /^Queue: / }).click();
  await page.getByRole('menuitem', { name: new RegExp(name) }).click();
  await expect(page.getByRole('button', { name: `Queue: ${name}` })).toBeVisible();
  await expect(question(page, sampleId)).toBeVisible();
}

const panel = (page: Window) => page.getByRole('dialog', { name: /read this before you go on/ });

/** Enter counts once somebody can have read it. */
const confirm = (page: Window) =>
  expect(async () => {
    await page.keyboard.press('Enter');
    await expect(panel(page)).toHaveCount(0, { timeout: 200 });
  }).toPass();

test('what must be read comes before the first sample, is kept, and comes again when it has changed', async ({
  page,
  folder,
  relaunch,
}) => {
  await expect(panel(page)).toContainText('A late parcel is no refund.');
  await press(page, '5', '4', 'f');
  await confirm(page);
  expect(await ask(page, 'labeling.items', { queueId: queueA, sampleIds: ['s-01'] })).toMatchObject([
    { draft: null, flagged: false },
  ]);
  await press(page, '4');
  await expect(page.getByRole('radio', { name: /^4:/ }).first()).toBeChecked();

  const again = await relaunch();
  await ready(again.page);
  await expect(question(again.page, 's-01')).toBeVisible();
  await expect(panel(again.page)).toHaveCount(0);
  await again.app.close();

  tellClosed(folder, { queues: [{ ...strict, must_read: 'From tomorrow it is one.' }] });
  const changed = await relaunch();
  await expect(panel(changed.page)).toContainText('From tomorrow it is one.');
  await press(changed.page, 'Escape');
  await expect(changed.page.getByRole('heading', { name: 'Work', exact: true })).toBeVisible();
  await changed.page.keyboard.press('ControlOrMeta+1');
  await expect(panel(changed.page)).toBeVisible();
});

test('skipping and filling are refused where the queue forbids them, before anything is written', async ({ page }) => {
  await confirm(page);
  await press(page, 's');
  await expect(page.getByText(/This queue does not allow skipping/).first()).toBeVisible();
  await expect(page.getByRole('region', { name: 'Skip this sample' })).toHaveCount(0);
  await press(page, '4', '0');
  await expect(page.getByText(/This queue wants every score given by itself/).first()).toBeVisible();
  await expect(page.getByRole('radio', { name: /^4:/, checked: true })).toHaveCount(1);
  expect(await ask(page, 'labeling.items', { queueId: queueA, sampleIds: ['s-01'] })).toMatchObject([
    { skipped: null, label: null },
  ]);

  await openQueue(page, 'Second look', 's-05');
  await press(page, '4', '0');
  await expect(page.getByRole('radio', { name: /^4:/, checked: true })).toHaveCount(6);
  await press(page, 's', '1');
  await expect(question(page, 's-06')).toBeVisible();
});

test('an item is judged by its own version of the rubric, and the queue’s guidelines come first', async ({ page }) => {
  await confirm(page);
  await expect(page.getByText(/Strictly\?$/).first()).toBeVisible();
  await press(page, 'i');
  const guidelines = page.getByRole('region', { name: 'Guidelines' });
  await expect(guidelines.locator('strong').first()).toHaveText('paid back');
  await expect(guidelines).toContainText('Labeling guidelines');
  await press(page, 'Escape', '5', '5', '5', '5', '5', '5', 'a', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  expect(await ask(page, 'labeling.items', { queueId: queueA, sampleIds: ['s-01'] })).toMatchObject([
    { label: { verdict: { rubricVersion: 2 } } },
  ]);

  await openQueue(page, 'Second look', 's-05');
  await expect(page.getByText(/Strictly\?$/)).toHaveCount(0);
  await press(page, 'i');
  await expect(guidelines).not.toContainText('paid back');
});

test('an item says why it was returned, and that late work is taken', async ({ page }) => {
  await confirm(page);
  const about = page.getByRole('region', { name: 'About this sample' });
  await expect(about).toContainText('Late work is still taken.');
  await press(page, 'j');
  await expect(about).toContainText('Look at the date again.');
  await expect(page.locator('header')).toContainText('returned: Look at the date again.');
  await press(page, '5', '5', '5', '5', '5', '5', 'a', 'Enter', 'k');
  await expect(question(page, 's-02')).toBeVisible();
  await expect(page.getByText('label saved here')).toBeVisible();
  await expect(about).toHaveCount(0);
});

test('a question is kept as it is typed, parks its sample, and does not exist in one’s own queue', async ({
  page,
  relaunch,
}) => {
  await confirm(page);
  await openQueue(page, 'Second look', 's-05');
  await press(page, 'q', 'ControlOrMeta+Enter');
  await expect(page.getByText('The question has no text yet.').first()).toBeVisible();
  await page.keyboard.type('Which parcel?');
  await press(page, 'Escape', '5');
  await expect(page.getByText('all saved')).toBeVisible();
  await expect
    .poll(() => ask(page, 'labeling.items', { queueId: queueB, sampleIds: ['s-05'] }))
    .toMatchObject([{ draft: { question: 'Which parcel?', scores: { factuality: 5 } } }]);

  const { page: again } = await relaunch();
  await ready(again);
  await expect(again.getByLabel('Question to the lead').getByRole('textbox')).toHaveValue('Which parcel?');
  await press(again, 'q', 'ControlOrMeta+Enter');
  await expect(question(again, 's-06')).toBeVisible();
  await press(again, 'k');
  await expect(again.getByRole('region', { name: 'About this sample' })).toContainText('The answer has not come yet.');
  await expect(again.getByRole('radio', { name: /^5:/, checked: true })).toHaveCount(1);

  await openQueue(again, 'Own samples', 's-03');
  await press(again, 'q');
  await expect(again.getByLabel('Question to the lead')).toHaveCount(0);
});

test('finding looks at the queue that is labeled in, and offers nothing that tells how sure the agent was', async ({
  page,
}) => {
  await confirm(page);
  await page.keyboard.press('ControlOrMeta+2');
  await expect(page.getByText('2 of 2', { exact: true })).toBeVisible();
  const filters = page.getByRole('group', { name: 'Filters' });
  await expect(filters.getByRole('button', { name: 'Agent' })).toBeVisible();
  await expect(filters.getByRole('button', { name: 'Confidence' })).toHaveCount(0);
  const sorts = page.getByRole('combobox', { name: 'Sort' }).getByRole('option');
  await expect(sorts).toHaveText(['Newest first', 'Oldest first', 'Last labeled first']);
  await page.getByRole('searchbox').fill('s-02');
  await expect(page.getByText('1 of 2', { exact: true })).toBeVisible();
  await press(page, 'Enter');
  await expect(rowAt(page, 0)).toBeFocused();
  await press(page, 'Enter');
  await expect(page.getByRole('button', { name: 'Queue: Refunds' })).toBeVisible();
  await expect(question(page, 's-02')).toBeVisible();

  await openQueue(page, 'Own samples', 's-03');
  await page.keyboard.press('ControlOrMeta+2');
  await expect(filters.getByRole('button', { name: 'Confidence' })).toBeVisible();
  await page.getByRole('combobox', { name: 'Sort' }).selectOption('Least confident first');
  await expect(rowAt(page, 0)).toContainText('s-');
  await page.keyboard.press('ControlOrMeta+1');
  await openQueue(page, 'Second look', 's-05');
  await page.keyboard.press('ControlOrMeta+2');
  await expect(page.getByText('2 of 2', { exact: true })).toBeVisible();
  await expect(page.getByRole('combobox', { name: 'Sort' })).toHaveValue('newest');
});

test('a queue begins in the order of its lead; another is kept with the place, and changes no other queue', async ({
  page,
}) => {
  await confirm(page);
  const order = (name: string) => page.getByRole('button', { name: `Order: ${name}` });
  await openQueue(page, 'Third look', 's-08');
  await expect(order('Newest first')).toBeVisible();
  await press(page, 'j');
  await expect(question(page, 's-07')).toBeVisible();
  await order('Newest first').click();
  await page.getByRole('menuitem', { name: /^Oldest first/ }).click();
  await expect(question(page, 's-07')).toBeVisible();
  // Its least sure go out first; here they come like any.
  await openQueue(page, 'Second look', 's-05');
  await expect(order('Oldest first')).toBeVisible();
  await openQueue(page, 'Third look', 's-07');
  await expect(order('Oldest first')).toBeVisible();
  expect((await ask(page, 'workspace.settings', undefined)).order).toEqual({ strategy: 'oldest', seed: null });
});

test('at the end of a queue what comes later is next, and not what was judged last', async ({
  page,
  folder,
  relaunch,
}) => {
  await confirm(page);
  await openQueue(page, 'Third look', 's-08');
  await press(page, '5', '0', 'a', 'Enter');
  await expect(question(page, 's-07')).toBeVisible();
  await press(page, '5', '0', 'a', 'Enter');
  await expect(page.getByText('Nothing of this queue is left to do here')).toBeVisible();
  const again = await relaunch();
  await expect(again.page.getByText('Nothing of this queue is left to do here')).toBeVisible();
  await again.app.close();

  tellClosed(folder, { assignments: [{ queue_id: queueC, sample_id: 's-06', state: 'leased' }] });
  const later = await relaunch();
  await expect(question(later.page, 's-06')).toBeVisible();
});

test('each queue keeps its place and its draft, and the palette opens the choice', async ({ page }) => {
  await confirm(page);
  await press(page, 'j', '3');
  await openQueue(page, 'Second look', 's-05');
  await press(page, '2');
  await press(page, 'ControlOrMeta+k');
  await page.keyboard.type('switch queue');
  await press(page, 'Enter');
  await expect(page.getByRole('menuitem', { name: /Refunds/ })).toContainText('2 to do');
  await press(page, 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  await expect(page.getByRole('radio', { name: /^3:/ }).first()).toBeChecked();
  await openQueue(page, 'Second look', 's-05');
  await expect(page.getByRole('radio', { name: /^2:/ }).first()).toBeChecked();
});
