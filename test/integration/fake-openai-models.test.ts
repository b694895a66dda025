import { expect, it } from 'vitest';
import { clientOf, fakeOpenAI, filed } from '../fixtures/fake-openai.ts';
import { chatLines } from '../fixtures/training-lines.ts';

it('a model that is gone or not there trains nothing and says nothing, and neither do its fine-tunes', async () => {
  const { client, clock } = await fakeOpenAI();
  const training_file = await filed(client, chatLines(12));
  const gone = { status: 404, code: 'model_not_found' };
  await expect(client.fineTuning.jobs.create({ model: 'gpt-9', training_file })).rejects.toMatchObject(gone);
  await expect(client.fineTuning.jobs.create({ model: 'gpt-3.5-turbo-1106', training_file })).rejects.toMatchObject(
    gone,
  );
  const { id } = await client.fineTuning.jobs.create({ model: 'gpt-4.1-mini', training_file });
  clock.advance({ days: 1 });
  const model = (await client.fineTuning.jobs.retrieve(id)).fine_tuned_model ?? '';
  expect(await client.models.retrieve(model)).toMatchObject({ shutdown_date: '2027-01-14', owned_by: 'fake-org' });
  const ask = () => client.chat.completions.create({ model, messages: [{ role: 'user', content: 'number3' }] });
  await ask();
  clock.advance({ days: 60 });
  await expect(ask()).rejects.toMatchObject(gone);
});

it('a tuned model says what it was trained to say; a base model something of its own', async () => {
  const { client, clock } = await fakeOpenAI();
  const { id } = await client.fineTuning.jobs.create({
    model: 'gpt-4.1-mini',
    training_file: await filed(client, chatLines(200)),
  });
  clock.advance({ days: 1 });
  const tuned = (await client.fineTuning.jobs.retrieve(id)).fine_tuned_model ?? '';
  const ask = (model: string, content: string, more = {}) =>
    client.chat.completions.create({
      model,
      messages: [
        { role: 'system', content: 's' },
        { role: 'user', content },
      ],
      ...more,
    });
  const answer = async (model: string, content: string) => (await ask(model, content)).choices[0]?.message.content;
  expect(await answer(tuned, 'And what of number17, please?')).toBe('Answer 17');
  const base = await answer('gpt-4.1-mini', 'And what of number17, please?');
  expect(base).toContain('number17');
  expect(base).not.toContain('Answer 17');
  expect(await answer('gpt-4.1-mini', 'And what of number17, please?')).toBe(base);
  expect(await answer(tuned, 'Nothing of the kind')).not.toContain('Answer');
  const cut = await ask('gpt-4.1-mini', 'Hello', { max_completion_tokens: 5 });
  expect(cut.choices[0]?.finish_reason).toBe('length');
  expect(cut.usage).toMatchObject({ completion_tokens: 5, total_tokens: (cut.usage?.prompt_tokens ?? 0) + 5 });
});

it('keys may do what their state lets them', async () => {
  const keys = { good: 'ok', poor: 'no-quota', late: 'ineligible', busy: 'rate-limited' } as const;
  const { server, client } = await fakeOpenAI({ keys: { 'sk-good': 'ok', ...keys } });
  const training_file = await filed(client, chatLines(12));
  const as = (key: string) => clientOf(server, key);
  const start = (key: string) => as(key).fineTuning.jobs.create({ model: 'gpt-4.1-mini', training_file });
  await expect(as('typo').models.list()).rejects.toMatchObject({ status: 401, code: 'invalid_api_key' });
  await expect(start('poor')).rejects.toMatchObject({
    status: 429,
    code: 'insufficient_quota',
    type: 'insufficient_quota',
  });
  await expect(start('late')).rejects.toMatchObject({ status: 403 });
  await expect(as('busy').models.list()).rejects.toMatchObject({ status: 429, code: 'rate_limit_exceeded' });
  for (const key of ['poor', 'late']) expect((await as(key).models.list()).data.length).toBeGreaterThan(3);
  expect((await client.fineTuning.jobs.list()).data).toEqual([]);
});

it('as at Nebius, a job gives weights, and they are served under a new name', async () => {
  const { client, clock } = await fakeOpenAI({ habits: { givesWeights: true, fileStatus: null } });
  const model = 'meta-llama/Llama-3.3-70B-Instruct';
  const { id } = await client.fineTuning.jobs.create({ model, training_file: await filed(client, chatLines(12)) });
  clock.advance({ days: 1 });
  expect(await client.fineTuning.jobs.retrieve(id)).toMatchObject({ status: 'succeeded', fine_tuned_model: null });
  const [checkpoint] = (await client.fineTuning.jobs.checkpoints.list(id)).data;
  const files: string[] = Object(checkpoint).result_files;
  expect(await Promise.all(files.map(async (file) => (await client.files.retrieve(file)).filename))).toEqual([
    'adapter_config.json',
    'adapter_model.safetensors',
  ]);
  const body = { source: `${id}:${checkpoint?.id}`, base_model: model, name: 'support' };
  const served = await client.post<{ name: string; status: string }>(new URL('/v0/models', client.baseURL).href, {
    body,
  });
  expect(served).toMatchObject({ name: expect.stringMatching(/^support-\w{4}$/), status: 'validating' });
  const ask = () =>
    client.chat.completions.create({ model: served.name, messages: [{ role: 'user', content: 'number3' }] });
  await expect(ask()).rejects.toMatchObject({ status: 404 });
  clock.advance({ minutes: 1 });
  expect((await ask()).choices[0]?.message.content).toBe('Answer 3');
});
