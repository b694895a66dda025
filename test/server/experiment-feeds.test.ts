import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { Settled } from '../../electron/service/sync/settled.ts';
import type { OutcomeRow } from '../../shared/sync/experiments.ts';
import type { Cursors } from '../../shared/sync/feeds.ts';
import {
  activeModelAnswerSchema,
  checkAnswerSchema,
  remainingAnswerSchema,
  unsettledAnswerSchema,
} from '../../shared/sync/protocol.ts';
import { type Device, insertSamples } from '../backend/team.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { type Desk, openDesk } from './desk.ts';
import { agentServer, experimentOf, expose, plan } from './experiment-desk.ts';

/** What leads are told of experiments, and labelers are not. */

const feeds = ['experiments', 'outcomes', 'active_models'] as const;

let desk: Desk;
const planned = plan();
let experiment: ReturnType<typeof experimentOf>;
beforeAll(async () => {
  desk = await openDesk();
  experiment = experimentOf(desk.lead);
  await experiment.save(planned);
  const first = { agent: planned.agent, model: 'base-1', why: 'The first one.' };
  await desk.lead.rpc('assay_set_active_model', first, activeModelAnswerSchema);
  await experiment.start();
  await expose(desk.backend, experiment.id, 250);
  const turn = sampleRow('turn', {
    source: { agent_name: planned.agent, conversation_id: 'of 7', experiment: experiment.id },
    customer_outcome: { csat: 4 },
  });
  await insertSamples(desk.backend, [turn]);
  const change = { ...first, model: 'tuned-1', why: 'Past every bar.', experiment_id: experiment.id };
  await desk.lead.rpc('assay_set_active_model', change, activeModelAnswerSchema);
});
afterAll(() => desk.backend.close());

it('tells leads the plan, every conversation with its outcome, and the active models', async () => {
  const { rows } = await desk.told(desk.lead);
  expect(rows.experiments).toMatchObject([
    { experiment_id: experiment.id, state: 'running', plan: planned, created_by: desk.lead.memberId, verdict: null },
  ]);
  const seventh = rows.outcomes.find(({ conversation_id }) => conversation_id === 'of 7');
  const { arm } = await agentServer(desk.backend).assign(experiment.id, 'of 7');
  expect(seventh).toMatchObject({
    experiment_id: experiment.id,
    arm,
    csat: 4,
    reviewed: false,
    intent: 'order_status',
  });
  expect(rows.active_models).toMatchObject([
    {
      ...{ agent: planned.agent, model: 'tuned-1', from_model: 'base-1', set_by: desk.lead.memberId },
      ...{ why: 'Past every bar.', experiment_id: experiment.id },
    },
  ]);
});

it('tells them page by page, each once, and counts what is left', async () => {
  const told: OutcomeRow[] = [];
  let cursors: Cursors = {};
  for (let more = true; more; ) {
    const page = await desk.lead.pull(cursors, 60);
    ({ cursors, more } = page);
    told.push(...page.rows.outcomes);
    const { rows } = await desk.lead.rpc(
      'assay_remaining',
      { device: desk.lead.deviceId, cursors },
      remainingAnswerSchema,
    );
    expect(rows > 0).toBe(more);
  }
  expect([told.length, new Set(told.map(({ conversation_id }) => conversation_id)).size]).toEqual([250, 250]);
});

it('tells an outcome again when it changes, and no other', async () => {
  const { cursors } = await desk.told(desk.lead);
  await desk.backend.sql(`update public.agent_training_samples set customer_outcome = '{"csat": 2}'
    where sample_id = 'turn'`);
  const { rows } = await desk.told(desk.lead, cursors);
  expect(rows.outcomes).toMatchObject([{ conversation_id: 'of 7', csat: 2 }]);
  expect([rows.experiments, rows.active_models]).toEqual([[], []]);
});

it('tells labelers nothing: in no feed, no count and no check', async () => {
  const { rows, watermark } = await desk.told(desk.ann);
  for (const feed of feeds) {
    expect([feed, rows[feed]]).toEqual([feed, []]);
    const check = (device: Device) => device.rpc('assay_check', { feed, below: watermark }, checkAnswerSchema);
    expect(await check(desk.ann)).toEqual({ buckets: [], changed: [], erased: [] });
    expect((await check(desk.lead)).buckets.length).toBeGreaterThan(0);
  }
  const unsettled = (device: Device) => device.rpc('assay_unsettled', { below: '3' }, unsettledAnswerSchema);
  const [blind, whole] = [await unsettled(desk.ann), await unsettled(desk.lead)];
  expect(feeds.filter((feed) => blind[feed])).toEqual([]);
  expect(feeds.map((feed) => whole[feed]?.length)).toEqual([1, 250, 1]);
});

it('tells every device again after a restore from a dump', async () => {
  const before = await desk.told(desk.lead);
  await desk.backend.sql('select assay.restamp()');
  const after = await desk.told(desk.lead, before.cursors);
  for (const feed of feeds) expect(after.rows[feed]).toHaveLength(before.rows[feed].length);
});

it('names a time from before which a lead has every conversation, however long the answer takes', async () => {
  const agent = agentServer(desk.backend);
  // Outcomes and samples that take a moment to read.
  await expose(desk.backend, experiment.id, 2_000);
  await desk.backend.sql(`insert into public.agent_training_samples (sample_id, source, query, agent_response)
    select 'long ' || n, '{"agent_name": "B"}', '{"text": "?"}', jsonb_build_object('text', repeat('a', 2000))
    from generate_series(1, 4000) n`);
  let over = false;
  onTestFinished(() => {
    over = true;
  });
  const meet = async () => {
    for (let n = 0; !over; n++) await agent.assign(experiment.id, `meanwhile ${n}`);
  };
  const meeting = meet();
  let settledAnswers = 0;
  while (settledAnswers < 5) {
    const page = await desk.lead.pull({}, 5_000);
    expect(page.more).toBe(false);
    const until = new Settled().heard(page);
    if (until === null) continue;
    settledAnswers++;
    const held = new Set(page.rows.outcomes.map(({ exposure_id }) => exposure_id));
    const met = await desk.backend.sql(`select exposure_id from public.assay_exposures where at < '${until}'`);
    expect(met.filter((row) => !held.has(String(row['exposure_id'])))).toEqual([]);
  }
  over = true;
  await meeting;
});
