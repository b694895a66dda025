import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { type Choice, servingAgent } from '../../resources/supabase/serving-agent.ts';
import { activeModelAnswerSchema } from '../../shared/sync/protocol.ts';
import { saveQueue } from '../backend/team.ts';
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

/** A server for one test; gives its address. */
async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

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
    source: { agent_name: planned.agent, conversation_id: conversation },
    query: { text: 'Where is it?', intent: 'parcel' },
    agent_response: { text: 'On its way.', sources: [], confidence: 0.9 },
  };
  await server.writeSample(choice, row);
  await server.recordOutcome(choice, conversation, { csat: 5, policy_violation: false });
  await server.recordOutcome({ ...choice, experiment: null, arm: null }, conversation, { csat: 1 });
  const [outcome] = await desk.backend.sql(`select csat, violation, intent from public.assay_outcomes
    join public.assay_exposures using (exposure_id) where experiment_id = '${experiment}'`);
  expect(outcome).toEqual({ csat: 5, violation: false, intent: 'parcel' });
  // Its answer was lost, and so it is written again.
  await server.writeSample(choice, row);
  const stored = await desk.backend.sql(`select source ->> 'conversation_id' as conversation
    from public.agent_training_samples where sample_id = '${row.sample_id}'`);
  expect(stored).toEqual([{ conversation }]);
});

it('counts a conversation whose arm came too late in neither arm, also as it goes on', async () => {
  const planned = plan();
  const experiment = await begin(desk.lead, planned);
  const review = await saveQueue(desk.lead, { filter: { experiment } });
  const url = await serve(async (request, response) => {
    const body = await text(request);
    const answer = await fetch(`${desk.backend.url}${request.url}`, {
      method: 'POST',
      headers: { apikey: desk.backend.secretKey, 'content-type': 'application/json' },
      body,
    });
    // It has arrived and is done; of half of the conversations the answer is long in coming.
    if (request.url?.includes('assign_arm') && body.includes('late')) await sleep(3_000);
    response.writeHead(answer.status).end(await answer.text());
  });
  // What is built in is what serves today, which is control's.
  const server = agentOn(planned.agent, { url, model: 'base-1', timeoutMs: 2_000 });
  await server.choose('in time 0', null);
  const talks = Array.from({ length: 40 }, (_, n) => `${n % 2 ? 'late' : 'in time'} ${n}`);
  const converse = async (talk: string) => {
    let choice: Choice | null = null;
    for (const turn of [1, 2]) {
      choice = await server.choose(talk, choice);
      await server.writeSample(choice, {
        ...{ sample_id: `${talk}, turn ${turn}`, source: { agent_name: planned.agent, conversation_id: talk } },
        ...{ query: { text: '?' }, agent_response: { text: '!' } },
      });
    }
  };
  await Promise.all(talks.map(converse));
  await desk.backend.sql(`update public.agent_training_samples set customer_outcome = '{"csat": 4}'
    where source ->> 'agent_name' = '${planned.agent}'`);
  const arms = await desk.backend.sql(`select arm, conversation_id like 'late%' as late, count(*)::int as met,
      count(csat)::int as known, count(i)::int as reviewed
    from public.assay_outcomes join public.assay_exposures x using (exposure_id)
    left join public.assay_queue_items i on i.queue_id = '${review}' and i.sample_id like conversation_id || ', turn _'
    where experiment_id = '${experiment}' group by 1, 2 order by 1, 2`);
  expect(arms.map(({ arm, late }) => [arm, late])).toEqual(
    ['control', 'treatment'].flatMap((arm) => [false, true].map((late) => [arm, late])),
  );
  for (const { late, met, known, reviewed } of arms) expect([known, reviewed]).toEqual(late ? [0, 0] : [met, met]);
});

it('lets no customer wait for a server that is slow or away, and records nothing then', async () => {
  const planned = plan();
  const experiment = await begin(desk.lead, planned);
  const url = await serve(() => undefined);
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
