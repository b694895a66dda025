import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { joinTeam, saveQueue } from '../backend/team.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { make, push } from '../server/desk.ts';
import { expect, test } from './fixture.ts';
import { ask, question } from './labeling-desk.ts';
import { dropFiles, judge, rowAt, toFind, toImport, toLabeling, toSettings } from './screens.ts';
import { test as teamTest } from './team-desk.ts';

/** Every screen and every dialog, in both themes: axe judges it, and a picture of it is kept to look at. */

const paragraph = 'I have been waiting since the second week of August and nobody could tell me where the parcel is. ';
const longRow = sampleRow('a-sample-with-an-id-that-is-much-longer-than-any-column-of-any-screen-0123456789', {
  created_at: '2027-01-01T08:00:00Z',
  source: { agent_name: 'An agent whose name nobody shortened when it was set up for the northern region' },
  query: {
    text: paragraph.repeat(30),
    intent: 'an_intent_that_was_generated_from_a_whole_sentence_of_the_customer',
    metadata: {
      history: Array.from({ length: 12 }, (_, index) => ({
        role: index % 2 === 0 ? 'user' : 'assistant',
        content: `${paragraph}${'Unbreakable'.repeat(20)}`,
      })),
    },
  },
  agent_response: { text: `${paragraph.repeat(10)}\n\n${'https://example.com/'.repeat(20)}`, confidence: 0.5 },
  tags: Array.from({ length: 24 }, (_, index) => `tag-number-${index}`),
});

test('the welcome', async ({ page }, info) => {
  const judged = judge(page, info);
  await expect(page.getByRole('button', { name: /ten practice items/ })).toBeFocused();
  await judged('welcome', { wide: true });
});

test('finding', async ({ page, userData }, info) => {
  test.slow();
  const judged = judge(page, info);
  await toLabeling(page);
  for (const key of ['5', '0', 'a', 'Enter', '2', '0', 'r', '2', 'Enter', 's', '1', 'f'])
    await page.keyboard.press(key);
  const long = join(userData, 'long.ndjson');
  await writeFile(long, JSON.stringify(longRow));
  await dropFiles(page, [long]);
  await expect(page.getByText('157 samples')).toBeVisible();
  await toFind(page);
  await expect(page.getByRole('region', { name: 'Chosen sample' })).toContainText('I have been waiting');
  await judged('find-long-text', { wide: true });

  await page.keyboard.press('End');
  await expect(rowAt(page, 156)).toBeFocused();
  await judged('find-labeled', { wide: true });

  await page.keyboard.press('/');
  await page.keyboard.type('refund');
  await page.keyboard.press('Enter');
  await expect(page.locator('mark').first()).toBeVisible();
  await judged('find-search');
  for (const chip of ['Agent', 'Status', 'Score', 'Confidence', 'Date']) {
    await page.getByRole('button', { name: chip, exact: true }).click();
    await judged(`find-filter-${chip.toLowerCase()}`);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Decision' }).click();
  await page.getByRole('radio', { name: 'Rejected' }).check();
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { name: 'Nothing found' })).toBeVisible();
  await judged('find-nothing', { wide: true });
});

test('import', async ({ page, userData }, info) => {
  const judged = judge(page, info);
  await toLabeling(page);
  for (const key of ['5', '0', 'a', 'Enter', '2', '0', 'r', '2', 'Enter']) await page.keyboard.press(key);
  const bad = join(userData, 'a sheet without the columns that it needs, exported from somewhere else.csv');
  const mixed = join(userData, 'mixed.ndjson');
  await writeFile(bad, 'a,b\n1,2\n');
  await writeFile(mixed, `${JSON.stringify(sampleRow('good'))}\n{"sample_id": 7}\n`);
  await dropFiles(page, [bad, mixed]);
  await expect(page.getByText('Failed', { exact: true })).toBeVisible();
  await expect(page.getByText(/1 new/)).toBeVisible();
  await judged('import', { wide: true });

  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(['{}'], 'a.ndjson'));
    document.body.dispatchEvent(new DragEvent('dragenter', { dataTransfer, bubbles: true }));
  });
  await judged('import-drop');
});

test('settings, menu and dialogs', async ({ page }, info) => {
  test.slow();
  const judged = judge(page, info);
  await toLabeling(page);
  await toSettings(page);
  await judged('settings', { wide: true });
  await page.getByRole('button', { name: 'Keys', exact: true }).click();
  await judged('settings-keys');
  await page.getByRole('button', { name: 'Check', exact: true }).click();
  await expect(page.getByText('Everything is fine.').first()).toBeVisible();
  await judged('settings-workspace');
  await page.getByRole('button', { name: /: menu$/ }).click();
  await judged('menu');
  await page.getByRole('menuitem', { name: 'About Assay' }).click();
  await expect(page.getByRole('dialog', { name: 'About Assay' })).toContainText('Chromium');
  await judged('about');
  await page.keyboard.press('Escape');
  await page.keyboard.press('F1');
  await expect(page.getByRole('dialog', { name: 'All keys' })).toBeVisible();
  await judged('keys');
  await page.keyboard.press('Escape');
  await page.keyboard.press('ControlOrMeta+k');
  await expect(page.getByRole('dialog')).toBeVisible();
  await judged('palette');
});

test('a workspace without samples', async ({ page, userData, answerDialog }, info) => {
  const judged = judge(page, info);
  await toLabeling(page);
  await answerDialog('showOpenDialog', { canceled: false, filePaths: [join(userData, 'empty')] });
  await page.getByRole('button', { name: /: menu$/ }).click();
  await page.getByRole('menuitem', { name: 'New workspace…' }).click();
  await expect(page.getByRole('button', { name: 'empty: menu' })).toBeVisible();
  await judged('empty-labeling', { wide: true });
  await page.keyboard.press('ControlOrMeta+2');
  await expect(page.getByRole('heading', { name: 'No samples yet' })).toBeVisible();
  await judged('empty-find', { wide: true });
  await toImport(page);
  await judged('empty-import', { wide: true });
  await page.keyboard.press('ControlOrMeta+7');
  await expect(page.getByRole('button', { name: /^Import samples/ })).toBeVisible();
  await judged('empty-dataset', { wide: true });
});

const answer = (id: string) => `Your order ${id} left our warehouse today [1].\n\nIt arrives on Thursday.`;

teamTest('the team and its lead', async ({ server, queueId, openWindow, join }, info) => {
  teamTest.setTimeout(120_000);
  const { backend, lead } = server;
  const ann = await joinTeam(backend, lead, 'Ann');
  const ben = await joinTeam(backend, lead, 'Ben');
  await saveQueue(lead, { name: 'A queue with a name that is longer than its place in a header', state: 'paused' });
  for (const labeler of [ann, ben]) await labeler.claim(queueId, 4);
  const said = { scores: allScores(2), decision: 'reject', reasons: ['tone_adjustment'], note: paragraph } as const;
  const corrected = {
    decision: 'edit',
    reasons: ['added_context'],
    correction: { text: `${answer('s-03')} Thank you!`, scores: allScores(5), confirmed: true, editDistance: 11 },
  } as const;
  await push(ann, [
    make.label(queueId, 's-01'),
    make.label(queueId, 's-03'),
    make.question(queueId, 's-02', paragraph),
  ]);
  await push(ben, [
    make.label(queueId, 's-01', { verdict: verdict(answer('s-01'), { ...said, reasons: [...said.reasons] }) }),
    make.label(queueId, 's-03', {
      verdict: verdict(answer('s-03'), { ...corrected, reasons: [...corrected.reasons] }),
    }),
  ]);

  const page = await openWindow('Lead');
  const judged = judge(page, info);
  await page.keyboard.press('ControlOrMeta+5');
  await expect(page.getByLabel('Invite link')).toBeFocused();
  await judged('team-join', { wide: true });
  await page.getByRole('button', { name: 'I am a member already' }).click();
  await judged('team-sign-in');
  await page.getByRole('button', { name: 'I have an invite link' }).click();
  await join(page, 'Lead', 'lead');
  await page.getByRole('button', { name: 'Compare with the server' }).click();
  await expect(page.getByText(/rows compared .*: all agree/)).toBeVisible();
  await judged('team', { wide: true });

  await page.keyboard.press('ControlOrMeta+2');
  await page.getByRole('button', { name: 'Erase…' }).click();
  await expect(page.getByRole('dialog', { name: 'Erase from the team' })).toBeVisible();
  await judged('find-erase');
  await page.keyboard.press('Escape');

  await page.keyboard.press('ControlOrMeta+6');
  await expect(page.getByText('2 samples')).toBeVisible();
  await expect(page.getByRole('row', { name: /^Ann/ })).toBeVisible();
  await judged('lead', { wide: true });
  for (const [opens, name] of [
    ['New queue…', 'lead-queue'],
    ['New version from this…', 'lead-rubric'],
    ['Invite somebody…', 'lead-invite'],
    ['Take back labels of Ben', 'lead-take-back'],
    ['Remove Ben', 'lead-remove'],
  ] as const) {
    await page.getByRole('button', { name: opens }).first().click();
    await expect(page.getByRole('dialog')).toBeVisible();
    await judged(name);
    await page.keyboard.press('Escape');
  }
  await page.getByRole('button', { name: 'Invite somebody…' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill('Cleo');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^assay:/)).toBeVisible();
  await judged('lead-invite-link');
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Settle all…' }).click();
  await expect(page.getByRole('region', { name: 'What the labelers say' })).toBeVisible();
  await judged('settling', { wide: true });
  await page.keyboard.press('j');
  await expect(page.getByText('2 of 2', { exact: true })).toBeVisible();
  await page.keyboard.press('b');
  await expect(page.getByRole('dialog', { name: 'Return to a labeler' })).toBeVisible();
  await judged('settling-return');
  await page.keyboard.press('Escape');
  for (const key of ['4', '0', 'a', 'Enter']) await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: 'These were all' })).toBeVisible();
  await judged('settling-end');
});

teamTest('a labeler of a team', async ({ server, openWindow, join }, info) => {
  teamTest.setTimeout(120_000);
  const { backend, lead } = server;
  const ann = await joinTeam(backend, lead, 'Ann');
  const queueId = await saveQueue(lead, {
    guidelines: '# Refunds\n\nOnly what the policy says.\n\n- Score first\n- Ask second',
    must_read: `## From today\n\n${paragraph.repeat(12)}`,
  });
  const page = await openWindow('Ann');
  const judged = judge(page, info);
  await join(page, 'Ann', 'labeler');
  // What is made of the labels is a lead's matter.
  await expect(page.getByRole('navigation', { name: 'Screens' }).getByRole('button', { name: 'Datasets' })).toHaveCount(
    0,
  );
  await page.keyboard.press('ControlOrMeta+1');
  await expect(page.getByRole('heading', { name: 'Your team’s work comes in queues' })).toBeVisible();
  await judged('team-no-work');
  await page.keyboard.press('ControlOrMeta+5');
  await page.getByRole('button', { name: 'Take work…' }).click();
  await judged('team-claim');
  await page.getByLabel('Samples').fill('3');
  await page.keyboard.press('Enter');
  await expect(page.getByText('0 done, 3 to do')).toBeVisible();
  const asked = make.question(queueId, 's-01', paragraph);
  await push(ann, [asked]);
  await push(lead, [make.ruling(asked.op_id, paragraph)]);
  // The server shows what is older than every transaction that is still open there: at the latest at a later try.
  await expect
    .poll(async () => {
      await ask(page, 'sync.now', { anew: false });
      const [item] = await ask(page, 'labeling.items', { queueId, sampleIds: ['s-01'] });
      return item?.ruling ?? null;
    })
    .not.toBeNull();
  await page.getByRole('main').getByRole('button', { name: 'Label', exact: true }).click();

  await expect(page.getByRole('dialog', { name: /read this before you go on/ })).toBeVisible();
  await judged('must-read', { wide: true });
  await page.getByRole('button', { name: 'I have read it' }).click();
  await expect(question(page, 's-01')).toBeVisible();
  await page.keyboard.press('q');
  await page.keyboard.type('Is that all?');
  await expect(page.getByRole('region', { name: 'About this sample' })).toContainText('The lead answers');
  await judged('item-answered', { wide: true });
  await page.keyboard.press('Escape');
  await page.keyboard.press('i');
  await expect(page.getByRole('region', { name: 'Guidelines' })).toContainText('Only what the policy says.');
  await judged('guidelines-of-a-queue');
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: /^Queue: / }).click();
  await expect(page.getByRole('menuitem', { name: 'Team…' })).toBeVisible();
  await judged('queue-menu');
  await page.keyboard.press('Escape');
  for (const key of ['j', 'j', 'j']) await page.keyboard.press(key);
  await expect(page.getByRole('heading', { name: 'The end of this loop' })).toBeVisible();
  await judged('queue-end');
});
