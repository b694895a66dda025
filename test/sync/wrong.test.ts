import { createServer } from 'node:http';
import { expect, it, onTestFinished } from 'vitest';
import { AssayError } from '../../shared/errors.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { serviceOn } from '../fixtures/service.ts';
import { deviceOf, password, startRestorableTeam, startTeam } from './team.ts';

const somebody = { email: 'ann@example.com', password };

async function kindOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AssayError)) throw new Error(`not an AssayError: ${error}`);
  return error.kind;
}

it('says what is wrong with an address, a key or a password, and ties the workspace to nothing', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const site = createServer((_, answer) => answer.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>'));
  await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void site.close());
  const address = site.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const { sync } = serviceOn(temporaryFolder());
  const at = (url: string) => sync.signIn({ ...team.team, url }, ann.email, password);

  expect(await kindOf(at('http://127.0.0.1:9'))).toBe('offline');
  expect(await kindOf(at('http://assay.invalid'))).toBe('offline');
  expect(await kindOf(at(`http://127.0.0.1:${port}`))).toBe('foreign-answer');
  expect(await kindOf(sync.signIn({ ...team.team, publishableKey: 'sb_publishable_old' }, ann.email, password))).toBe(
    'wrong-key',
  );
  expect(await kindOf(sync.signIn(team.team, ann.email, 'wrong'))).toBe('refused');
  expect(sync.status).toMatchObject({ account: null, signedIn: false });
});

it('finds no team where the project has none', async () => {
  const team = await startRestorableTeam();
  const ann = await team.labeler('ann');
  await team.backend.sql('drop function public.assay_whoami()');
  // Started again, it knows what it offers.
  await team.backUp();
  const { sync } = serviceOn(temporaryFolder());
  expect(await kindOf(sync.signIn(team.team, ann.email, password))).toBe('wrong-server');
});

it('refuses somebody who is no member, or is none any more', async () => {
  const team = await startTeam();
  await team.backend.createUser(somebody.email, password);
  const { sync } = serviceOn(temporaryFolder());
  expect(await kindOf(sync.signIn(team.team, somebody.email, password))).toBe('refused');

  const bob = await team.labeler('bob');
  const device = await deviceOf(team, bob);
  await team.backend.sql(`update assay_members set removed_at = now() where member_id = '${bob.id}'`);
  expect(await device.sync.now({ anew: false })).toMatchObject({ problem: { kind: 'refused' } });
});

it('tells a server that is too old, and one that is too new to be read', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await team.backend.sql(`update assay_team set migration = 9;
    create or replace function public.assay_pull(device uuid, nonce uuid, cursors json, page integer) returns json
    language sql as $$ select '{"version": 2}'::json $$;`);
  expect(await device.sync.now({ anew: false })).toMatchObject({ problem: { kind: 'server-newer' }, signedIn: true });
  await team.backend.sql('update assay_team set migration = 0');
  expect(await kindOf(serviceOn(temporaryFolder()).sync.signIn(team.team, ann.email, password))).toBe('server-older');
});

it('works for one account: another is told to open another workspace', async () => {
  const team = await startTeam();
  const device = await deviceOf(team, await team.labeler('ann'));
  const bob = await team.labeler('bob');
  expect(await kindOf(device.sync.signIn(team.team, bob.email, password))).toBe('conflict');
  expect(device.sync.status).toMatchObject({ account: { email: 'ann@example.com' }, signedIn: true, problem: null });
});

it('waits for the person when the sign-in is revoked, and goes on where it was', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await team.backend.sql('delete from auth.refresh_tokens; delete from auth.sessions');
  team.proxy.fault = () => 'expired';
  expect(await device.sync.now({ anew: false })).toMatchObject({
    signedIn: false,
    problem: { kind: 'signed-out' },
    account: { memberId: ann.id },
  });
  team.proxy.fault = () => null;
  expect(await device.sync.signIn(null, ann.email, password)).toMatchObject({ signedIn: true, problem: null });
});
