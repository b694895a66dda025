import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { lineageName, lineageSchema } from '../../electron/service/dataset/lockfile/lineage.ts';
import { readRecords } from '../../electron/service/dataset/lockfile/records.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import type { Run } from '../../shared/domain/run.ts';
import { made, plantRuns } from '../e2e/planted-runs.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { build } from '../fixtures/datasets.ts';
import { fakeOpenAI, filed } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { ownProvider, providerAt, runPlan, tunable } from '../fixtures/runs.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';
import { TuningDesk } from '../fixtures/tuning.ts';

/** So many runs are followed at once. */
const atOnce = 4;

it('a run that waits for others is cancelled with nothing asked for, and what was asked for goes on', async () => {
  const { server, exchanges } = await fakeOpenAI();
  const service = serviceOn(temporaryFolder());
  const { handlers } = service;
  await importRows(service, approvedRows(24));
  const { id: datasetId } = build(service.folder);
  const provider = { ...providerAt(server.url), kind: 'compatible' as const };
  await handlers['providers.save'](provider);
  await handlers['providers.setKey']({ id: provider.id, key: 'sk-good' });
  const begin = () => handlers['finetune.create']({ id: uuidv7(), plan: runPlan({ datasetId }), confirmed: null });
  const runs: Run[] = [];
  for (let index = 0; index <= atOnce; index++) runs.push(await begin());
  const waiting = runs.at(-1)?.id ?? '';
  const jobOf = (id: string | null | undefined) => service.jobs.get(id ?? '');
  const made = () => exchanges.filter(({ route }) => route === 'POST /fine_tuning/jobs').length;
  await expect.poll(made).toBe(atOnce);
  expect(jobOf(runs.at(-1)?.jobId).state).toBe('waiting');

  const cancelled = await handlers['finetune.cancel']({ id: waiting });
  expect(cancelled).toMatchObject({ phase: 'cancelled', cancelling: false });
  expect(jobOf(cancelled.jobId).state).toBe('cancelled');
  // A place is free, and nobody takes it.
  await handlers['finetune.cancel']({ id: runs[0]?.id ?? '' });
  await expect.poll(() => jobOf(runs[0]?.jobId).state).toBe('cancelled');
  expect(made()).toBe(atOnce);
  expect((await handlers['finetune.list']()).map(({ phase }) => phase)).toEqual([
    'cancelled',
    'following',
    'following',
    'following',
    'cancelled',
  ]);
});

it.each(['finetune.cancel', 'jobs.cancel'] as const)(
  'a run that waits, and has its job at the provider, is cancelled there at once (%s)',
  async (call) => {
    const { server, client } = await fakeOpenAI();
    const desk = await TuningDesk.open(server.url);
    await desk.close();
    const line = { messages: ['user', 'assistant'].map((role) => ({ role, content: 'Hello.' })) };
    const file = await filed(client, `${JSON.stringify(line)}\n`.repeat(12));
    const remoteIds: string[] = [];
    for (let index = 0; index <= atOnce; index++)
      remoteIds.push((await client.fineTuning.jobs.create({ model: tunable, training_file: file })).id);
    plantRuns(
      desk.folder,
      remoteIds.map((jobId) => ({
        model: tunable,
        provider: ownProvider(server.url),
        facts: [...made.slice(0, 2), { what: 'created', jobId, by: 'answer' }],
        error: { kind: 'wrong-key', message: 'No key.', safe: 'Nothing was lost.', remedy: 'Enter one.' },
      })),
    );
    await desk.reopen();
    const runs = await desk.handlers['finetune.list']();
    const waiting = runs.find(({ jobId }) => desk.jobs.get(jobId ?? '').state === 'waiting');
    const [id, jobId] = [waiting?.id ?? '', waiting?.jobId ?? ''];
    await (call === 'jobs.cancel' ? desk.handlers[call]({ id: jobId }) : desk.handlers[call]({ id }));
    expect(await desk.ended(id)).toMatchObject({ phase: 'cancelled', remote: { status: 'cancelled' } });
    const others = (await desk.handlers['finetune.list']()).filter((run) => run.id !== id);
    expect(others.map(({ phase }) => phase)).toEqual(Array.from({ length: atOnce }, () => 'following'));
    // Its job has nothing to go on with, unlike one that was cancelled before it came to an end elsewhere.
    expect(desk.jobs.get(jobId)).toMatchObject({ state: 'cancelled', over: true });
    expect(() => desk.handlers['jobs.resume']({ id: jobId })).toThrow('nothing is left to go on with');
  },
);

it.each([
  ['is told by the dataset', (records: string) => records, /1 sample that the team has erased/],
  ['somebody took out of the records', (records: string) => records.replace(/^.*\n/, ''), /is not as it was built/],
])(
  'a run that waited while the team erased a sample that %s sends nothing, and can be given up',
  async (_, left, told) => {
    const { server, exchanges } = await fakeOpenAI();
    const desk = await TuningDesk.open(server.url);
    server.faults.otherwise = (route) =>
      route === 'GET /files' ? { kind: 'error', status: 503, effect: 'none' } : null;
    const { id, plan, jobId } = await desk.begin();
    await expect.poll(() => exchanges.some(({ route }) => route === 'GET /files')).toBe(true);
    await desk.close();
    const folder = join(desk.folder, 'datasets', plan.datasetId.slice(0, 16));
    const [line] = readRecords(join(folder, lineageName), lineageSchema);
    const db = openWritable(workspaceFiles(desk.folder).work, 'full');
    db.prepare(`INSERT INTO erased (sample_id, erased_at, labels, unsent, traces) VALUES (?, '', 0, 0, 'none')`).run(
      line?.sample,
    );
    db.close();
    const lineage = join(folder, lineageName);
    writeFileSync(lineage, left(readFileSync(lineage, 'utf8')));

    server.faults.otherwise = () => null;
    await desk.reopen();
    expect(await desk.ended(id)).toMatchObject({ phase: 'uploading' });
    expect(desk.jobs.get(jobId ?? '').error).toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(told),
      safe: 'No job was asked for, and nothing was charged.',
    });
    expect(exchanges.map(({ method }) => method)).not.toContain('POST');
    expect(await desk.handlers['finetune.abandon']({ id })).toMatchObject({ phase: 'abandoned' });
  },
);

it('a run that is to leave its server alone for a day asks at once when a person will not wait', async () => {
  const { server, exchanges } = await fakeOpenAI();
  const desk = await TuningDesk.open(server.url);
  server.faults.next('GET /files', { kind: 'rate-limit', retryAfterSeconds: 86_400 });
  const { id, jobId } = await desk.begin();
  const progress = () => desk.jobs.get(jobId ?? '').progress;
  await expect.poll(progress).toMatchObject({ waits: true, note: expect.stringMatching(/Asking again at .* on /) });
  expect(exchanges.map(({ method }) => method)).not.toContain('POST');

  await desk.handlers['finetune.resume']({ id });
  await expect.poll(async () => (await desk.run(id)).phase).toBe('following');
  await expect.poll(progress).not.toMatchObject({ waits: true });
  expect(exchanges.filter(({ route }) => route === 'POST /fine_tuning/jobs')).toHaveLength(1);

  // What is not waited for goes on as it does.
  await desk.handlers['finetune.resume']({ id });
  expect(await desk.run(id)).toMatchObject({ phase: 'following' });
});

it('a run that has sent its files tells what it waits for before it asks for its job', async () => {
  const { server } = await fakeOpenAI();
  const desk = await TuningDesk.open(server.url);
  server.faults.next('GET /fine_tuning/jobs', null, { kind: 'rate-limit', retryAfterSeconds: 86_400 });
  const { id, jobId } = await desk.begin();
  await expect.poll(() => desk.jobs.get(jobId ?? '').progress?.waits).toBe(true);
  server.faults.next('GET /fine_tuning/jobs', { kind: 'rate-limit', retryAfterSeconds: 86_400 });
  await desk.close();
  await desk.reopen();
  await expect.poll(() => desk.jobs.get(jobId ?? '').progress).toMatchObject({ waits: true, unit: 'bytes' });
  expect(await desk.run(id)).toMatchObject({ phase: 'uploading' });
});

it('why a run stands still is known however many other jobs there were since', async () => {
  const desk = await TuningDesk.open('http://127.0.0.1:1/v1');
  await desk.close();
  const error = { kind: 'wrong-key' as const, message: 'No key.', safe: 'Nothing was lost.', remedy: 'Enter one.' };
  plantRuns(desk.folder, [{ model: tunable, facts: made, error }]);
  const db = openWritable(workspaceFiles(desk.folder).work, 'full');
  const params = JSON.stringify({ evaluationId: uuidv7(), name: 'Autumn' });
  const later = db.prepare(
    `INSERT INTO jobs (id, kind, state, params, error, created_at, updated_at)
     SELECT @id, 'evaluation', 'failed', @params, error, created_at, updated_at FROM jobs WHERE kind = 'finetune'`,
  );
  for (let index = 0; index < 300; index++) later.run({ id: uuidv7(), params });
  db.close();
  await desk.reopen();
  const [run] = await desk.handlers['finetune.list']();
  const jobs = await desk.handlers['jobs.list']();
  expect(jobs.find(({ id }) => id === run?.jobId)?.error).toMatchObject({ kind: 'wrong-key' });
  expect(jobs.map(({ id }) => id)).toEqual(
    jobs
      .map(({ id }) => id)
      .toSorted()
      .reverse(),
  );
  expect(jobs.length).toBeLessThan(210);
});
