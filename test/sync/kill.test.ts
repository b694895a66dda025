import { once } from 'node:events';
import { expect, it } from 'vitest';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { startAssay } from '../fixtures/assay.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { serviceOn } from '../fixtures/service.ts';
import { inThreeDays, manySamples, password, startTeam } from './team.ts';

it('goes on where it was killed, at whatever page, and ends with everything once', async () => {
  const team = await startTeam();
  const rows = manySamples(900);
  await team.give(rows);
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const client = await team.client(ann);
  const claim = { claim_id: crypto.randomUUID(), queue_id: queueId, count: 900, until: inThreeDays() };
  expect((await client.rpc('assay_claim', claim)).error).toBeNull();

  // Only small pages come through, so that there are many places to be killed at.
  const smallPages = ({ body }: { body: Buffer }) => (/"page":(\d{3,})/.test(body.toString()) ? 'busy' : null);
  const folder = temporaryFolder();
  const args = ['sync', '--workspace', folder, '--url', team.team.url, '--key', team.team.publishableKey];
  const sync = () => startAssay([...args, '--email', ann.email], { env: { ASSAY_PASSWORD: password } });
  for (let killAt = 1; killAt <= 6; killAt++) {
    const { child, ended } = sync();
    let answered = 0;
    team.proxy.fault = (request) => {
      const fault = smallPages(request);
      // At the request and so right behind the page before it, which may or may not be stored by now.
      if (!fault && request.path.endsWith('assay_pull') && ++answered === 2 + (killAt % 3)) child.kill('SIGKILL');
      return fault;
    };
    expect((await ended).signal).toBe('SIGKILL');
  }
  team.proxy.fault = smallPages;
  const last = await sync().ended;
  expect(last.code, last.stderr).toBe(0);

  const { corpus } = workspaceFiles(folder);
  const db = openReadonly(corpus);
  expect(db.prepare('SELECT sample_id FROM samples ORDER BY sample_id').pluck().all()).toEqual(
    rows.map(({ sample_id }) => sample_id).sort(),
  );
  expect(db.prepare('SELECT count(*) FROM assignments WHERE id IS NOT NULL').pluck().get()).toBe(900);
  db.close();
  const findings = await serviceOn(folder).handlers['workspace.doctor']();
  expect(findings.filter(({ ok }) => !ok)).toEqual([]);
});

it('leaves a workspace alone that a window has open, and says who has it', async () => {
  const folder = temporaryFolder();
  serviceOn(folder);
  const { child, ended } = startAssay(['sync', '--workspace', folder, '--email', 'ann@example.com'], {
    env: { ASSAY_PASSWORD: password },
  });
  await once(child, 'spawn');
  const { code, stderr } = await ended;
  expect(code).toBe(3);
  expect(stderr).toContain('a test window');
});

it('tells a server that cannot be reached apart from a wrong password, by its exit code', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  const run = (url: string, secret: string) =>
    startAssay(
      [
        'sync',
        '--json',
        '-w',
        temporaryFolder(),
        '--url',
        url,
        '--key',
        team.team.publishableKey,
        '--email',
        ann.email,
      ],
      { env: { ASSAY_PASSWORD: secret } },
    ).ended;
  const unreachable = await run('http://127.0.0.1:9', password);
  expect([unreachable.code, JSON.parse(unreachable.stderr).error.kind]).toEqual([5, 'offline']);
  const refused = await run(team.team.url, 'wrong');
  expect([refused.code, JSON.parse(refused.stderr).error.kind]).toEqual([4, 'refused']);
});
