import { expect, it } from 'vitest';
import { startAssay } from '../fixtures/assay.ts';
import { clockScript, runFirst } from '../fixtures/clock.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import { type ServiceProcess, startService } from '../fixtures/service-process.ts';
import { password, startTeam } from './team.ts';

const year = 365 * 86_400_000;

async function settled({ ask }: ServiceProcess): Promise<void> {
  await expect
    .poll(() => ask('sync.now', { anew: false }), { timeout: 10_000 })
    .toMatchObject({ waiting: 0, acknowledged: 0, problem: null });
}

it.each([
  ['ahead', year],
  ['behind', -year],
])('works with a clock that is a year %s: signs in, borrows, labels, and stays signed in', async (_, aheadMs) => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  await team.give(['a', 'b'].map((id) => sampleRow(id)));
  const queueId = await team.queue();
  const begun = new Date().toISOString();
  const device = startService(temporaryFolder(), clockScript(aheadMs));
  const { ask } = device;

  const status = await ask('sync.signIn', { team: team.team, email: ann.email, password });
  expect(status).toMatchObject({ signedIn: true, problem: null });
  expect(Math.round((status.clockAheadMs ?? 0) / 60_000)).toBe(aheadMs / 60_000);

  // By that clock work would be taken for a day that is over, or a year away: the server says so, and nothing is lost.
  const days = (count: number, ahead: number) => new Date(Date.now() + ahead + count * 86_400_000).toISOString();
  await expect(ask('sync.claim', { queueId, count: 2, until: days(3, aheadMs) })).rejects.toMatchObject({
    kind: 'invalid-input',
  });
  const until = days(3, 0);
  expect(await ask('sync.claim', { queueId, count: 2, until })).toMatchObject({ claimed: 2 });
  const [, queue] = await ask('labeling.queues', undefined);
  expect(queue).toMatchObject({ open: 2 });
  expect(Date.parse(queue?.leaseUntil ?? '')).toBe(Date.parse(until));

  const commit = (sampleId: string) =>
    ask('labeling.commit', {
      id: crypto.randomUUID(),
      queueId,
      sampleId,
      verdict: verdict(sampleRow(sampleId).agent_response.text),
    });
  await commit('a');
  await settled(device);

  // A token that has ended is renewed once, by the server's word and not by the clock.
  let refused = 0;
  team.proxy.fault = () => (refused++ === 0 ? 'expired' : null);
  await commit('b');
  await settled(device);
  expect(await ask('sync.status', undefined)).toMatchObject({ signedIn: true });

  const labels = await team.backend.sql(
    `select sample_id, late, committed_at between '${begun}' and received_at as sane
     from assay_labels order by 1`,
  );
  expect(labels).toEqual(['a', 'b'].map((sample_id) => ({ sample_id, late: false, sane: true })));
});

it.each([
  ['ahead', year],
  ['behind', -year],
])('takes work for days of the server where nobody named one, by a clock that is a year %s', async (_, aheadMs) => {
  const team = await startTeam();
  const ann = await team.labeler('ann');
  await team.give([sampleRow('a')]);
  const queueId = await team.queue();
  const where = ['--workspace', temporaryFolder(), '--url', team.team.url, '--key', team.team.publishableKey];
  const { code, stderr } = await startAssay(['sync', ...where, '--email', ann.email, '--claim', `${queueId}=1`], {
    env: { ASSAY_PASSWORD: password, NODE_OPTIONS: runFirst(clockScript(aheadMs)) },
  }).ended;
  expect(code, stderr).toBe(0);
  expect(
    await team.backend.sql(`select lease_until > now() + interval '2 days' as lent from assay_assignments`),
  ).toEqual([{ lent: true }]);
});

it.each([
  ['ahead', year],
  ['behind', -year],
])('keeps a sign-in by a new password good with a clock that is a year %s', async (_, aheadMs) => {
  const team = await startTeam();
  const { email } = await team.labeler('ann');
  const { ask } = startService(temporaryFolder(), clockScript(aheadMs));
  await ask('sync.sendCode', { team: team.team, email, purpose: 'new-password' });
  const code = team.backend.mails.code(email);
  const newPassword = 'a longer battery';
  expect(await ask('sync.redeemCode', { team: team.team, email, code, newPassword })).toMatchObject({ signedIn: true });

  let refused = 0;
  team.proxy.fault = () => (refused++ === 0 ? 'expired' : null);
  expect(await ask('sync.now', { anew: false })).toMatchObject({ signedIn: true, problem: null });
  expect(refused).toBeGreaterThan(1);
});
