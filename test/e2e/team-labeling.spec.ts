import type { Page } from '@playwright/test';
import { z } from 'zod';
import { ask, press, question } from './labeling-desk.ts';
import { come, expect, mark, rowsOf, synced, type TeamServer, takeWork, test } from './team-desk.ts';

async function itemOf(page: Page, queueId: string, sampleId: string) {
  const [item] = await ask(page, 'labeling.items', { queueId, sampleIds: [sampleId] });
  return item;
}

const onServer = (server: TeamServer) =>
  rowsOf(
    server,
    `select m.name, l.sample_id, l.verdict->>'decision' as decision from assay_labels l
     join assay_members m using (member_id) order by 1, 2`,
    z.object({ name: z.string(), sample_id: z.string(), decision: z.string() }),
  );

test('a team labels without a network, asks, and is answered, settled and returned to', async ({
  server,
  queueId,
  openWindow,
  join,
}) => {
  test.setTimeout(240_000);
  const ann = await openWindow('Ann');
  await join(ann, 'Ann', 'labeler');
  const ben = await openWindow('Ben');
  await join(ben, 'Ben', 'labeler');
  await ann.keyboard.press('ControlOrMeta+1');
  await expect(ann.getByRole('heading', { name: 'Your team’s work comes in queues' })).toBeVisible();
  await ann.getByRole('main').getByRole('button', { name: /^Team/ }).click();
  await takeWork(ann);
  await takeWork(ben);

  await test.step('without a network everything is saved here', async () => {
    await server.down();
    await press(ann, '5', '0', 'a', 'Enter');
    await expect(question(ann, 's-02')).toBeVisible();
    await press(ann, 'q');
    await ann.keyboard.type('Is a parcel that is late in scope?');
    await press(ann, 'ControlOrMeta+Enter');
    await expect(question(ann, 's-03')).toBeVisible();
    await press(ann, '4', '0', 'a', 'Enter', '5', '0', 'a', 'Enter');
    await expect(ann.getByRole('heading', { name: 'Nothing of this queue is left to do here' })).toBeVisible();
    await expect(ann.getByText('3 of 4 labeled, 1 waits for the lead’s answer.')).toBeVisible();
    await press(ann, 'k');
    await expect(question(ann, 's-04')).toBeVisible();
    await expect(ann.getByText('label saved here')).toBeVisible();

    await press(ben, '2', '0', 'r', '1', 'n');
    await ben.keyboard.type('It names no date.');
    await press(ben, 'ControlOrMeta+Enter');
    await expect(question(ben, 's-02')).toBeVisible();
    await press(ben, '5', '0', 'a', 'Enter', '3', '0', 'r', '2', 'Enter', '5', '0', 'a', 'Enter');
    await expect(mark(ben)).toHaveText(/4 to send/);
    await press(ben, 'ControlOrMeta+5');
    await expect(ben.getByText('4 done, 0 to do')).toBeVisible();
    await press(ben, 'ControlOrMeta+1');
  });

  await test.step('back on the network everything arrives once', async () => {
    await server.up();
    await synced(ben);
    await synced(ann);
    await expect(ann.getByText('label on the server')).toBeVisible();
    expect(await onServer(server)).toEqual([
      { name: 'Ann', sample_id: 's-01', decision: 'approve' },
      { name: 'Ann', sample_id: 's-03', decision: 'approve' },
      { name: 'Ann', sample_id: 's-04', decision: 'approve' },
      { name: 'Ben', sample_id: 's-01', decision: 'reject' },
      { name: 'Ben', sample_id: 's-02', decision: 'approve' },
      { name: 'Ben', sample_id: 's-03', decision: 'reject' },
      { name: 'Ben', sample_id: 's-04', decision: 'approve' },
    ]);
  });

  const lena = await openWindow('Lena');
  await join(lena, 'Lena', 'lead');
  const people = await rowsOf(
    server,
    'select member_id, name from assay_members order by member_id',
    z.object({ member_id: z.string(), name: z.string() }),
  );
  // Letters follow the members' ids, which are random.
  const names = people.map(({ name }) => name);
  const letterOfBen = names.indexOf('Ben') < names.indexOf('Ann') ? 'A' : 'B';

  await test.step('the lead answers, settles one and returns one', async () => {
    await come(lena, async () => {
      const { questions, disagreements } = await ask(lena, 'lead.team', undefined);
      return questions.length === 1 && disagreements.length === 2;
    });
    await lena.keyboard.press('ControlOrMeta+6');
    await lena.getByLabel('Your answer').fill('Yes, judge what the answer says of it.');
    await lena.keyboard.press('Enter');
    await expect(lena.getByRole('heading', { name: 'Questions' })).toHaveCount(0);

    await lena.getByRole('button', { name: 'Settle all…' }).click();
    await expect(lena.getByRole('table')).toBeVisible();
    const first = await disputeOn(lena);
    const given = lena.getByRole('region', { name: 'What the labelers say' });
    await expect(given.getByRole('row', { name: /^Decision/ })).toHaveText(/Approve|Reject/);
    // Typed and not committed: it is there again after the screen was left.
    await press(lena, '3', 'Escape');
    await lena.getByRole('button', { name: 'Settle all…' }).click();
    await expect(given).toBeVisible();
    await expect(lena.getByRole('radio', { name: /^3:/ }).first()).toBeChecked();
    await press(lena, '3', '0', 'r', '2', 'Enter');
    await expect(question(lena, first)).toHaveCount(0);
    const second = await disputeOn(lena);
    expect([first, second].toSorted()).toEqual(['s-01', 's-03']);
    await press(lena, 'b');
    const dialog = lena.getByRole('dialog', { name: 'Return to a labeler' });
    await dialog
      .getByLabel('Whose label')
      .selectOption({ label: `${letterOfBen}: Reject, overall ${second === 's-01' ? 2 : 3}` });
    await dialog.getByLabel('Reason').fill('The source has the date.');
    await lena.keyboard.press('Enter');
    await expect(lena.getByRole('heading', { name: 'These were all' })).toBeVisible();
    await synced(lena);

    const decided = await rowsOf(
      server,
      `select j.sample_id, j.verdict->>'decision' as decision,
         (select count(*)::int from assay_labels l where l.label_id = any (j.saw)) as saw
       from assay_adjudications j`,
      z.object({ sample_id: z.string(), decision: z.string(), saw: z.int() }),
    );
    expect(decided).toEqual([{ sample_id: first, decision: 'reject', saw: 2 }]);
    expect((await ask(lena, 'workspace.info', undefined)).labels).toBe(0);
    await come(lena, async () => (await ask(lena, 'lead.team', undefined)).disagreements.length === 0);

    await test.step('and finds whose word stands', async () => {
      await press(lena, 'ControlOrMeta+2');
      await lena.getByRole('row', { name: new RegExp(`asks ${first}`) }).click();
      await expect(lena.getByRole('row', { name: new RegExp(`asks ${first}`) })).toContainText('Team: differs');
      const preview = lena.getByRole('region', { name: 'Chosen sample' });
      await expect(preview).toContainText('Lena, Refunds: final, Rejected');
      await expect(preview).toContainText('Ann, Refunds: Approved');
      await expect(preview).not.toContainText('before Assay');
    });

    await test.step('and the labelers see it', async () => {
      await come(ann, async () => (await itemOf(ann, queueId, 's-02'))?.ruling);
      await press(ann, 'g');
      await ann.keyboard.type('s-02');
      await press(ann, 'Enter');
      await expect(question(ann, 's-02')).toBeVisible();
      const about = ann.getByRole('region', { name: 'About this sample' });
      await expect(about).toContainText('Is a parcel that is late in scope?');
      await expect(about).toContainText('Yes, judge what the answer says of it.');
      await press(ann, '5', '0', 'a', 'Enter');
      await synced(ann);

      await come(ben, async () => (await itemOf(ben, queueId, second))?.returnedReason);
      await expect(ben.getByRole('button', { name: 'Label the sample that came back' })).toBeVisible();
      // From the Team screen labeling begins with what came back, not where Ben was.
      await press(ben, 'ControlOrMeta+5');
      await expect(ben.getByText('1 sample came back from your lead. Label begins with it.')).toBeVisible();
      await ben.getByRole('main').getByRole('button', { name: 'Label', exact: true }).click();
      await expect(question(ben, second)).toBeVisible();
      await expect(ben.getByRole('region', { name: 'About this sample' })).toContainText('The source has the date.');
      await press(ben, '5', '0', 'a', 'Enter');
      await expect(ben.getByRole('heading', { name: 'Nothing of this queue is left to do here' })).toBeVisible();
      await synced(ben);
    });
  });

  const left = await rowsOf(
    server,
    `select distinct state from assay_assignments where queue_id = '${queueId}'`,
    z.object({ state: z.string() }),
  );
  expect(left).toEqual([{ state: 'done' }]);
});

/** The sample that the lead decides on. */
async function disputeOn(page: Page): Promise<string> {
  const text = await page.getByText(/^Where is my order, asks s-\d\d\?$/).textContent();
  return /s-\d\d/.exec(text ?? '')?.[0] ?? '';
}
