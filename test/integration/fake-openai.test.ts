import type OpenAI from 'openai';
import { expect, it } from 'vitest';
import { fakeOpenAI, filed } from '../fixtures/fake-openai.ts';
import { chatLines, preferenceLines } from '../fixtures/training-lines.ts';

/** Twelve examples in two epochs: 24 steps, four minutes of them by the server's own pace. */
const small = {
  model: 'gpt-4.1-mini',
  method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2 } } },
} as const;

async function collected<T>(pages: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of pages) all.push(one);
  return all;
}

async function allEvents(client: OpenAI, job: string): Promise<OpenAI.FineTuning.FineTuningJobEvent[]> {
  return (await collected(client.fineTuning.jobs.listEvents(job, { limit: 7 }))).reverse();
}

it('a supervised job goes from its files to a model, and tells of it', async () => {
  const { client, clock } = await fakeOpenAI();
  const text = chatLines(12);
  const created = await client.fineTuning.jobs.create({
    ...small,
    training_file: await filed(client, text),
    validation_file: await filed(client, chatLines(4)),
    suffix: 'Support v1',
    metadata: { run: '7' },
  });
  expect(created).toMatchObject({
    status: 'validating_files',
    model: 'gpt-4.1-mini-2025-04-14',
    metadata: { run: '7' },
  });
  const read = () => client.fineTuning.jobs.retrieve(created.id);
  clock.advance({ minutes: 1 });
  expect(await read()).toMatchObject({ status: 'queued', estimated_finish: null });
  clock.advance({ minutes: 5 });
  expect(await read()).toMatchObject({
    status: 'running',
    estimated_finish: created.created_at + 600,
    trained_tokens: null,
  });
  clock.advance({ minutes: 2 });
  expect(
    (await client.fineTuning.jobs.checkpoints.list(created.id)).data.map(({ step_number }) => step_number),
  ).toEqual([12]);
  clock.advance({ days: 1 });
  const done = await read();
  const tokens = text
    .trimEnd()
    .split('\n')
    .reduce((sum, line) => sum + Math.ceil(line.length / 4), 0);
  expect(done).toMatchObject({
    status: 'succeeded',
    finished_at: created.created_at + 600,
    error: null,
    trained_tokens: 2 * tokens,
    fine_tuned_model: expect.stringMatching(/^ft:gpt-4\.1-mini-2025-04-14:fake-org:support-v1:\w{8}$/),
  });
  const { data: checkpoints } = await client.fineTuning.jobs.checkpoints.list(created.id);
  expect(checkpoints.map(({ fine_tuned_model_checkpoint }) => fine_tuned_model_checkpoint)).toEqual([
    done.fine_tuned_model,
    `${done.fine_tuned_model}:ckpt-step-12`,
  ]);
  expect(checkpoints[0]?.metrics).toMatchObject({ step: 24, full_valid_loss: expect.any(Number) });

  const events = await allEvents(client, created.id);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
  expect(events.map(({ created_at }) => created_at)).toEqual(events.map(({ created_at }) => created_at).toSorted());
  const steps = events.filter(({ type }) => type === 'metrics').map(({ data }) => Object(data));
  expect(steps.map(({ step }) => step)).toEqual(Array.from({ length: 24 }, (_, i) => i + 1));
  expect(steps[0]).toMatchObject({ total_steps: 24, train_loss: expect.any(Number) });
  expect(steps[23].train_loss).toBeLessThan(steps[0].train_loss / 2);
  expect(steps[9]).toHaveProperty('valid_loss');
  expect(events.at(-1)?.message).toBe('The job has successfully completed');

  const curves = await (await client.files.content(done.result_files[0] ?? '')).text();
  expect(curves.trimEnd().split('\n')).toHaveLength(25);
});

it('a job of preferences has the same life', async () => {
  const { client, clock } = await fakeOpenAI();
  const training_file = await filed(client, preferenceLines(20));
  const { id } = await client.fineTuning.jobs.create({
    model: 'gpt-4.1',
    training_file,
    method: { type: 'dpo', dpo: { hyperparameters: { n_epochs: 1 } } },
  });
  clock.advance({ hours: 1 });
  expect(await client.fineTuning.jobs.retrieve(id)).toMatchObject({
    status: 'succeeded',
    method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.1, n_epochs: 1, batch_size: 1 } } },
  });
  const wrong = await client.fineTuning.jobs.create({ ...small, training_file });
  clock.advance({ hours: 1 });
  expect(await client.fineTuning.jobs.retrieve(wrong.id)).toMatchObject({ error: { code: 'invalid_training_file' } });
});

it('curves and names are the same for the same seeds, whenever somebody looks', async () => {
  const [one, other] = await Promise.all(
    [1, 9].map(async (looks) => {
      const { client, clock } = await fakeOpenAI({ seed: 5 });
      const { id } = await client.fineTuning.jobs.create({
        ...small,
        seed: 3,
        training_file: await filed(client, chatLines(12)),
      });
      for (let look = 0; look < looks; look++) {
        clock.advance({ minutes: 90 / looks });
        await allEvents(client, id);
      }
      return allEvents(client, id);
    }),
  );
  expect(one?.length).toBeGreaterThan(24);
  expect(other).toEqual(one);
});

it.each([
  [
    'a line that is no JSON',
    `${chatLines(11)}{"messages":\n`,
    'invalid_training_file',
    'Line 12, the line is not valid JSON',
  ],
  [
    'a line without messages',
    `${chatLines(3)}{"prompt":"a"}\n${chatLines(9)}`,
    'invalid_training_file',
    'Line 4, messages',
  ],
  [
    'a line without an answer',
    `${chatLines(10)}{"messages":[{"role":"user","content":"a"}]}\n`,
    'invalid_training_file',
    'Line 11, ',
  ],
  [
    'a special token',
    chatLines(12, '<|im_end|>'),
    'invalid_training_file',
    'Line 1, message contains an invalid token: <|im_end|>',
  ],
  ['nine examples', chatLines(9), 'invalid_n_examples', 'has 9 example(s)'],
  ['what moderation blocks', chatLines(12, '[[fake:unsafe]]'), 'unsafe_file', 'moderation'],
])('%s fails the job once its files are validated', async (_, text, code, message) => {
  const { client, clock } = await fakeOpenAI();
  const { id } = await client.fineTuning.jobs.create({ ...small, training_file: await filed(client, text) });
  clock.advance({ seconds: 59 });
  expect(await client.fineTuning.jobs.retrieve(id)).toMatchObject({ status: 'validating_files', error: null });
  clock.advance({ days: 1 });
  const failed = await client.fineTuning.jobs.retrieve(id);
  expect(failed).toMatchObject({
    status: 'failed',
    finished_at: failed.created_at + 60,
    error: { code, message: expect.stringContaining(message), param: 'training_file' },
    trained_tokens: null,
  });
});

it('a validation file is looked at too', async () => {
  const { client, clock } = await fakeOpenAI();
  const files = { training_file: await filed(client, chatLines(12)), validation_file: await filed(client, 'no\n') };
  const { id } = await client.fineTuning.jobs.create({ ...small, ...files });
  clock.advance({ hours: 1 });
  expect((await client.fineTuning.jobs.retrieve(id)).error).toMatchObject({
    code: 'invalid_validation_file',
    param: 'validation_file',
  });
});

it('a job may fail after hours', async () => {
  const { client, clock } = await fakeOpenAI({ pace: { secondsPerStep: 3600 } });
  const text = chatLines(12, '[[fake:fails-after-5-hours]]');
  const { id } = await client.fineTuning.jobs.create({ ...small, training_file: await filed(client, text) });
  clock.advance({ minutes: 6, hours: 5, seconds: -1 });
  expect(await client.fineTuning.jobs.retrieve(id)).toMatchObject({ status: 'running' });
  clock.advance({ seconds: 1 });
  expect(await client.fineTuning.jobs.retrieve(id)).toMatchObject({
    status: 'failed',
    error: { code: 'server_error' },
  });
  clock.advance({ days: 1 });
  const steps = (await allEvents(client, id)).filter(({ type }) => type === 'metrics');
  expect(steps).toHaveLength(4);
});

it('a pause puts everything off, and a cancelled job stays as it is', async () => {
  const { client, clock } = await fakeOpenAI();
  const { id, created_at } = await client.fineTuning.jobs.create({
    ...small,
    training_file: await filed(client, chatLines(12)),
  });
  clock.advance({ minutes: 7 });
  expect(await client.fineTuning.jobs.pause(id)).toMatchObject({ status: 'paused' });
  const before = await allEvents(client, id);
  clock.advance({ days: 3 });
  expect(await client.fineTuning.jobs.retrieve(id)).toMatchObject({ status: 'paused' });
  expect(await allEvents(client, id)).toEqual(before);
  expect(await client.fineTuning.jobs.resume(id)).toMatchObject({
    status: 'running',
    estimated_finish: created_at + 600 + 3 * 86_400,
  });
  await expect(client.fineTuning.jobs.resume(id)).rejects.toMatchObject({ status: 400 });
  clock.advance({ minutes: 1 });
  expect(await client.fineTuning.jobs.cancel(id)).toMatchObject({ status: 'cancelled' });
  clock.advance({ days: 1 });
  expect(await client.fineTuning.jobs.retrieve(id)).toMatchObject({ status: 'cancelled', fine_tuned_model: null });
  const events = await allEvents(client, id);
  expect(events.filter(({ type }) => type === 'metrics')).toHaveLength(12);
  expect(events.at(-1)?.message).toBe('Fine-tuning job cancelled');
  await expect(client.fineTuning.jobs.cancel(id)).rejects.toMatchObject({ status: 400 });
});

it('pages of events lose and double nothing while the job goes on', async () => {
  const { client, clock } = await fakeOpenAI();
  const { id } = await client.fineTuning.jobs.create({ ...small, training_file: await filed(client, chatLines(12)) });
  clock.advance({ minutes: 8 });
  const there = await allEvents(client, id);
  const seen: string[] = [];
  for await (const event of client.fineTuning.jobs.listEvents(id, { limit: 3 })) {
    clock.advance({ seconds: 5 });
    seen.push(event.id);
  }
  expect(seen.toReversed()).toEqual(there.map((event) => event.id));
  expect((await allEvents(client, id)).length).toBeGreaterThan(there.length);
});

it('jobs are listed newest first, by page and by metadata', async () => {
  const { client } = await fakeOpenAI();
  const training_file = await filed(client, chatLines(12));
  const ids: string[] = [];
  const told: (Record<string, string> | null)[] = [
    { run: 'a', team: 'x' },
    { run: 'b', team: 'x' },
    { run: 'a' },
    null,
  ];
  for (const metadata of told) {
    ids.unshift((await client.fineTuning.jobs.create({ ...small, training_file, metadata })).id);
  }
  const listed = async (query: object) =>
    (await collected(client.fineTuning.jobs.list({ limit: 1, ...query }))).map(({ id }) => ids.indexOf(id));
  expect(await listed({})).toEqual([0, 1, 2, 3]);
  expect(await listed({ after: ids[1] })).toEqual([2, 3]);
  expect(await listed({ metadata: { run: 'a' } })).toEqual([1, 3]);
  expect(await listed({ metadata: { run: 'a', team: 'x' } })).toEqual([3]);
  expect(await listed({ metadata: { run: 'c' } })).toEqual([]);
  const without = await client.get<{ data: { id: string }[] }>('/fine_tuning/jobs', { query: { metadata: 'null' } });
  expect(without.data.map(({ id }) => id)).toEqual([ids[0]]);
});
