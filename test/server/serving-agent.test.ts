import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Choice, servingAgent } from '../../resources/supabase/serving-agent.ts';
import { activeModelAnswerSchema } from '../../shared/sync/protocol.ts';
import { type Desk, openDesk } from './desk.ts';
import { begin, experimentOf, plan } from './experiment-desk.ts';

/** The page for engineers of agents hands out a snippet: it does what the page says. */

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.backend.close());

const agentOn = (agent: string, change = {}) =>
  servingAgent({
    ...{ url: desk.backend.url, secretKey: desk.backend.secretKey, agent, model: 'built-in', timeoutMs: 5_000 },
    ...change,
  });

const exposures = async (experiment: string) =>
  (await desk.backend.sql(`select 1 from public.assay_exposures where experiment_id = '${experiment}'`)).length;

it('answers by the built-in model, then by the active one, then by the arm of a running experiment', async () => {
  const { agent, ...rest } = plan();
  const first = agentOn(agent);
  expect(await first.choose('c', null)).toEqual({ model: 'built-in', experiment: null, arm: null });
  await desk.lead.rpc(
    'assay_set_active_model',
    { agent, model: 'base-1', why: 'The first one.' },
    activeModelAnswerSchema,
  );
  // What is known is a minute old at most; another server has not asked yet.
  expect((await first.choose('c', null)).model).toBe('built-in');
  expect((await agentOn(agent).choose('c', null)).model).toBe('base-1');
  const experiment = await begin(desk.lead, { agent, ...rest });
  const [one, two] = [agentOn(agent), agentOn(agent)];
  const choices = new Map<string, Choice>();
  for (let n = 0; n < 20; n++) choices.set(`c${n}`, await one.choose(`c${n}`, null));
  expect(new Set(choices.values().map(({ model }) => model))).toEqual(new Set(['base-1', 'tuned-1']));
  for (const [conversation, choice] of choices) {
    expect(choice.experiment).toBe(experiment);
    expect(await two.choose(conversation, null)).toEqual(choice);
    expect(await one.choose(conversation, choice)).toEqual(choice);
  }
  // What began without an arm gets none, and what has one hears of the end.
  expect(await one.choose('from before', { model: 'base-1', experiment: null, arm: null })).toMatchObject({
    arm: null,
  });
  expect(await exposures(experiment)).toBe(20);
  await experimentOf(desk.lead, experiment).stop();
  for (const [conversation, choice] of choices)
    expect(await one.choose(conversation, choice)).toEqual({ model: 'base-1', experiment: null, arm: null });
});

it('writes samples and outcomes that the experiment counts', async () => {
  const planned = plan();
  const experiment = await begin(desk.lead, planned);
  const server = agentOn(planned.agent);
  const conversation = randomUUID();
  const choice = await server.choose(conversation, null);
  const row = {
    sample_id: randomUUID(),
    source: { agent_name: planned.agent, conversation_id: conversation, model: choice.model },
    query: { text: 'Where is it?', intent: 'parcel' },
    agent_response: { text: 'On its way.', sources: [], confidence: 0.9 },
  };
  await server.writeSample(row);
  await server.recordOutcome(choice, conversation, { csat: 5, policy_violation: false });
  await server.recordOutcome({ ...choice, experiment: null, arm: null }, conversation, { csat: 1 });
  const [outcome] = await desk.backend.sql(`select csat, violation, intent from public.assay_outcomes
    join public.assay_exposures using (exposure_id) where experiment_id = '${experiment}'`);
  expect(outcome).toEqual({ csat: 5, violation: false, intent: 'parcel' });
  // Its answer was lost, and so it is written again.
  await server.writeSample(row);
  const stored = await desk.backend.sql(`select source ->> 'conversation_id' as conversation
    from public.agent_training_samples where sample_id = '${row.sample_id}'`);
  expect(stored).toEqual([{ conversation }]);
});

it('lets no customer wait for a server that is slow or away, and records nothing then', async () => {
  const planned = plan();
  const experiment = await begin(desk.lead, planned);
  const silent = createServer(() => undefined);
  const url = await new Promise<string>((resolve) => {
    silent.listen(0, '127.0.0.1', () => {
      const address = silent.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
  onTestFinished(() => {
    silent.closeAllConnections();
    silent.close();
  });
  const met: Choice = { model: 'tuned-1', experiment, arm: 'treatment' };
  for (const change of [{ url, timeoutMs: 50 }, { url: 'http://127.0.0.1:9' }, { secretKey: 'sb_secret_wrong' }]) {
    const server = agentOn(planned.agent, change);
    const started = performance.now();
    expect(await server.choose('new', null)).toEqual({ model: 'built-in', experiment: null, arm: null });
    // A conversation stays with the model that it has.
    expect(await server.choose('in the middle', met)).toEqual(met);
    expect(performance.now() - started).toBeLessThan(2_000);
    await expect(server.recordOutcome(met, 'in the middle', { csat: 5 })).rejects.toThrow();
  }
  expect(await exposures(experiment)).toBe(0);
});
