import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { toFile } from 'openai';
import { expect, it } from 'vitest';
import { fakeOpenAI, filed, type OpenAIDesk } from '../fixtures/fake-openai.ts';
import { chatLines, preferenceLines } from '../fixtures/training-lines.ts';
import { Contract } from '../openai/contract.ts';
import { contractFile } from '../openai/contract-schemas.ts';
import { routeNames } from '../openai/routes.ts';

const there = existsSync(contractFile);
const described = it.skipIf(!there);
const why = there ? '' : ' (skipped: ../shared/contract/openai-openapi.yaml is not there)';

/** A job, from its file to its model, and every other thing that may be asked. */
async function useEverything({ client, clock }: OpenAIDesk): Promise<void> {
  const training_file = await filed(client, chatLines(12));
  const job = await client.fineTuning.jobs.create({
    model: 'gpt-4.1-mini',
    training_file,
    validation_file: await filed(client, chatLines(3)),
    suffix: 'Support v1',
    seed: 7,
    metadata: { run: '1' },
    method: { type: 'supervised', supervised: { hyperparameters: { n_epochs: 2, batch_size: 'auto' } } },
  });
  await client.fineTuning.jobs.pause(job.id);
  await client.fineTuning.jobs.resume(job.id);
  const preferences = await client.fineTuning.jobs.create({
    model: 'gpt-4.1-mini',
    training_file: await filed(client, preferenceLines(12)),
    method: { type: 'dpo', dpo: { hyperparameters: { beta: 0.2, n_epochs: 1 } } },
  });
  await client.fineTuning.jobs.cancel(preferences.id);
  const bad = await client.fineTuning.jobs.create({
    model: 'gpt-4.1-mini',
    training_file: await filed(client, '{}\n'),
  });
  clock.advance({ minutes: 7 });
  await client.fineTuning.jobs.retrieve(job.id);
  clock.advance({ hours: 3 });
  const { fine_tuned_model } = await client.fineTuning.jobs.retrieve(job.id);
  await client.fineTuning.jobs.retrieve(bad.id);
  await client.fineTuning.jobs.list({ metadata: { run: '1' }, limit: 2 });
  await client.fineTuning.jobs.listEvents(job.id, { limit: 50 });
  await client.fineTuning.jobs.checkpoints.list(job.id);
  await client.models.list();
  await client.models.retrieve(fine_tuned_model ?? '');
  await client.chat.completions.create({
    model: fine_tuned_model ?? '',
    messages: [{ role: 'user', content: 'Question number3' }],
    max_completion_tokens: 100,
  });
  await client.files.list({ purpose: 'fine-tune', limit: 2 });
  await client.files.retrieve(training_file);
  await client.files.content(training_file);
  await client.files.delete(training_file);
  const text = chatLines(10);
  const parts = await client.uploads.create({
    bytes: text.length,
    filename: 'train.jsonl',
    mime_type: 'application/jsonl',
    purpose: 'fine-tune',
  });
  const part = await client.uploads.parts.create(parts.id, { data: await toFile(Buffer.from(text)) });
  const md5 = createHash('md5').update(text).digest('hex');
  await client.uploads.complete(parts.id, { part_ids: [part.id], md5 });
  const other = { bytes: 1, filename: 'x.jsonl', mime_type: 'application/jsonl', purpose: 'fine-tune' } as const;
  await client.uploads.cancel((await client.uploads.create(other)).id);
}

described(`every answer of the fake server is one that OpenAI describes, and so is every request${why}`, async () => {
  const desk = await fakeOpenAI();
  await useEverything(desk);
  const contract = new Contract();
  const faults = desk.exchanges.map((exchange) => [exchange.route, contract.faults(exchange)]);
  // The description's own example of a paused job tells a status that its schema does not know.
  const pause = faults.filter(([route]) => route === 'POST /fine_tuning/jobs/:id/pause');
  expect(pause).toEqual([[expect.any(String), [expect.stringContaining('answer 200/status must be equal to one of')]]]);
  expect(faults.filter((fault) => !pause.includes(fault) && fault[1]?.length)).toEqual([]);
  expect(new Set(faults.map(([route]) => route))).toEqual(new Set(routeNames.filter((name) => !name.includes('/v0/'))));
});

described(`every refusal is one that OpenAI describes${why}`, async () => {
  const { client, exchanges } = await fakeOpenAI({
    keys: { 'sk-good': 'ok', 'sk-poor': 'no-quota', 'sk-late': 'ineligible' },
  });
  const jobWith = (apiKey: string, model = 'gpt-4.1') =>
    client.withOptions({ apiKey }).fineTuning.jobs.create({ model, training_file: 'file-none' });
  for (const [status, request] of [
    [401, () => client.withOptions({ apiKey: 'sk-typo' }).models.list()],
    [429, () => jobWith('sk-poor')],
    [403, () => jobWith('sk-late')],
    [404, () => jobWith('sk-good', 'gpt-9')],
    [400, () => jobWith('sk-good')],
    [404, () => client.fineTuning.jobs.retrieve('ftjob-none')],
    [404, () => client.files.retrieve('file-none')],
    [400, () => client.fineTuning.jobs.list({ after: 'ftjob-none' })],
    [404, () => client.get('/nowhere')],
  ] as const) {
    await expect(request()).rejects.toMatchObject({ status });
  }
  const contract = new Contract();
  const faults = exchanges.flatMap((exchange) => contract.faults(exchange));
  expect(faults).toEqual(['OpenAI has no GET /v1/nowhere']);
});

described(`what does not fit is said${why}`, async () => {
  const { client, server, exchanges } = await fakeOpenAI();
  server.state.habits.fileStatus = null;
  await filed(client, chatLines(10));
  await client.post('/fine_tuning/jobs', { body: { modell: 'gpt-4.1', seed: -1 } }).catch(() => undefined);
  await client.get('/files', { query: { limit: 'many', since: '2026' } }).catch(() => undefined);
  await client.post('/files', { body: { purpose: 'fine-tune' } }).catch(() => undefined);
  const contract = new Contract();
  expect(exchanges.map((exchange) => contract.faults(exchange))).toEqual([
    [
      'answer 200/status must be string {"type":"string"}',
      expect.stringContaining('answer 200/status must be equal to one of the allowed values'),
    ],
    expect.arrayContaining([
      'request must have required property \'training_file\' {"missingProperty":"training_file"}',
      'request must NOT have unevaluated properties {"unevaluatedProperty":"modell"}',
      'request/seed must be >= 0 {"comparison":">=","limit":0}',
    ]),
    [
      'query must NOT have additional properties {"additionalProperty":"since"}',
      expect.stringContaining('query/limit must be integer'),
    ],
    ['form must be object {"type":"object"}'],
  ]);
});
