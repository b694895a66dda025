import { join } from 'node:path';
import { openReadonly } from '../../electron/service/store/database.ts';
import { Meta } from '../../electron/service/store/meta.ts';
import { readRubric } from '../../electron/service/workspace/guidelines.ts';
import { openWorkspace, workspaceFiles } from '../../electron/service/workspace/open.ts';
import { account, queueA, queueB, tell } from '../fixtures/team.ts';
import { ask, test as base, expect, press, question, rows, scoreOf, told } from './labeling-desk.ts';

const resources = join(import.meta.dirname, '../../resources');
const shared = 's-01';
const inA = [shared, 's-02', 's-03'];
const inB = [shared, 's-05'];

/** The window of a labeler of a team, where they were last: in the first of two queues that share a sample. */
const test = base.extend({
  appArgs: async ({ appArgs, folder }, use) => {
    const workspace = openWorkspace(folder, { create: false, program: 'a test' });
    const { work } = workspace;
    new Meta(work).set('account', account);
    const assigned = (queue_id: string, ids: readonly string[]) =>
      ids.map((sample_id) => ({ queue_id, sample_id, state: 'leased' as const }));
    tell(workspace, {
      role: 'labeler',
      rubrics: [{ xid: '1', version: 1, body: readRubric(resources).rubric }],
      queues: [
        { queue_id: queueA, name: 'Refunds' },
        { queue_id: queueB, name: 'Second look' },
      ],
      assignments: [...assigned(queueA, inA), ...assigned(queueB, inB)],
    });
    const position = {
      sampleId: shared,
      order: { strategy: 'oldest', seed: null },
      filter: { queue: queueA },
      focus: null,
      caret: null,
      scroll: {},
    };
    work.prepare('INSERT INTO positions (queue, body) VALUES (?, ?)').run(queueA, JSON.stringify(position));
    workspace.close();
    await use(appArgs);
  },
});

test('a labeler goes on in the queue where they were, and what they do belongs to it', async ({ page, folder }) => {
  await expect(question(page, shared)).toBeVisible();
  await press(page, '4', '0', 'a', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  await expect(told(page)).toHaveText('1 of 3, Factuality');
  await press(page, 'f', '3');
  await expect(page.getByText('all saved')).toBeVisible();
  const [first] = await ask(page, 'labeling.items', { queueId: queueA, sampleIds: [shared] });
  expect(first).toMatchObject({ queueId: queueA, label: { verdict: { rubricVersion: 1 } } });
  expect(await ask(page, 'labeling.items', { queueId: queueB, sampleIds: [shared] })).toMatchObject([{ label: null }]);

  const work = openReadonly(join(folder, 'work.db'));
  const waiting = work.prepare<[], string>('SELECT body FROM outbox ORDER BY seq').pluck().all();
  work.close();
  expect(waiting.map((body) => JSON.parse(body))).toMatchObject([
    { kind: 'label', queue_id: queueA, sample_id: shared },
    { kind: 'flag', queue_id: queueA, sample_id: 's-02', flagged: true },
  ]);
});

test('an item whose rubric has not come yet is passed over, with a sentence, and holds up no other', async ({
  page,
  folder,
}) => {
  const files = workspaceFiles(folder);
  tell({ files }, { assignments: [{ queue_id: queueA, sample_id: 's-02', state: 'leased', rubric_version: 2 }] });
  await page.reload();
  await expect(question(page, shared)).toBeVisible();
  await press(page, '4', '0', 'a', 'Enter');
  await expect(question(page, 's-03')).toBeVisible();
  await expect(page.getByText('Version 2 of the rubric has not come from the team’s server yet.')).toBeVisible();
  await press(page, '4', '0', 'a', 'Enter');
  const { rubric } = readRubric(resources);
  tell({ files }, { rubrics: [{ xid: '2', version: 2, body: { ...rubric, version: 2 } }] });
  await page.getByRole('button', { name: 'Go back to the sample passed over' }).click();
  await expect(question(page, 's-02')).toBeVisible();
});

test('undo goes to the queue in which it was done, and shows the sample as it is there', async ({ page }) => {
  await expect(question(page, shared)).toBeVisible();
  await press(page, '2');
  const verdict = {
    scores: { factuality: 5, helpfulness: 5, tone: 5, policy: 5, completeness: 5, overall: 5 } as const,
    ...{ filled: [], decision: 'approve' as const, correction: null, reasons: [], tags: [], note: '', activeMs: 1 },
    order: { strategy: 'oldest' as const, seed: null },
    rubricVersion: 1,
    responseHash: '0'.repeat(64),
  };
  await ask(page, 'labeling.commit', { id: crypto.randomUUID(), queueId: queueB, sampleId: shared, verdict });
  await press(page, 'u', 'u');
  await expect(told(page)).toHaveText('Undone: the label on this sample.');
  await expect.poll(() => scoreOf(page, 'Factuality')).toBe('5');
  await expect(page.getByText('0 of 2', { exact: true })).toBeVisible();
  // What was typed in the other queue stayed there, as a draft of its own.
  expect(await ask(page, 'labeling.items', { queueId: queueA, sampleIds: [shared] })).toMatchObject([{ label: null }]);
  await press(page, 'Enter');
  await expect(question(page, 's-05')).toBeVisible();
  await press(page, 'j');
  await expect(page.getByRole('heading', { name: 'The end of this loop' })).toBeVisible();
});

test('nothing on the screen of a team’s item could steer the verdict', async ({ page }) => {
  await ask(page, 'workspace.updateSettings', { showSignals: true });
  await page.reload();
  await expect(question(page, shared)).toBeVisible();
  await press(page, '1', '0');
  await expect(page.getByText('Confidence', { exact: true })).toHaveCount(0);
  await expect(page.getByText('would enter')).toHaveCount(0);
  await expect(page.getByText('stays out')).toHaveCount(0);
});

test('the own queue of a labeler has nothing of the team’s', async ({ page }) => {
  const order = { strategy: 'oldest', seed: null } as const;
  const { sampleIds } = await ask(page, 'labeling.next', { order, filter: {}, after: null, limit: 100 });
  const team = new Set([...inA, ...inB]);
  expect(sampleIds).toEqual(rows.map((row) => row.sample_id).filter((id) => !team.has(id)));
});
