import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { APIError } from 'openai';
import { describe, expect, it } from 'vitest';
import { failureOf, type ProviderError } from '../../electron/service/finetune/providers/failures.ts';
import { openProvider } from '../../electron/service/finetune/providers/openai-shaped.ts';
import { jobSchema, listedJobSchema } from '../../electron/service/finetune/providers/schemas.ts';
import { failedThere } from '../../electron/service/finetune/run/ends.ts';
import { remoteJobSchema } from '../../shared/domain/run.ts';
import { runState } from '../../shared/rules/run.ts';
import { answering } from '../fixtures/answering.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { providerAt, RunBench, runPlan, trainingFile } from '../fixtures/runs.ts';
import { unsafeMarker } from '../openai/training-file.ts';

const create = 'POST /fine_tuning/jobs';
const signal = new AbortController().signal;

/** What went wrong, as a person is told it. */
async function told(attempt: Promise<unknown>) {
  return attempt.then(
    () => null,
    (error: unknown) => error,
  );
}

describe('what a provider refuses', () => {
  it.each([
    ['wrong', 'wrong-key', /does not take this key/, /Enter the key again/],
    ['rate-limited', 'server-busy', /takes no more for now/, /Wait/],
  ] as const)('a key that is %s is told before anything is sent', async (state, kind, message, remedy) => {
    const { server } = await fakeOpenAI({ keys: { 'sk-good': state } });
    const error = await told(openProvider(providerAt(server.url), 'sk-good').models(signal));
    expect(error).toMatchObject({
      kind,
      message: expect.stringMatching(message),
      safe: 'Nothing was charged.',
      remedy: expect.stringMatching(remedy),
    });
    expect(JSON.stringify(error)).not.toContain('sk-good');
  });

  it.each([
    ['no-quota', 'no-quota', /nothing left to spend/, /billing page/],
    ['ineligible', 'refused', /does not allow this/, /another provider/],
  ] as const)('an account that is %s gets no job, and the run says why', async (state, kind, message, remedy) => {
    const { server, clock } = await fakeOpenAI({ keys: { 'sk-good': state } });
    const bench = new RunBench(server, clock);
    const run = await bench.live(bench.begin());
    expect(run).toMatchObject({
      phase: 'refused',
      error: {
        kind,
        message: expect.stringMatching(message),
        safe: 'Nothing was charged.',
        remedy: expect.stringMatching(remedy),
      },
    });
    expect(server.state.jobs.size).toBe(0);
  });

  it('a model that is gone is refused by name', async () => {
    const { server, clock } = await fakeOpenAI();
    const bench = new RunBench(server, clock);
    const run = await bench.live(bench.begin({ model: 'gpt-gone' }));
    expect(run).toMatchObject({ phase: 'refused', error: { message: expect.stringContaining('gpt-gone') } });
  });

  it.each([
    ['a bad line', (index: number) => (index === 6 ? '<|im_start|>' : 'Good.'), /Line 7/, /build the dataset again/],
    ['what its moderation forbids', () => unsafeMarker, /usage policies/, /leave them out/],
    ['a defect of its own after hours', () => '[[fake:fails-after-5-hours]]', /internal error/, /begin a new run/],
  ])('a job that fails for %s says what was charged and what to do', async (_, text, message, remedy) => {
    const { server, clock } = await fakeOpenAI({ pace: { secondsPerStep: 3_600 } });
    const bench = new RunBench(server, clock);
    const id = bench.begin({}, trainingFile(bench.folder, 12, text));
    const run = await bench.live(id);
    expect(run.phase).toBe('failed');
    expect(failedThere('Our server', runState(bench.runs.facts(id))).report()).toMatchObject({
      message: expect.stringMatching(message),
      // It does not say so of jobs that fail: that is not none.
      safe: expect.stringMatching(/does not tell of any trained tokens .* billing page/),
      remedy: expect.stringMatching(remedy),
    });
  });
});

describe.each(['fastapi', 'sentence'] as const)('what a server refuses that says errors as %s', (errorShape) => {
  it.each([
    ['wrong', 'wrong-key', false],
    ['rate-limited', 'server-busy', true],
  ] as const)('a key that is %s is told for what it is', async (state, kind, passing) => {
    const { server } = await fakeOpenAI({ keys: { 'sk-good': state }, habits: { errorShape } });
    const error = await told(openProvider(providerAt(server.url), 'sk-good').models(signal));
    expect(error).toMatchObject({ kind, outcome: 'declined', passing });
  });

  it('a job is refused with its words, and nobody looks for it', async () => {
    const { server, clock, exchanges } = await fakeOpenAI({ habits: { errorShape } });
    const bench = new RunBench(server, clock);
    const run = await bench.live(bench.begin({ model: 'gpt-gone' }));
    expect(run).toMatchObject({ phase: 'refused', error: { message: expect.stringContaining('gpt-gone') } });
    expect(exchanges.at(-1)?.route).toBe(create);
  });
});

it('a job that names no model tells so, and is asked again when the run goes on', async () => {
  const { server, clock } = await fakeOpenAI({ habits: { givesWeights: true } });
  const bench = new RunBench(server, clock);
  const id = bench.begin();
  expect(await told(bench.live(id))).toMatchObject({
    kind: 'not-found',
    message: expect.stringContaining('names no model'),
    remedy: expect.stringContaining('Resume'),
  });
  expect(bench.runs.get(id)).toMatchObject({ phase: 'succeeded', model: null });
  server.state.habits.givesWeights = false;
  expect((await bench.live(id)).model).toMatch(/^ft:/);
});

it.each([
  { trained_tokens: 1_234.5 },
  { created_at: '2026-11-24T09:12:00Z', finished_at: '2026-11-24T10:12:00Z' },
  { created_at: 1_763_975_520_000_000_000, estimated_finish: -1 },
])('a job is read and kept although it tells %j', (change) => {
  const job = jobSchema.parse({ id: 'ftjob-1', status: 'running', ...change });
  expect(remoteJobSchema.parse(job)).toMatchObject({ jobId: 'ftjob-1', status: 'running' });
  expect(listedJobSchema.parse({ id: 'ftjob-1', ...change })).toMatchObject({ jobId: 'ftjob-1' });
});

it('a server that wants to be left alone for longer than a timer holds is asked once a day', async () => {
  const { server } = await fakeOpenAI();
  server.faults.next('GET /models', { kind: 'rate-limit', retryAfterSeconds: 2 ** 31 / 1_000 });
  const error = await told(openProvider(providerAt(server.url), 'sk-good').models(signal));
  expect(error).toMatchObject({ kind: 'server-busy', retryAfterMs: 86_400_000 });
});

it.each([
  [503, '120', 120_000],
  [500, '1.5', 1_500],
  [429, 'Fri, 31 Dec 9999 23:59:59 GMT', 86_400_000],
  [503, 'Wed, 21 Oct 2015 07:28:00 GMT', 0],
  [503, 'soon', null],
  [503, '-5', null],
])('a server that answers %i and wants to be left alone for “%s” is', (status, told, ms) => {
  const error = APIError.generate(
    status,
    { error: { message: 'Overloaded.' } },
    '',
    new Headers({ 'retry-after': told }),
  );
  const { retryAfterMs } = failureOf(error, 'models.example.com') as ProviderError;
  expect(retryAfterMs).toBe(ms);
});

it.each([
  [402, JSON.stringify({ detail: 'Not enough credit.' }), 'no-quota', /nothing left to spend: “Not enough credit.”/],
  [402, JSON.stringify({ error: { message: 'Pay first.' } }), 'no-quota', /nothing left to spend: “Pay first.”/],
  [413, '<html><h1>413 Request Entity Too Large</h1></html>', 'invalid-input', /so large/],
] as const)(
  'what is refused with %i and %s is asked for once, and told for what it is',
  async (status, body, kind, message) => {
    const provider = openProvider(providerAt(await answering(status, body)), 'sk-good');
    const request = { runId: 'r', plan: runPlan(), trainingFile: 'file-1', validationFile: null };
    expect(await told(provider.create(request, signal))).toMatchObject({
      kind,
      message: expect.stringMatching(message),
      outcome: 'declined',
      passing: false,
    });
  },
);

it.each([
  [308, 'elsewhere', /answers with a redirect to 127\.0\.0\.1:\d+ \(status 308\)/, 'declined'],
  [307, '/v2/here', /answers with a redirect to 127\.0\.0\.1:\d+\/v2\/here \(status 307\)/, 'declined'],
  // What was asked may have been done.
  [303, 'elsewhere', /answers with a redirect to 127\.0\.0\.1:\d+ \(status 303\)/, 'unknown'],
  [302, '', /answers with a redirect \(status 302\)/, 'unknown'],
] as const)(
  'a redirect (%i to %s) is told as such, not followed and not waited out',
  async (status, to, message, outcome) => {
    const elsewhere = await fakeOpenAI();
    const location = to === 'elsewhere' ? `${elsewhere.server.url}/models?of=me` : to;
    const url = await answering(status, '', location === '' ? {} : { location });
    const provider = openProvider(providerAt(url), 'sk-good');
    const request = { runId: 'r', plan: runPlan(), trainingFile: 'file-1', validationFile: null };
    for (const attempt of [provider.models(signal), provider.create(request, signal)])
      expect(await told(attempt)).toMatchObject({
        ...{ kind: 'wrong-server', outcome, passing: false },
        message: expect.stringMatching(message),
        remedy: expect.stringContaining('Correct the address of the provider'),
      });
    expect(elsewhere.exchanges).toEqual([]);
  },
);

it('a job that is gone is told apart from a model that is', async () => {
  const { server } = await fakeOpenAI();
  const provider = openProvider(providerAt(server.url), 'sk-good');
  expect(await told(provider.watch('ftjob-gone', () => false, signal))).toMatchObject({
    kind: 'not-found',
    remedy: expect.stringMatching(/key of the project .* give it up/),
  });
});

it.each([
  ['as it is', (json: string) => json],
  ['as PHP escapes it', (json: string) => json.replaceAll('/', String.raw`\/`)],
  ['as Go escapes it', (json: string) => json.replaceAll('&', String.raw`\u0026`).replaceAll('<', String.raw`\u003C`)],
])('a key that a server repeats %s is in nothing that is kept or shown', async (_, written) => {
  const key = 'sk-proj/01234&5678<9a"b\\c+def=';
  const said = { message: `Incorrect API key provided: ${key}.`, type: 'x', code: 'x' };
  const url = await answering(401, written(JSON.stringify({ error: said })));
  const error = await told(openProvider(providerAt(url), key).models(signal));
  expect(error).toMatchObject({ message: expect.stringContaining('Incorrect API key provided: [the key].') });
});

describe('what is in the way', () => {
  it('a portal’s page in the place of an answer is told from a server, and waited out', async () => {
    const { server, clock } = await fakeOpenAI();
    const provider = openProvider(providerAt(server.url), 'sk-good');
    server.faults.next('GET /models', { kind: 'page' });
    expect(await told(provider.models(signal))).toMatchObject({ kind: 'foreign-answer' });
    const bench = new RunBench(server, clock);
    server.faults.next('POST /files', { kind: 'page' }, { kind: 'error', status: 502, effect: 'none' });
    expect(await bench.live(bench.begin())).toMatchObject({ phase: 'succeeded' });
  });

  it('an answer that breaks off in the middle is a lost one', async () => {
    const { server, clock, exchanges } = await fakeOpenAI();
    const cut = { kind: 'cut-body' } as const;
    server.faults.next('GET /models', cut);
    expect(await told(openProvider(providerAt(server.url), 'sk-good').models(signal))).toMatchObject({
      kind: 'offline',
      outcome: 'unknown',
      passing: true,
    });
    const bench = new RunBench(server, clock);
    for (const route of ['POST /files', create, 'GET /fine_tuning/jobs', 'GET /fine_tuning/jobs/:id'] as const)
      server.faults.next(route, cut);
    expect(await bench.live(bench.begin())).toMatchObject({ phase: 'succeeded' });
    expect(exchanges.filter(({ route }) => route === create)).toHaveLength(1);
  });

  it('a server that is not there says which, and why', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    server.close();
    await once(server, 'close');
    const provider = openProvider(providerAt(`http://127.0.0.1:${port}/v1`), 'sk-good');
    expect(await told(provider.models(signal))).toMatchObject({
      kind: 'offline',
      message: expect.stringMatching(/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\)/),
    });
  });

  it.each(['http://example.com/v1', 'ftp://example.com/v1', 'https://user:word@example.com/v1', 'example'])(
    'nothing is sent to %s',
    (address) => {
      expect(() => openProvider(providerAt(address), 'sk-good')).toThrow(/cannot be used/);
    },
  );

  it('a file that changed since it was built is not trained on, and nothing of it stays at the provider', async () => {
    const { server, clock } = await fakeOpenAI();
    const bench = new RunBench(server, clock);
    const file = trainingFile(bench.folder);
    const id = bench.begin({}, file);
    writeFileSync(file.path, 'x'.repeat(file.bytes));
    expect(await told(bench.live(id))).toMatchObject({ kind: 'conflict', remedy: expect.stringContaining('Build') });
    expect(server.state.files.size).toBe(0);
    expect(server.state.jobs.size).toBe(0);
  });
});
