import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { lineageName } from '../../electron/service/dataset/lockfile/lineage.ts';
import { manifestName } from '../../electron/service/dataset/lockfile/manifest.ts';
import { Runs } from '../../electron/service/finetune/run/runs.ts';
import type { Service } from '../../electron/service/service.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { defaultPlan } from '../../shared/domain/dataset.ts';
import type { RunPlan } from '../../shared/domain/run.ts';
import { isOver } from '../../shared/rules/run.ts';
import { built, labeled } from '../fixtures/approved.ts';
import { startAssay } from '../fixtures/assay.ts';
import { clientOf } from '../fixtures/fake-openai.ts';
import { ownProvider, runPlan } from '../fixtures/runs.ts';
import { sha256 } from '../fixtures/samples.ts';
import { openTestService, serviceOn } from '../fixtures/service.ts';
import { runningClock } from '../openai/clock.ts';
import { Contract } from '../openai/contract.ts';
import { contractFile } from '../openai/contract-schemas.ts';
import type { Exchange } from '../openai/exchange.ts';
import { type FakeOpenAIOptions, startFakeOpenAI } from '../openai/server.ts';

const key = 'sk-a-key-that-nobody-may-find';

/** A server whose jobs take a few seconds, and everything that it was asked. */
async function quickServer(options: FakeOpenAIOptions = {}) {
  const exchanges: Exchange[] = [];
  const server = await startFakeOpenAI({
    clock: runningClock(60),
    pace: { validatingSeconds: 30, queuedSeconds: 30, secondsPerStep: 2 },
    heard: (exchange) => void exchanges.push(exchange),
    ...options,
  });
  onTestFinished(() => server.close());
  return { server, exchanges };
}

/** A workspace with a dataset, and our server as a provider whose key is known. */
async function desk(url: string): Promise<{ service: Service; plan: RunPlan }> {
  const service = await labeled();
  // Its questions are alike, and all of them are needed.
  const dataset = { ...defaultPlan, nearDuplicates: 'keep_all' as const, largeGroupAccepted: true };
  await service.handlers['workspace.updateSettings']({ dataset });
  const { id: datasetId } = await built(service);
  await service.handlers['providers.save'](ownProvider(url));
  await service.handlers['providers.setKey']({ id: 'own', key });
  return { service, plan: runPlan({ datasetId }) };
}

async function ended({ handlers, jobs }: Service, id: string) {
  const run = (await handlers['finetune.list']()).find((known) => known.id === id);
  if (!run?.jobId) throw new Error('the run has no job');
  await jobs.settled(run.jobId);
  return (await handlers['finetune.detail']({ id, newest: 0 })).run;
}

function twelveLines(): string {
  const line = JSON.stringify({
    messages: [
      { role: 'user', content: 'Hello?' },
      { role: 'assistant', content: 'Yes.' },
    ],
  });
  return `${line}\n`.repeat(12);
}

/** Every file of a workspace whose bytes hold a text. */
function holding(folder: string, text: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => readFileSync(path).includes(text));
}

it('a run goes from the preflight to a model that answers, and its key is nowhere but at the provider', async () => {
  const { server, exchanges } = await quickServer();
  const { service, plan } = await desk(server.url);
  const { handlers, folder } = service;

  const preflight = await handlers['finetune.preflight'](plan);
  expect(preflight.lines.filter(({ level }) => level === 'refused')).toEqual([]);
  expect(preflight.files.train?.rows).toBeGreaterThan(20);
  expect(exchanges.map(({ method }) => method)).not.toContain('POST');

  const id = uuidv7();
  const asked = { id, plan, confirmed: null };
  // Twice, as by a double click.
  await Promise.all([handlers['finetune.create'](asked), handlers['finetune.create'](asked)]);
  expect(await handlers['finetune.list']()).toHaveLength(1);
  const run = await ended(service, id);
  expect(run).toMatchObject({ phase: 'succeeded', remote: { status: 'succeeded' } });
  expect(run.model).toMatch(/^ft:/);
  expect(run.cost).toBeCloseTo(((run.remote?.trainedTokens ?? 0) * 3) / 1_000_000, 10);
  const { metrics, events, earlier } = await handlers['finetune.detail']({ id, newest: 1_000 });
  expect(metrics.length).toBeGreaterThan(10);
  expect(events.map(({ message }) => message)).toContain('Fine-tuning job started');
  expect(earlier).toBe(0);
  const last = await handlers['finetune.detail']({ id, newest: 2 });
  expect(last).toMatchObject({ events: events.slice(-2), earlier: events.length - 2, metrics });

  // What was sent is the file as it was built, and nothing that is held out.
  const sent = exchanges.find(({ route }) => route === 'POST /files');
  expect(sent?.form?.file?.sha256).toBe(run.files.train?.sha256);
  expect(exchanges.every(({ headers }) => headers.authorization === `Bearer ${key}`)).toBe(true);
  if (existsSync(contractFile)) {
    const contract = new Contract();
    expect(exchanges.flatMap((exchange) => contract.faults(exchange))).toEqual([]);
  }

  expect(holding(folder, key)).toEqual([]);
  expect(
    JSON.stringify([
      await handlers['providers.list'](),
      await handlers['finetune.list'](),
      await handlers['jobs.list'](),
    ]),
  ).not.toContain(key);
  const log = await handlers['jobs.log']({ id: run.jobId ?? '', after: 0, limit: 1_000 });
  expect(log.map(({ text }) => text).join('\n')).toMatch(/The tuned model answers as ft:/);
  expect(JSON.stringify(log)).not.toContain(key);
});

it('nothing is begun that cannot work, or that was not confirmed', async () => {
  const { server, exchanges } = await quickServer();
  const { service, plan } = await desk(server.url);
  const { handlers } = service;
  await expect(
    handlers['finetune.create']({ id: uuidv7(), plan: { ...plan, model: 'gpt-gone' }, confirmed: null }),
  ).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('gpt-gone'),
  });
  await expect(
    handlers['finetune.create']({ id: uuidv7(), plan: { ...plan, method: 'dpo' }, confirmed: null }),
  ).rejects.toMatchObject({
    message: 'The dataset has no preference pairs to train on.',
    remedy: 'Build it again with “Preference pairs” (openai-preference).',
  });
  await handlers['workspace.updateSettings']({ tuning: { confirmAbove: 0 } });
  const { confirm } = await handlers['finetune.preflight'](plan);
  expect(confirm).toMatch(/^0\.\d\d USD$/);
  await expect(handlers['finetune.create']({ id: uuidv7(), plan, confirmed: '1 USD' })).rejects.toMatchObject({
    kind: 'conflict',
  });
  await handlers['providers.forgetKey']({ id: 'own' });
  await expect(handlers['finetune.create']({ id: uuidv7(), plan, confirmed: confirm })).rejects.toMatchObject({
    kind: 'wrong-key',
  });
  for (const baseUrl of ['http://example.com/v1', 'not an address'])
    await expect(async () => handlers['providers.save'](ownProvider(baseUrl))).rejects.toThrow(/no TLS|no address/);
  expect(await handlers['finetune.list']()).toEqual([]);
  expect(exchanges.map(({ method }) => method)).not.toContain('POST');
});

it('a run that Assay’s end interrupted goes on by itself, once there is a key again', async () => {
  const { server } = await quickServer({ pace: { validatingSeconds: 60, queuedSeconds: 600, secondsPerStep: 2 } });
  const { service, plan } = await desk(server.url);
  const { id } = await service.handlers['finetune.create']({ id: uuidv7(), plan, confirmed: null });
  await expect.poll(async () => (await service.handlers['finetune.list']())[0]?.remote?.status).toBeDefined();
  const { folder } = service;
  await service.close();

  let again = openTestService(folder);
  onTestFinished(() => again.close());
  again.jobs.goOn();
  // Its key was in memory alone.
  const without = await ended(again, id);
  expect(isOver(without.phase)).toBe(false);
  expect(again.jobs.get(without.jobId ?? '')).toMatchObject({
    state: 'failed',
    // Its job is at work there, and not for nothing.
    error: { kind: 'wrong-key', safe: expect.stringContaining('costs what it costs') },
  });
  // A command that only looks has a key for that alone.
  await again.close();
  const looked = ['finetune', 'preflight', '--workspace', folder, '--dataset', plan.datasetId, '--provider', 'own'];
  const { code } = await startAssay([...looked, '--model', plan.model], { env: { ASSAY_PROVIDER_KEY: key } }).ended;
  expect(code).toBe(0);
  again = openTestService(folder);
  expect(again.jobs.get(without.jobId ?? '').state).toBe('failed');
  await again.handlers['providers.setKey']({ id: 'own', key });
  expect(await ended(again, id)).toMatchObject({ phase: 'succeeded' });
  expect(server.state.jobs.size).toBe(1);
});

it('a run that asks takes no job but its own, and can be given up', async () => {
  const { server, exchanges } = await quickServer();
  const { service, plan } = await desk(server.url);
  server.faults.next('POST /fine_tuning/jobs', { kind: 'drop', effect: 'none' });
  const { id } = await service.handlers['finetune.create']({ id: uuidv7(), plan, confirmed: null });
  // It is written down before it is asked for.
  await expect.poll(() => exchanges.some(({ route }) => route === 'POST /fine_tuning/jobs')).toBe(true);
  expect((await service.handlers['finetune.list']())[0]?.phase).toBe('unclear');
  await expect(async () => service.handlers['finetune.abandon']({ id })).rejects.toMatchObject({ kind: 'conflict' });
  await expect(service.handlers['finetune.link']({ id, jobId: 'ftjob-none' })).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('still looks for its job'),
  });
  await service.close();
  // Ten minutes later.
  const db = openWritable(workspaceFiles(service.folder).work, 'full');
  new Runs(db, () => {}).note(id, { what: 'not-found' });
  db.close();

  const { handlers } = serviceOn(service.folder);
  await handlers['providers.setKey']({ id: 'own', key });
  const client = clientOf(server);
  const file = await client.files.create({ file: new File([twelveLines()], 'other.jsonl'), purpose: 'fine-tune' });
  const foreign = await client.fineTuning.jobs.create({ model: plan.model, training_file: file.id });
  expect((await handlers['finetune.candidates']({ id })).map(({ jobId }) => jobId)).toEqual([foreign.id]);
  await expect(handlers['finetune.link']({ id, jobId: 'ftjob-none' })).rejects.toMatchObject({ kind: 'not-found' });
  await expect(handlers['finetune.link']({ id, jobId: foreign.id })).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('another file'),
  });
  // Of the file that it has sent, and of another run all the same.
  const [training_file = ''] = [...server.state.files.values()]
    .filter(({ filename }) => filename.includes(id))
    .map((sent) => sent.id);
  const metadata = { assay_run_id: uuidv7() };
  const others = await client.fineTuning.jobs.create({ model: plan.model, training_file, metadata });
  expect((await handlers['finetune.candidates']({ id })).map(({ own }) => own)).toEqual([false, false]);
  await expect(handlers['finetune.link']({ id, jobId: others.id })).rejects.toMatchObject({
    kind: 'conflict',
    message: expect.stringContaining('another run'),
  });
  expect(await handlers['finetune.abandon']({ id })).toMatchObject({ phase: 'abandoned' });
  await expect(handlers['finetune.link']({ id, jobId: others.id })).rejects.toThrow('It is known what became');
  expect(server.state.jobs.size).toBe(2);
});

it('the command line does the same, killed in the middle and watched to the end', async () => {
  const { server } = await quickServer({ pace: { validatingSeconds: 60, queuedSeconds: 600, secondsPerStep: 2 } });
  const { service, plan } = await desk(server.url);
  const { folder } = service;
  await service.close();
  const env = { ASSAY_PROVIDER_KEY: key };
  const run = (...args: string[]) => startAssay(['finetune', ...args, '--workspace', folder, '--json'], { env });
  const asked = ['--dataset', plan.datasetId.slice(0, 12), '--provider', 'own', '--model', plan.model, '--epochs', '2'];

  const preflight = await run('preflight', ...asked).ended;
  expect(preflight).toMatchObject({ code: 0, stderr: '' });
  expect(await run('preflight', ...asked.slice(0, 4), '--model', 'gpt-gone').ended).toMatchObject({ code: 1 });

  const create = run('create', ...asked);
  await expect.poll(() => server.state.jobs.size).toBe(1);
  create.child.kill('SIGKILL');
  await create.ended;

  const watched = await run('watch').ended;
  expect(watched).toMatchObject({ code: 0 });
  expect(JSON.parse(watched.stdout).runs).toMatchObject([{ phase: 'succeeded' }]);
  expect(server.state.jobs.size).toBe(1);
  const listed = await run('list').ended;
  expect(JSON.parse(listed.stdout).runs).toHaveLength(1);
  for (const { stdout, stderr } of [preflight, watched, listed]) expect(stdout + stderr).not.toContain(key);
  expect(holding(folder, key)).toEqual([]);
});

it('no price is told by records of a dataset that are not as they were built, and nothing can be begun on them', async () => {
  const { server, exchanges } = await quickServer();
  const { service, plan } = await desk(server.url);
  const folder = join(service.folder, 'datasets', plan.datasetId.slice(0, 16));
  const [lineage, manifest] = [join(folder, lineageName), join(folder, manifestName)];
  const [records, whole] = [readFileSync(lineage, 'utf8'), readFileSync(manifest, 'utf8')];
  const refusals = async () => {
    const { lines, estimate, confirm } = await service.handlers['finetune.preflight'](plan);
    expect({ estimate, confirm }).toEqual({ estimate: null, confirm: null });
    return lines.filter(({ level }) => level === 'refused');
  };
  const cut = `${records.split('\n')[0]}\n`;
  const changes: [string, () => void][] = [
    [lineageName, () => writeFileSync(lineage, cut)],
    [lineageName, () => writeFileSync(lineage, records.replace(/"tokens":\d+/, '"tokens":0'))],
    // The hash as well.
    [
      manifestName,
      () => {
        writeFileSync(lineage, cut);
        writeFileSync(manifest, whole.replace(sha256(records), sha256(cut)));
      },
    ],
    [lineageName, () => rmSync(lineage)],
  ];
  for (const [name, change] of changes) {
    writeFileSync(manifest, whole);
    change();
    expect(await refusals()).toEqual([
      expect.objectContaining({
        check: 'dataset',
        message: `The ${name} of the dataset is not as it was built: what the run costs cannot be told.`,
        remedy: 'Verify the dataset to see what was changed, and build it again.',
      }),
    ]);
  }
  await expect(service.handlers['finetune.create']({ id: uuidv7(), plan, confirmed: null })).rejects.toThrow(
    'not as it was built',
  );
  expect(exchanges.map(({ method }) => method)).not.toContain('POST');
  writeFileSync(lineage, records);
  const { lines, estimate } = await service.handlers['finetune.preflight'](plan);
  expect(lines.filter(({ level }) => level === 'refused')).toEqual([]);
  expect(estimate?.tokens).toBeGreaterThan(0);
});
