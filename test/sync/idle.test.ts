import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { startService } from '../fixtures/service-process.ts';
import { inThreeDays, password, startTeam } from './team.ts';

/** A minute passes in a second, for everything that waits. */
const hurry = `for (const name of ['setTimeout', 'setInterval']) {
  const real = globalThis[name];
  globalThis[name] = (run, ms, ...rest) => real(run, ms / 60, ...rest);
}`;

/** What a write would change. The index of a log (-shm) is memory that processes share, and readers note in it. */
function looks(folder: string): Record<string, unknown> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => !name.endsWith('-shm'));
  return Object.fromEntries(
    names.map((name) => {
      const { size, mtimeMs } = statSync(join(folder, name));
      return [name, { size, mtimeMs }];
    }),
  );
}

it('asks one small thing a minute while nothing happens, and writes nothing', async () => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  await team.give([sampleRow('a'), sampleRow('b')]);
  const queueId = await team.queue();
  const folder = temporaryFolder();
  const { ask } = startService(folder, hurry);
  await ask('sync.signIn', { team: team.team, email: ann.email, password });
  await ask('sync.claim', { queueId, count: 2, until: inThreeDays() });
  const judged = verdict(sampleRow('a').agent_response.text);
  await ask('labeling.commit', { id: crypto.randomUUID(), queueId, sampleId: 'a', verdict: judged });
  await expect
    .poll(() => ask('sync.status', undefined), { timeout: 20_000 })
    .toMatchObject({ waiting: 0, acknowledged: 0, problem: null });

  const { exchanged } = team.proxy;
  const probed = async (times: number) => {
    const reached = exchanged.length + times;
    while (exchanged.length < reached) await after(20);
  };
  // What a label leaves to be done afterwards, a checkpoint and a back-up, is done after a while.
  const backups = join(folder, 'backups');
  const backedUp = () => existsSync(backups) && readdirSync(backups).some((name) => name.endsWith('.db'));
  let before = looks(folder);
  for (let same = false; !same; ) {
    await probed(1);
    const now = looks(folder);
    same = backedUp() && JSON.stringify(now) === JSON.stringify(before);
    before = now;
  }

  const from = exchanged.length;
  const begun = Date.now();
  const written = await team.backend.sql('select * from assay_devices');
  // Past the time at which the next back-up would be taken, if anything had changed.
  await probed(12);
  for (const { path, body } of exchanged.slice(from)) {
    expect(path).toBe('/rest/v1/rpc/assay_pull');
    expect(JSON.parse(body.toString())).toMatchObject({ nonce: null, page: 1 });
    expect(body.length).toBeLessThan(2_000);
  }
  expect(looks(folder)).toEqual(before);
  expect(await team.backend.sql('select * from assay_devices')).toEqual(written);
  // That there is nothing new is news: what is here is complete as of now.
  const { lastContactAt, nextTryAt, syncedAt } = await ask('sync.now', { anew: false });
  expect(Date.parse(syncedAt ?? '')).toBeGreaterThan(begun);
  expect(Date.parse(nextTryAt ?? '') - Date.parse(lastContactAt ?? '')).toBeGreaterThanOrEqual(60_000);
});
