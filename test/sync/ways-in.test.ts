import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/folder.ts';
import { serviceOn } from '../fixtures/service.ts';
import { password, signIn, startTeam } from './team.ts';

it('joins by an invite link, and by the same link again with the account that is there', async () => {
  const team = await startTeam();
  const link = await team.invite('Ann');
  const who = { link, name: 'Ann', email: 'ann@example.com', password };
  const first = await serviceOn(temporaryFolder()).handlers['sync.join'](who);
  expect(first).toMatchObject({ signedIn: true, account: { name: 'Ann', role: 'labeler' }, problem: null });
  // A second machine; and the answer to the first call may have been lost.
  expect(await serviceOn(temporaryFolder()).handlers['sync.join'](who)).toMatchObject({ account: first.account });
});

it('says of an invite link that was used what to do, and ties the workspace to nothing', async () => {
  const team = await startTeam();
  const link = await team.invite('Ann');
  const join = (email: string, service: ReturnType<typeof serviceOn>) =>
    service.handlers['sync.join']({ link, name: 'Ann', email, password });
  await join('ann@example.com', serviceOn(temporaryFolder()));
  const other = serviceOn(temporaryFolder());
  await expect(join('other@example.com', other)).rejects.toMatchObject({
    kind: 'refused',
    message: 'This invite link was used, has expired or never existed.',
    remedy: 'Ask a lead for a new one.',
  });
  expect(other.sync.status).toMatchObject({ account: null, signedIn: false });
});

it('joins, where a project has mail addresses confirmed, as soon as that is done', async () => {
  const team = await startTeam({ confirmMails: true });
  const { handlers, sync } = serviceOn(temporaryFolder());
  const who = { link: await team.invite('Ann'), name: 'Ann', email: 'ann@example.com', password };
  const unconfirmed = { kind: 'conflict', message: 'Your mail address has to be confirmed first.' };
  await expect(handlers['sync.join'](who)).rejects.toMatchObject(unconfirmed);
  // Too early, and no second mail on its way.
  await expect(handlers['sync.join'](who)).rejects.toMatchObject(unconfirmed);
  expect(sync.status).toMatchObject({ account: null });
  expect(team.backend.mails.messages.get(who.email)).toHaveLength(1);
  const link = new URL(/href="([^"]+)"/.exec(team.backend.mails.last(who.email))?.[1] ?? '');
  await fetch(`${team.team.url}${link.pathname}${link.search}`, { redirect: 'manual' });
  expect(await handlers['sync.join'](who)).toMatchObject({ signedIn: true, account: { name: 'Ann' }, problem: null });
});

it('signs in with a code from a mail, and takes a new password with one', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const { handlers } = serviceOn(temporaryFolder());
  const mailed = async (purpose: 'sign-in' | 'new-password') => {
    await handlers['sync.sendCode']({ team: team.team, email: ann.email, purpose });
    return team.backend.mails.code(ann.email);
  };
  const code = await mailed('sign-in');
  const redeemed = { team: team.team, email: ann.email, code, newPassword: null };
  expect(await handlers['sync.redeemCode'](redeemed)).toMatchObject({ signedIn: true, account: { memberId: ann.id } });
  // A code is good for once.
  await expect(handlers['sync.redeemCode'](redeemed)).rejects.toMatchObject({ kind: 'refused' });

  const newPassword = 'a longer battery';
  const change = { ...redeemed, code: await mailed('new-password') };
  // Not good enough, which is no fault of the code's.
  await expect(handlers['sync.redeemCode']({ ...change, newPassword: 'x' })).rejects.toMatchObject({
    kind: 'invalid-input',
  });
  await expect(handlers['sync.redeemCode']({ ...change, newPassword: 'y' })).rejects.toMatchObject({
    kind: 'invalid-input',
  });
  await handlers['sync.redeemCode']({ ...change, newPassword });
  const other = serviceOn(temporaryFolder());
  await expect(signIn(other, team.team, ann)).rejects.toMatchObject({ kind: 'refused' });
  expect(await signIn(other, team.team, ann, newPassword)).toMatchObject({ signedIn: true });
});
