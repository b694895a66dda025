import { expect, it } from 'vitest';
import { openWritable } from '../../electron/service/store/database.ts';
import { Meta } from '../../electron/service/store/meta.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { AssayError } from '../../shared/errors.ts';
import { serverMigration } from '../../shared/sync/protocol.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';
import { site } from './site.ts';
import { deviceOf, inThreeDays, password, settled, signIn, startRestorableTeam, startTeam } from './team.ts';

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
  const elsewhere = await site((_, answer) =>
    answer.writeHead(404, { 'content-type': 'text/html' }).end('<h1>404</h1>'),
  );
  const service = serviceOn(temporaryFolder());
  const at = (url: string) => signIn(service, { ...team.team, url }, ann);

  expect(await kindOf(at('http://127.0.0.1:9'))).toBe('offline');
  expect(await kindOf(at('http://assay.invalid'))).toBe('offline');
  expect(await kindOf(at(elsewhere))).toBe('foreign-answer');
  expect(await kindOf(signIn(service, { ...team.team, publishableKey: 'sb_publishable_old' }, ann))).toBe('wrong-key');
  expect(await kindOf(signIn(service, team.team, ann, 'wrong'))).toBe('refused');
  expect(service.sync.status).toMatchObject({ account: null, signedIn: false });
});

it('finds no team where the project has none', async () => {
  const team = await startRestorableTeam();
  const ann = await team.labeler('ann');
  await team.backend.sql('drop function public.assay_whoami()');
  // Started again, it knows what it offers.
  await team.backUp();
  expect(await kindOf(signIn(serviceOn(temporaryFolder()), team.team, ann))).toBe('wrong-server');
});

it('refuses somebody who is no member, or is none any more', async () => {
  const team = await startTeam();
  await team.backend.createUser;
  expect(await kindOf(signIn(serviceOn(temporaryFolder()), team.team, somebody))).toBe('refused');

  const bob = await team.labeler('bob');
  const device = await deviceOf(team, bob);
  await team.backend.sql(`update assay_members set removed_at = now() where member_id = '${bob.id}'`);
  expect(await device.sync.now({ anew: false })).toMatchObject({ problem: { kind: 'removed' } });
});

it('tells a server that is too old, and one that is too new to be read', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await team.backend.sql(`update assay_team set migration = 9;
    create or replace function public.assay_pull(device uuid, known uuid, nonce uuid, cursors json, page integer) returns json
    language sql as $$ select '{"version": 2}'::json $$;`);
  expect(await device.sync.now({ anew: false })).toMatchObject({ problem: { kind: 'server-newer' }, signedIn: true });
  await team.backend.sql('update assay_team set migration = 0');
  expect(await kindOf(signIn(serviceOn(temporaryFolder()), team.team, ann))).toBe('server-older');
});

it('tells an older or a newer server, too, where it lacks a function that Assay asks for', async () => {
  const team = await startRestorableTeam();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await team.backend.sql('drop function public.assay_pull(uuid, uuid, uuid, json, integer)');
  for (const [migration, kind] of [
    [0, 'server-older'],
    [9, 'server-newer'],
    [serverMigration, 'wrong-server'],
  ] as const) {
    await team.backend.sql(`update assay_team set migration = ${migration}`);
    // Started again, it knows what it offers.
    await team.backUp();
    expect(await device.sync.now({ anew: false })).toMatchObject({ problem: { kind }, signedIn: true });
  }
});

/** As a gateway answers before anything of a project is asked. */
const gateways = [
  ['no longer exists', 404, '{"message":"Project not found"}', 'wrong-server', 'deleted'],
  ['no longer exists, told in a page', 404, '<h1>Not found</h1>', 'foreign-answer', 'address'],
  ['sleeps', 540, '{"message":"Project paused"}', 'server-busy', 'wake the project up'],
  ['sleeps, told in a page', 540, '<h1>Paused</h1>', 'server-busy', 'wake the project up'],
  ['has used up its plan', 402, '{"message":"exceed_egress_quota"}', 'server-busy', 'its plan'],
] as const;

it.each(gateways)(
  'says that a project %s, keeps the sign-in and what waits, and goes on when it is back',
  async (_, ...given) => {
    const [status, body, kind, remedy] = given;
    const team = await startTeam();
    const ann = await team.labeler('ann');
    await team.give([sampleRow('a')]);
    const queueId = await team.queue();
    const device = await deviceOf(team, ann);
    await device.handlers['sync.claim']({ queueId, count: 1, until: inThreeDays() });
    const type = body.startsWith('<') ? 'text/html' : 'application/json';
    team.proxy.elsewhere = await site((_, answer) => answer.writeHead(status, { 'content-type': type }).end(body));

    const verdictOfA = verdict(sampleRow('a').agent_response.text);
    await device.handlers['labeling.commit']({ id: crypto.randomUUID(), queueId, sampleId: 'a', verdict: verdictOfA });
    const said = await device.sync.now({ anew: false });
    expect(said).toMatchObject({ problem: { kind }, signedIn: true, waiting: 1, rejected: 0 });
    expect(said.problem?.remedy).toContain(remedy);
    const elsewhere = serviceOn(temporaryFolder());
    expect(await kindOf(signIn(elsewhere, team.team, ann))).toBe(kind);
    expect((await device.handlers['workspace.info']()).samples).toBe(1);

    team.proxy.elsewhere = null;
    await settled(device);
    expect(await team.backend.sql('select sample_id from assay_labels')).toEqual([{ sample_id: 'a' }]);
  },
);

it('waits while the name of the server leads nowhere, and says what that can mean', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const folder = temporaryFolder();
  await team.give([sampleRow('a')]);
  const queueId = await team.queue();
  const device = openTestService(folder);
  await signIn(device, team.team, ann);
  await device.handlers['sync.claim']({ queueId, count: 1, until: inThreeDays() });
  const verdictOfA = verdict(sampleRow('a').agent_response.text);
  await device.handlers['labeling.commit']({ id: crypto.randomUUID(), queueId, sampleId: 'a', verdict: verdictOfA });
  await device.close();
  const { work } = workspaceFiles(folder);
  const db = openWritable(work, 'full');
  new Meta(db).set('team', JSON.stringify({ ...team.team, url: 'http://deleted.assay.invalid' }));
  db.close();
  const again = serviceOn(folder);
  const error = await signIn(again, null, ann).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ kind: 'offline', remedy: expect.stringContaining('deleted') });
  expect(again.sync.status).toMatchObject({ waiting: 1, rejected: 0, account: { memberId: ann.id } });
});

it('works for one account: another is told to open another workspace', async () => {
  const team = await startTeam();
  const device = await deviceOf(team, await team.labeler('ann'));
  const bob = await team.labeler('bob');
  expect(await kindOf(signIn(device, team.team, bob))).toBe('conflict');
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
  expect(await signIn(device, null, ann)).toMatchObject({ signedIn: true, problem: null });
});
