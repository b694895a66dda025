import postgres from 'postgres';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { z } from 'zod';
import type { Op } from '../../shared/sync/protocol.ts';
import { type Device, joinTeam, RpcError, signIn } from '../backend/team.ts';
import { type Desk, make, openDesk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

const seconds = 10;

function pick<T>(from: readonly T[]): T {
  const found = from[Math.floor(Math.random() * from.length)];
  if (found === undefined) throw new RangeError('nothing to pick from');
  return found;
}

/** Whatever a labeler may do, on whatever they have. */
async function labelAtRandom(device: Device, queue: string, sent: Set<string>): Promise<void> {
  if (Math.random() < 0.15) {
    await device.claim(queue, 20);
    return;
  }
  const { rows } = await device.pull();
  if (rows.assignments.length === 0) return;
  const last = new Map(rows.labels.map(({ sample_id, label_id }) => [sample_id, label_id]));
  const ops = Array.from({ length: 12 }, (): Op => {
    const { sample_id } = pick(rows.assignments);
    const supersedes = last.get(sample_id) ?? null;
    return pick([
      () => make.label(queue, sample_id, { supersedes }),
      () => make.label(queue, sample_id, { supersedes }),
      () => make.label(queue, sample_id, { supersedes, verdict: null }),
      () => make.skip(queue, sample_id),
      () => make.skip(queue, sample_id, { reason: null }),
      () => make.question(queue, sample_id),
      () => make.label(queue, 'nowhere'),
    ])();
  });
  const { results } = await device.push(ops);
  for (const { op_id } of results) sent.add(op_id);
}

async function leadAtRandom({ lead }: Desk, queue: string, ids: string[], members: string[]): Promise<void> {
  const [sample_id, member_id] = [pick(ids), pick(members)];
  const reason = 'Look again.';
  const since = new Date(Date.now() - 300).toISOString();
  const kind = Math.random();
  if (kind < 0.5) await lead.rpc('assay_return', { queue_id: queue, sample_id, member_id, reason }, z.unknown());
  else if (kind < 0.55) await lead.rpc('assay_requeue', { member_id, since, reason }, z.unknown());
  else if (kind < 0.9) {
    const { rows } = await lead.pull();
    const open = rows.questions.filter(({ ruling }) => ruling === null);
    if (open.length > 0) await lead.push([make.ruling(pick(open).question_id)]);
  } else await lead.rpc('assay_day', {}, z.unknown());
}

it('comes to one truth when everybody does everything at once', async () => {
  const { queue, ids } = await desk.queueOf(200, { overlap: 2 });
  const devices = [desk.ann, desk.ben, await joinTeam(desk.backend, desk.lead, 'Cem')];
  devices.push(await signIn(desk.backend, 'ann@example.com'));
  const members = devices.map(({ memberId }) => memberId);
  const agent = postgres(desk.backend.databaseUrl ?? '', { max: 1 });
  const sent = new Set<string>();
  const until = Date.now() + seconds * 1_000;
  const repeat = async (act: () => Promise<unknown>) => {
    while (Date.now() < until)
      await act().catch((error: unknown) => {
        // A lead may pick a labeler who never had the sample; everything else must go through.
        if (!(error instanceof RpcError) || error.detail !== 'not_assigned') throw error;
      });
  };
  await Promise.all([
    ...devices.map((device) => repeat(() => labelAtRandom(device, queue, sent))),
    repeat(() => leadAtRandom(desk, queue, ids, members)),
    repeat(
      () => agent`update public.agent_training_samples
        set agent_response = agent_response || ${agent.json({ text: String(Math.random()) })} where sample_id = ${pick(ids)}`,
    ),
    repeat(
      () => agent`update public.assay_assignments set lease_until = now() - interval '1 second'
        where assignment_id in (select assignment_id from public.assay_assignments order by random() limit 1)`,
    ),
  ]);
  await agent.end();

  expect(await desk.miscounted()).toEqual([]);
  const broken = (what: string) => desk.backend.sql(what);
  expect(await broken('select * from public.assay_queue_items where taken > overlap')).toEqual([]);
  // What stands is what was committed last, as every reader of the feed will find.
  expect(
    await broken(`select * from public.assay_assignments a where head_id is distinct from (
      select label_id from public.assay_labels l where l.queue_id = a.queue_id and l.sample_id = a.sample_id
        and l.member_id = a.member_id order by committed_at desc, label_id desc limit 1)`),
  ).toEqual([]);
  expect(
    await broken(`select * from public.assay_queue_items i left join (
        select a.queue_id, a.sample_id, count(*) as labels, count(distinct l.decision) as decisions
        from public.assay_assignments a join public.assay_labels l using (label_id) group by 1, 2
      ) s using (queue_id, sample_id)
      where (i.verdict_id is not null) <> coalesce(s.labels >= i.overlap and s.decisions = 1, false)`),
  ).toEqual([]);
  // Every operation ended once: with a receipt, or as a dead letter.
  const ends = await broken(`select op_id from public.assay_receipts where member_id <> '${desk.lead.memberId}'
    union all select op_id from public.assay_dead_letters`);
  expect(ends.map(({ op_id }) => String(op_id)).sort()).toEqual([...sent].sort());
}, 60_000);
