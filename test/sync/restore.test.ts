import { expect, it, onTestFinished } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { sampleRow, verdict } from '../fixtures/samples.ts';
import {
  deviceOf,
  exchange,
  inThreeDays,
  manySamples,
  settled,
  startRestorableTeam,
  startTeam,
  type TestTeam,
  until,
} from './team.ts';

const judged = (sampleId: string) => verdict(sampleRow(sampleId).agent_response.text);

it('notices a server that was restored, and gives back what it lost under the old ids', async () => {
  const team = await startRestorableTeam();
  await team.give(manySamples(6));
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 6, until: inThreeDays() });
  const label = async (sampleId: string) => {
    const id = crypto.randomUUID();
    await device.handlers['labeling.commit']({ id, queueId, sampleId, verdict: judged(sampleId) });
    return id;
  };
  const first = await label('s0');
  await settled(device);
  await team.backUp();

  const lost = [await label('s1'), await label('s2')];
  await settled(device);
  await team.give([sampleRow('lost with the disk')]);
  await team.restore();

  const waiting = await label('s3');
  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 0 });
  const stored = (await team.backend.sql('select label_id from assay_labels')).map((row) => row['label_id']);
  expect(stored.sort()).toEqual([first, ...lost, waiting].sort());
  expect((await device.handlers['workspace.info']()).samples).toBe(6);
});

/** A lead who holds the two samples of a team, and which samples they hold later on. */
async function leadOfTwo() {
  const team = await startRestorableTeam();
  await team.give(manySamples(2));
  const lead = await deviceOf(team, team.lead);
  const db = openReadonly(workspaceFiles(lead.folder).corpus);
  onTestFinished(() => void db.close());
  const ids = db.prepare<[], string>('SELECT sample_id FROM samples ORDER BY sample_id').pluck();
  const held = () => ids.all().join();
  await until(lead, () => held() === 's0,s1');
  return { team, lead, held };
}

it('sees a restore although nothing was sent after the backup: what others did since is gone', async () => {
  const { team, lead, held } = await leadOfTwo();
  await team.backUp();
  await team.give([sampleRow('later')]);
  await until(lead, () => held() === 'later,s0,s1');
  await team.restore();
  await team.give([sampleRow('instead')]);
  await until(lead, () => held() === 'instead,s0,s1');
});

/** Syncs until the network has failed: what an open transaction of another keeps back is no news yet, and asks for no page. */
const untilOffline = ({ sync }: Service) =>
  expect.poll(async () => (await sync.now({ anew: false })).problem?.kind, { timeout: 10_000 }).toBe('offline');

/** The page with a new nonce arrives, and its answer is lost. */
async function loseAnswers({ proxy }: TestTeam, service: Service, times: number): Promise<void> {
  proxy.fault = ({ body }) => (/"nonce":"/.test(body.toString()) ? 'lose' : null);
  for (let time = 0; time < times; time++) await untilOffline(service);
  proxy.fault = () => null;
}

it('sees a restore although the answers that tell of it are lost', async () => {
  const { team, lead, held } = await leadOfTwo();
  await team.backUp();
  await team.give([sampleRow('later')]);
  await until(lead, () => held() === 'later,s0,s1');
  await team.restore();
  await loseAnswers(team, lead, 2);
  await until(lead, () => held() === 's0,s1');
});

it('sees a restore to a time between a page whose answer was lost and what came instead', async () => {
  const { team, lead, held } = await leadOfTwo();
  await team.give([sampleRow('sooner')]);
  await loseAnswers(team, lead, 1);
  await team.backUp();
  await team.give([sampleRow('later')]);
  await until(lead, () => held() === 'later,s0,s1,sooner');
  await team.restore();
  await until(lead, () => held() === 's0,s1,sooner');
});

it('sees a restore although a request from before it arrives only afterwards', async () => {
  const { team, lead, held } = await leadOfTwo();
  await team.backUp();
  await team.give([sampleRow('later')]);
  let underWay: unknown = null;
  team.proxy.fault = ({ body }) => {
    const text = body.toString();
    if (!text.includes('"nonce":"')) return null;
    underWay = JSON.parse(text);
    return 'refuse';
  };
  await untilOffline(lead);
  team.proxy.fault = () => null;
  await until(lead, () => held() === 'later,s0,s1');
  await team.restore();
  expect((await (await team.client(team.lead)).rpc('assay_pull', underWay)).error).toBeNull();
  await until(lead, () => held() === 's0,s1');
});

it('takes a lost answer for no restore', async () => {
  const team = await startTeam();
  await team.give(manySamples(5));
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  await device.handlers['sync.claim']({ queueId, count: 2, until: inThreeDays() });
  await device.handlers['labeling.commit']({ id: crypto.randomUUID(), queueId, sampleId: 's0', verdict: judged('s0') });
  await loseAnswers(team, device, 3);
  const before = team.proxy.exchanged.length;
  await exchange(device);
  const cursors = team.proxy.exchanged
    .slice(before)
    .filter(({ path }) => path.endsWith('assay_pull'))
    .map(({ body }) => JSON.parse(body.toString()).cursors);
  expect(cursors.length).toBeGreaterThan(0);
  // From the beginning it would have been pulled without a place to go on from.
  for (const each of cursors) expect(each).toHaveProperty('assignments');
});

it('tells skips and flags again that were confirmed and lost, in their order among the labels', async () => {
  const team = await startRestorableTeam();
  await team.give(manySamples(4));
  const queueId = await team.queue();
  const device = await deviceOf(team, await team.labeler('ann'));
  const { handlers } = device;
  await handlers['sync.claim']({ queueId, count: 4, until: inThreeDays() });
  await handlers['labeling.skip']({ queueId, sampleId: 's3', reason: 'language' });
  await settled(device);
  await team.backUp();

  await handlers['labeling.skip']({ queueId, sampleId: 's0', reason: 'unclear' });
  await handlers['labeling.flag']({ queueId, sampleId: 's1', flagged: true });
  const id = crypto.randomUUID();
  await handlers['labeling.commit']({ id, queueId, sampleId: 's2', verdict: judged('s2') });
  await handlers['labeling.undo']();
  await handlers['labeling.skip']({ queueId, sampleId: 's2', reason: 'other' });
  await settled(device);
  const marks = () => team.backend.sql('select mark_id, sample_id, kind, reason from assay_marks order by mark_id');
  const states = () => team.backend.sql('select sample_id, state from assay_assignments order by sample_id');
  const before = [await marks(), await states()];
  expect(before[0]).toHaveLength(4);
  await team.restore();
  expect(await marks()).toHaveLength(1);

  await settled(device);
  expect(device.sync.status).toMatchObject({ rejected: 0 });
  expect([await marks(), await states()]).toEqual(before);
});

it('tells answers and final verdicts of a lead again that were confirmed and lost', async () => {
  const team = await startRestorableTeam();
  await team.give(manySamples(2));
  const queueId = await team.queue();
  const ann = await deviceOf(team, await team.labeler('ann'));
  await ann.handlers['sync.claim']({ queueId, count: 2, until: inThreeDays() });
  const id = crypto.randomUUID();
  await ann.handlers['labeling.commit']({ id, queueId, sampleId: 's0', verdict: judged('s0') });
  await ann.handlers['labeling.ask']({ queueId, sampleId: 's1', text: 'Is it in scope?' });
  await settled(ann);
  const lead = await deviceOf(team, team.lead);
  await until(lead, async () => (await lead.handlers['lead.team']()).questions.length === 1);
  await team.backUp();

  const [question] = (await lead.handlers['lead.team']()).questions;
  await lead.handlers['lead.rule']({ questionId: question?.questionId ?? '', text: 'It is.' });
  await lead.handlers['lead.adjudicate']({ queueId, sampleId: 's0', verdict: judged('s0'), saw: [id] });
  await settled(lead);
  const decided = () =>
    team.backend.sql(`select adjudication_id as id, null as ruling from assay_adjudications
      union all select question_id, ruling from assay_questions`);
  const before = await decided();
  await team.restore();
  expect(await decided()).toEqual([{ id: question?.questionId, ruling: null }]);
  await settled(lead);
  expect(lead.sync.status).toMatchObject({ rejected: 0 });
  expect(await decided()).toEqual(before);
});

it('takes a label that two devices of one labeler tell again for one, though they know its ancestor differently', async () => {
  const team = await startRestorableTeam();
  await team.give(manySamples(2));
  const queueId = await team.queue();
  const ann = await team.labeler('ann');
  const [one, two] = [await deviceOf(team, ann), await deviceOf(team, ann)];
  await one.handlers['sync.claim']({ queueId, count: 2, until: inThreeDays() });
  await settled(two);
  await team.backUp();

  // The first cannot be stored, so that the server puts the second on what was there before.
  const refused = { ...judged('s0'), note: 'NUL: \u0000' };
  await one.handlers['labeling.commit']({ id: crypto.randomUUID(), queueId, sampleId: 's0', verdict: refused });
  const id = crypto.randomUUID();
  await one.handlers['labeling.commit']({ id, queueId, sampleId: 's0', verdict: judged('s0') });
  await settled(one);
  await until(two, async () => (await two.handlers['labeling.history']({ queueId, sampleId: 's0' })).length === 1);
  await team.restore();

  // Both find it lost before either has sent it; what the first sends is still on its way when the second's arrives.
  team.proxy.fault = ({ path }) => (path.endsWith('assay_push') ? 'refuse' : null);
  for (const device of [two, one]) {
    const { waiting } = await device.sync.now({ anew: false });
    expect(waiting).toBe(1);
  }
  const sent = team.proxy.exchanged.findLast(({ path }) => path.endsWith('assay_push'));
  team.proxy.fault = () => null;
  await settled(two);
  const { data } = await (await team.client(ann)).rpc('assay_push', JSON.parse(sent?.body.toString() ?? ''));
  expect(data.results).toMatchObject([{ op_id: id, status: 'duplicate' }]);
  for (const device of [one, two]) await settled(device);
  expect(await team.backend.sql('select label_id from assay_labels')).toEqual([{ label_id: id }]);
  expect([one.sync.status.rejected, two.sync.status.rejected]).toEqual([1, 0]);
});
