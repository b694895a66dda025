import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import type { Verdict } from '../../shared/domain/label.ts';
import { workKinds } from '../../shared/domain/lead.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { allScores, sampleRow, verdict } from '../fixtures/samples.ts';
import { importRows, openTestService } from '../fixtures/service.ts';
import { deviceOf, inThreeDays, manySamples, password, settled, signIn, startTeam, until } from './team.ts';

const judged = (sampleId: string, score: 1 | 2 | 3 | 4 | 5 = 5) =>
  verdict(sampleRow(sampleId).agent_response.text, { scores: allScores(score) });

async function label(device: Service, queueId: string | null, sampleId: string, score?: 1 | 2 | 3 | 4 | 5) {
  const id = crypto.randomUUID();
  await device.handlers['labeling.commit']({ id, queueId, sampleId, verdict: judged(sampleId, score) });
  return id;
}

const samplesOn = async (device: Service) => (await device.handlers['workspace.info']()).samples;

it('adds what was done alone to the outbox once, when the workspace joins a team', async () => {
  const team = await startTeam();
  const rows = manySamples(3);
  await team.give(rows);
  const ann = await team.labeler('ann');
  const service = openTestService(temporaryFolder());
  await importRows(service, rows);
  const first = await label(service, null, 's0', 2);
  const second = await label(service, null, 's0');
  const undone = await label(service, null, 's1');
  await service.handlers['labeling.undo']();
  await signIn(service, team.team, ann);
  await signIn(service, null, ann);
  await settled(service);
  expect(service.sync.status).toMatchObject({ rejected: 0 });
  expect(await team.backend.sql('select label_id, supersedes, kind from assay_labels order by seq')).toMatchObject([
    { label_id: first, supersedes: null },
    { label_id: second, supersedes: first },
    { label_id: undone, supersedes: null },
    { supersedes: undone, kind: 'withdrawal' },
  ]);

  // It is done in the team's queue too, and what was undone can be done there.
  const brought = async () => (await service.handlers['labeling.queues']()).at(0);
  expect(await brought()).toMatchObject({ broughtAlong: true, done: 1, open: 1 });
  await label(service, (await brought())?.queueId ?? null, 's1');
  await settled(service);
  expect(service.sync.status).toMatchObject({ rejected: 0 });
  expect(await brought()).toMatchObject({ done: 2, open: 0 });
  await service.close();
});

it('lets a sample go that was taken away, and keeps what was done on it', async () => {
  const team = await startTeam();
  await team.give(manySamples(3));
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await device.handlers['sync.claim']({ queueId, count: 3, until: inThreeDays() });
  team.proxy.fault = () => 'refuse';
  const id = await label(device, queueId, 's1');
  await team.backend.sql(`update assay_assignments set state = 'revoked', holds = false where sample_id = 's1'`);
  team.proxy.fault = ({ path }) => (path.endsWith('assay_push') ? 'refuse' : null);
  await expect
    .poll(async () => {
      const { problem, waiting } = await device.sync.now({ anew: false });
      return [problem?.kind, waiting, await samplesOn(device)];
    })
    .toEqual(['offline', 1, 2]);
  expect(
    await device.handlers['samples.search']({ filter: { text: 's1', queue: queueId }, sort: 'newest' }),
  ).toMatchObject({ rows: [] });
  team.proxy.fault = () => null;
  await settled(device);
  // It is kept, and stands for nothing: the sample is with others.
  expect(await team.backend.sql(`select label_id, late from assay_labels where kind = 'verdict'`)).toEqual([
    { label_id: id, late: true },
  ]);
  expect(await team.backend.sql(`select label_id from assay_assignments where sample_id = 's1'`)).toEqual([
    { label_id: null },
  ]);
});

it('keeps both labels of one labeler on two devices, and both devices see the same one stand', async () => {
  const team = await startTeam();
  await team.give(manySamples(2));
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const historyOn = async (device: Service) => device.handlers['labeling.history']({ queueId, sampleId: 's0' });
  const [one, two] = [await deviceOf(team, ann), await deviceOf(team, ann)];
  await one.handlers['sync.claim']({ queueId, count: 2, until: inThreeDays() });
  await until(two, async () => (await samplesOn(two)) === 2);
  team.proxy.fault = () => 'refuse';
  const early = await label(one, queueId, 's0', 2);
  const late = await label(two, queueId, 's0', 4);
  team.proxy.fault = () => null;
  // The later one arrives first.
  await settled(two);
  await settled(one);
  await until(two, async () => (await historyOn(two)).length === 2);
  const rows = await team.backend.sql('select label_id, forked from assay_labels order by forked');
  expect(rows.map((row) => row['forked'])).toEqual([false, true]);
  // Made within the time that a message travels, either may count as the later one; on both devices it is the same.
  const [stands] = await team.backend.sql(`select label_id as id from assay_assignments where sample_id = 's0'`);
  for (const device of [one, two]) {
    const [item] = await device.handlers['labeling.items']({ queueId, sampleIds: ['s0'] });
    expect(item?.label?.id).toBe(stands?.['id']);
    expect((await historyOn(device)).map(({ id }) => id).sort()).toEqual([early, late].sort());
  }
});

it('leaves nothing of the team with a removed member but what they have not sent, which goes when they join again', async () => {
  const team = await startTeam();
  await team.give(manySamples(3));
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await importRows(device, manySamples(1, 'own'));
  await device.handlers['sync.claim']({ queueId, count: 3, until: inThreeDays() });
  team.proxy.fault = ({ path }) => (path.endsWith('assay_push') ? 'refuse' : null);
  const id = await label(device, queueId, 's1');
  const lead = await team.client(team.lead);
  expect((await lead.rpc('assay_remove_member', { member_id: ann.id })).error).toBeNull();
  team.proxy.fault = () => null;

  const removed = await device.sync.now({ anew: false });
  expect(removed).toMatchObject({ problem: { kind: 'removed' }, waiting: 1 });
  expect(await samplesOn(device)).toBe(1);
  expect(await device.handlers['labeling.queues']()).toEqual([]);

  await device.handlers['sync.join']({ link: await team.invite('Ann'), name: 'Ann', email: ann.email, password });
  await settled(device);
  expect(await team.backend.sql('select label_id from assay_labels')).toEqual([{ label_id: id }]);
  // What was open is there to be claimed again, like what is new.
  await team.give(manySamples(2, 'new'));
  expect(await device.handlers['sync.claim']({ queueId, count: 9, until: inThreeDays() })).toMatchObject({
    claimed: 4,
  });
  const held = (id: string) => device.handlers['labeling.items']({ queueId, sampleIds: [id] });
  await until(device, async () => (await held('new1')).length === 1);
  expect(await held('s0')).toMatchObject([{ label: null }]);
  expect(await held('s1')).toMatchObject([{ label: { id } }]);
});

it('tells a labeler which labels a lead took back, and why', async () => {
  const team = await startTeam();
  await team.give(manySamples(3));
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await device.handlers['sync.claim']({ queueId, count: 3, until: inThreeDays() });
  for (const sampleId of ['s0', 's1']) await label(device, queueId, sampleId);
  await settled(device);
  const queueOn = async () => (await device.handlers['labeling.queues']()).find((queue) => queue.queueId === queueId);
  expect(await queueOn()).toMatchObject({ done: 2, takenBack: [] });
  const { error } = await (await team.client(team.lead)).rpc('assay_requeue', {
    member_id: ann.id,
    since: new Date(Date.now() - 86_400_000).toISOString(),
    reason: 'The rubric was misread.',
  });
  expect(error).toBeNull();
  await until(device, async () => (await queueOn())?.done === 0);
  expect(await queueOn()).toMatchObject({ open: 1, takenBack: [{ reason: 'The rubric was misread.', labels: 2 }] });
});

it('gives a lead every sample, and takes away what is erased', async () => {
  const team = await startTeam();
  await team.give(manySamples(40));
  const lead = await deviceOf(team, team.lead);
  await until(lead, async () => (await samplesOn(lead)) === 40);
  const { error } = await (await team.client(team.lead)).rpc('assay_erase', { sample_ids: ['s7', 's8'] });
  expect(error).toBeNull();
  await until(lead, async () => (await samplesOn(lead)) === 38);
});

it('tells a lead which queue cannot be changed, and changes every other', async () => {
  const team = await startTeam();
  await team.give(manySamples(2));
  await team.queue();
  const { handlers } = await deviceOf(team, team.lead);
  const { queues } = await handlers['lead.team']();
  expect(queues.map(({ name, broughtAlong }) => [name, broughtAlong])).toEqual([
    ['Brought along', true],
    ['Refunds', false],
  ]);
  for (const { samples: _, free: __, broughtAlong, ...plan } of queues) {
    const saved = handlers['lead.saveQueue']({ ...plan, state: 'paused' });
    if (broughtAlong) await expect(saved).rejects.toThrow('cannot be changed');
    else await saved;
  }
});

it('gives a labeler who becomes a lead what they could not see before', async () => {
  const team = await startTeam();
  await team.give(manySamples(20));
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const device = await deviceOf(team, ann);
  await device.handlers['sync.claim']({ queueId, count: 5, until: inThreeDays() });
  expect(await samplesOn(device)).toBe(5);
  await team.backend.sql(`update assay_members set role = 'lead' where member_id = '${ann.id}'`);
  await until(device, async ({ account }) => account?.role === 'lead' && (await samplesOn(device)) === 20);
});

it('lets an import and a pull take turns', async () => {
  const team = await startTeam();
  await team.give(manySamples(200));
  const lead = await deviceOf(team, team.lead);
  await team.give(manySamples(300, 't'));
  const [status] = await Promise.all([lead.sync.now({ anew: false }), importRows(lead, manySamples(100, 'own'))]);
  expect(status.problem).toBeNull();
  await until(lead, async () => (await samplesOn(lead)) === 600);
  expect((await lead.handlers['workspace.doctor']()).filter(({ ok }) => !ok)).toEqual([]);
  // What was imported here is not the team's to take away.
  await lead.sync.now({ anew: true });
  expect(await samplesOn(lead)).toBe(600);
});

it('shows a lead the labels behind each figure of the day, as many as the server counts', async () => {
  const team = await startTeam();
  await team.give(manySamples(6));
  const queueId = await team.queue({ overlap: 2 });
  const [ann, ben] = [await team.labeler('ann'), await team.labeler('ben')];
  const [hers, his] = [await deviceOf(team, ann), await deviceOf(team, ben)];
  for (const device of [hers, his]) await device.handlers['sync.claim']({ queueId, count: 6, until: inThreeDays() });
  const commit = async (device: Service, sampleId: string, change: Partial<Verdict>) => {
    await device.handlers['labeling.commit']({
      id: crypto.randomUUID(),
      queueId,
      sampleId,
      verdict: verdict(sampleRow(sampleId).agent_response.text, change),
    });
    // Nobody gives two labels in a millisecond, and of two such ones none is the newer.
    await sleep(2);
  };
  const mixed = { scores: { ...allScores(4), tone: 3 } } as const;
  await commit(hers, 's0', { ...mixed, activeMs: 300 });
  await commit(hers, 's1', { scores: allScores(4) });
  await commit(hers, 's2', { ...mixed, decision: 'reject', reasons: ['other'], activeMs: 10 });
  await commit(hers, 's3', mixed);
  await settled(hers);
  await team.backend.sql(`update assay_assignments set lease_until = now() - interval '1 day' where sample_id = 's4'`);
  const text = 'A better answer.';
  const correction = { text, scores: allScores(5), confirmed: true, editDistance: 9 };
  await commit(hers, 's4', { ...mixed, decision: 'edit', reasons: ['other'], correction });
  await commit(his, 's0', mixed);
  await commit(his, 's2', mixed);
  for (const device of [hers, his]) await settled(device);
  // What was said before counts for nothing.
  await commit(hers, 's3', { scores: allScores(2), decision: 'reject', reasons: ['other'] });
  await settled(hers);

  const { handlers } = await deviceOf(team, team.lead);
  const behind = async (memberId: string) =>
    Object.fromEntries(
      await Promise.all(
        workKinds.map(async (kind) => {
          const { sampleIds } = await handlers['lead.work']({ queueId, memberId, kind });
          return [kind, sampleIds] as const;
        }),
      ),
    );
  expect(await behind(ann.id)).toEqual({
    done: ['s3', 's4', 's2', 's1', 's0'],
    doneToday: ['s3', 's4', 's2', 's1', 's0'],
    corrections: ['s4'],
    disagreements: ['s2'],
    late: ['s4'],
    tooFast: ['s2', 's0'],
    straightLined: ['s3', 's1'],
  });
  const day = await handlers['lead.day']();
  for (const { id } of [ann, ben]) {
    const row = day.labelers.find(({ memberId }) => memberId === id);
    for (const [kind, sampleIds] of Object.entries(await behind(id)))
      expect(row, kind).toMatchObject({ [kind]: sampleIds.length });
  }
});
