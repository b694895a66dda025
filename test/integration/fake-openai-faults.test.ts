import OpenAI, { APIConnectionError } from 'openai';
import { expect, it } from 'vitest';
import { fakeOpenAI, filed } from '../fixtures/fake-openai.ts';
import { chatLines } from '../fixtures/training-lines.ts';
import { type Effect, everyFault, type Fault, seededFaults } from '../openai/faults.ts';

/** A server with a file on it. */
async function readyToTrain() {
  const desk = await fakeOpenAI();
  const training_file = await filed(desk.client, chatLines(12));
  const { jobs } = desk.client.fineTuning;
  const job = { model: 'gpt-4.1', training_file, metadata: { run: 'a' } };
  return {
    ...desk,
    create: () => jobs.create(job),
    listed: async (query: OpenAI.FineTuning.JobListParams = {}) => (await jobs.list(query)).data,
  };
}

const effects: [Effect, atOnce: number, later: number][] = [
  ['none', 0, 0],
  ['now', 1, 1],
  [{ afterSeconds: 30 }, 0, 1],
];
const failures: [string, (effect: Effect) => Fault, object | typeof APIConnectionError][] = [
  ['500', (effect) => ({ kind: 'error', status: 500, effect }), { status: 500 }],
  ['a closed connection', (effect) => ({ kind: 'drop', effect }), APIConnectionError],
];

it.each(failures.flatMap(([what, fault, error]) => effects.map((effect) => [what, fault, error, effect] as const)))(
  '%s with its effect none, at once or later',
  async (_, fault, error, [effect, atOnce, later]) => {
    const { server, clock, create, listed, exchanges } = await readyToTrain();
    server.faults.next('POST /fine_tuning/jobs', fault(effect));
    const failed = expect(create()).rejects;
    await (typeof error === 'function' ? failed.toThrow(error) : failed.toMatchObject(error));
    expect(exchanges.at(-1)).toMatchObject({
      route: 'POST /fine_tuning/jobs',
      json: { model: 'gpt-4.1' },
      fault: fault(effect),
    });
    expect(await listed()).toHaveLength(atOnce);
    const asked = clock.now() / 1000;
    clock.advance({ seconds: 29 });
    expect(await listed()).toHaveLength(atOnce);
    clock.advance({ days: 1 });
    const jobs = await listed();
    expect(jobs).toHaveLength(later);
    // It took effect at its time, and not when somebody looked.
    for (const { created_at } of jobs) expect(created_at).toBe(asked + (atOnce === 1 ? 0 : 30));
    await create();
    expect(await listed()).toHaveLength(later + 1);
  },
);

it('OpenAI’s own client makes two jobs of one when an answer is lost', async () => {
  const { server, client, create, listed } = await readyToTrain();
  client.maxRetries = 1;
  server.faults.next('POST /fine_tuning/jobs', { kind: 'error', status: 500, effect: 'now' });
  await create();
  expect(await listed()).toHaveLength(2);
});

it('429 tells when to come again, and nothing was done', async () => {
  const { server, create, listed } = await readyToTrain();
  server.faults.next('POST /fine_tuning/jobs', { kind: 'rate-limit', retryAfterSeconds: 7 });
  const error = await create().catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  expect(error instanceof OpenAI.APIError && error.headers?.get('retry-after')).toBe('7');
  expect(await listed()).toEqual([]);
});

it('a captive portal answers with a page', async () => {
  const { server } = await readyToTrain();
  server.faults.next('GET /models', { kind: 'page' });
  const answer = await fetch(`${server.url}/models`, { headers: { authorization: 'Bearer sk-any' } });
  expect(answer.headers.get('content-type')).toBe('text/html');
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('<!doctype html>')]);
});

it('latency and a slow body take their time, and lose nothing', async () => {
  const { server, client } = await readyToTrain();
  server.faults.next('GET /models', { kind: 'latency', ms: 500 }, { kind: 'slow-body', ms: 500 }, null);
  const took: number[] = [];
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    expect((await client.models.list()).data).toHaveLength(9);
    took.push(performance.now() - start);
  }
  expect(took[0]).toBeGreaterThan(490);
  expect(took[1]).toBeGreaterThan(490);
  expect(took[2]).toBeLessThan(490);
});

it('every answer takes as long as was asked for', async () => {
  const { client } = await fakeOpenAI({ latencyMs: 200 });
  const start = performance.now();
  await Promise.all(Array.from({ length: 8 }, () => client.models.list()));
  const took = performance.now() - start;
  expect(took).toBeGreaterThan(190);
  expect(took).toBeLessThan(8 * 200);
});

it('lists and events lag behind, and what is asked for by name does not', async () => {
  const { server, client, clock, create, listed } = await readyToTrain();
  server.state.habits.listLagSeconds = 30;
  clock.advance({ minutes: 1 });
  const { id } = await create();
  const events = async () => (await client.fineTuning.jobs.listEvents(id)).data.map(({ message }) => message);
  expect((await client.fineTuning.jobs.retrieve(id)).id).toBe(id);
  expect([await listed(), await events()]).toEqual([[], []]);
  clock.advance({ seconds: 30 });
  expect(await listed()).toHaveLength(1);
  expect(await events()).toContain('Created fine-tuning job');
  clock.advance({ seconds: 30 });
  expect(await client.fineTuning.jobs.retrieve(id)).toMatchObject({ status: 'queued' });
  expect(await events()).not.toContain('Files validated, moving job to queued state');
});

it('metadata may be ignored', async () => {
  const { server, create, listed } = await readyToTrain();
  server.state.habits.ignoresMetadata = true;
  expect(await create()).toMatchObject({ metadata: null });
  expect(await listed({ metadata: { run: 'other' } })).toHaveLength(1);
});

it('a file’s status may be null, and a job in a state that nobody knows', async () => {
  const { server, client, clock, create } = await readyToTrain();
  server.state.habits.fileStatus = null;
  server.state.habits.queuedState = 'resource_preparing';
  expect((await client.files.list()).data).toMatchObject([{ status: null }]);
  const { id } = await create();
  const seen: string[] = [];
  for (let minute = 0; minute < 12; minute++) {
    seen.push((await client.fineTuning.jobs.retrieve(id)).status);
    clock.advance({ minutes: 1 });
  }
  expect([...new Set(seen)]).toEqual(['validating_files', 'resource_preparing', 'running']);
});

it('faults by chance are the same for the same seed, and meet their share', () => {
  const drawn = (seed: number) => {
    const decide = seededFaults(seed, 0.25);
    return Array.from({ length: 4000 }, () => decide('GET /files'));
  };
  expect(drawn(1)).toEqual(drawn(1));
  expect(drawn(1)).not.toEqual(drawn(2));
  const met = drawn(1).filter((fault) => fault !== null);
  expect(met.length).toBeGreaterThan(900);
  expect(met.length).toBeLessThan(1100);
  expect(new Set(met).size).toBe(everyFault.length);
});
