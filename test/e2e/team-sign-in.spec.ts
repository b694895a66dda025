import { z } from 'zod';
import { testPassword } from '../backend/team.ts';
import { press, question } from './labeling-desk.ts';
import { expect, mark, rowsOf, synced, test } from './team-desk.ts';

test('a forgotten password is replaced by a code, and a try with a bad one costs no code', async ({
  server,
  openWindow,
  join,
}) => {
  const page = await openWindow('ann');
  await join(page, 'Ann', 'labeler');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByRole('button', { name: 'New password' }).click();
  await page.getByRole('button', { name: 'Send me a code' }).click();
  // Where the code is typed, without a way there.
  await expect(page.getByLabel('Code')).toBeFocused();
  await page.keyboard.type(server.backend.mails.code('ann@example.com'));
  await page.getByLabel('New password').fill('x');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Choose another password.')).toBeVisible();
  await page.getByLabel('New password').fill('a longer battery');
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^synced/)).toBeVisible();
});

test('an invite of somebody with an account leads to it, whatever they still know', async ({
  server,
  openWindow,
  join,
}) => {
  await join(await openWindow('ann'), 'Ann', 'labeler');
  const page = await openWindow('ann-again');
  await page.keyboard.press('ControlOrMeta+5');
  await page.getByLabel('Invite link').fill(await server.invite('Ann', 'labeler'));
  await page.getByLabel(/^Your name/).fill('Ann');
  await page.getByLabel('Email').fill('ann@example.com');
  await page.getByLabel('Password').fill('not the right battery');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toContainText('There is an account with this mail address already.');
  await page.getByRole('button', { name: 'I am a member already' }).click();
  await expect(page.getByLabel('Address of the project')).toHaveValue(server.backend.url);
  await page.getByRole('button', { name: 'By a code' }).click();
  await page.getByLabel('Email').fill('ann@example.com');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Code')).toBeFocused();
  await page.keyboard.type(server.backend.mails.code('ann@example.com'));
  await page.keyboard.press('Enter');
  await expect(page.getByText('ann@example.com, labeler')).toBeVisible();
});

test('somebody who was removed is told so, and comes back by a new link where they were', async ({
  server,
  queueId,
  openAtWork,
}) => {
  const page = await openAtWork('Ann');
  await server.down();
  await press(page, '5', '0', 'a', 'Enter');
  await expect(question(page, 's-02')).toBeVisible();
  await server.up();
  const [ann] = await rowsOf(
    server,
    `select member_id as id from assay_members where name = 'Ann'`,
    z.object({ id: z.string() }),
  );
  await server.lead.rpc('assay_remove_member', { member_id: ann?.id }, z.unknown());
  await press(page, 'ControlOrMeta+5', 'ControlOrMeta+s');
  await expect(page.getByText('You are no longer a member of this team.')).toBeVisible();
  await expect(page.getByText('What your team gave you has left this device')).toBeVisible();
  await expect(mark(page)).toHaveText('not synced, 1 to send');

  await page.getByLabel('Invite link').fill(await server.invite('Ann', 'labeler'));
  await expect(page.getByLabel('Email')).toHaveValue('ann@example.com');
  await page.getByLabel('Password').fill(testPassword);
  await page.keyboard.press('Enter');
  await expect(page.getByText(/^synced/)).toBeVisible();
  await synced(page);
  const labels = `select sample_id from assay_labels where queue_id = '${queueId}'`;
  expect(await rowsOf(server, labels, z.object({ sample_id: z.string() }))).toEqual([{ sample_id: 's-01' }]);
});
