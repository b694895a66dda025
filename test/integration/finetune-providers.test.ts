import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { Runs } from '../../electron/service/finetune/run/runs.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { MemorySecrets } from '../../electron/service/sync/secrets.ts';
import { workspaceFiles } from '../../electron/service/workspace/open.ts';
import { toReport } from '../../shared/errors.ts';
import { defaultCapabilities } from '../../shared/rules/providers.ts';
import { startAssay } from '../fixtures/assay.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { build } from '../fixtures/datasets.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { ownProvider, runPlan } from '../fixtures/runs.ts';
import { importRows, openTestService, serviceOn } from '../fixtures/service.ts';

/** A workspace with a dataset, and a server whose time stands still as a provider whose key is known. */
async function desk() {
  const { server, exchanges } = await fakeOpenAI();
  const service = serviceOn(temporaryFolder());
  await importRows(service, approvedRows(24));
  const plan = runPlan({ datasetId: build(service.folder).id });
  await service.handlers['providers.save'](ownProvider(server.url));
  await service.handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
  return { server, exchanges, service, plan };
}

it('what must be typed goes by the limit, the prices and the server as they are when a run is begun', async () => {
  const { server, exchanges, service, plan } = await desk();
  const { handlers } = service;
  const begin = () => handlers['finetune.create']({ id: uuidv7(), plan, confirmed: null });
  const { tuning, costs } = await handlers['workspace.settings']();

  expect((await handlers['finetune.preflight'](plan)).confirm).toBeNull();
  await handlers['workspace.updateSettings']({ tuning: { confirmAbove: 0 } });
  await expect(begin()).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('by typing') });

  await handlers['workspace.updateSettings']({ tuning });
  expect((await handlers['finetune.preflight'](plan)).confirm).toBeNull();
  const models = costs.prices.models.map((price) => ({ ...price, training: 1_000_000 }));
  await handlers['workspace.updateSettings']({ costs: { ...costs, prices: { ...costs.prices, models } } });
  await expect(begin()).rejects.toMatchObject({ kind: 'conflict', message: expect.stringContaining('by typing') });

  await handlers['workspace.updateSettings']({ costs });
  expect((await handlers['finetune.preflight'](plan)).confirm).toBeNull();
  const capabilities = { ...defaultCapabilities, largestFile: 10 };
  await handlers['providers.save']({ ...ownProvider(server.url), capabilities });
  await expect(begin()).rejects.toMatchObject({
    kind: 'invalid-input',
    message: expect.stringContaining('the provider takes 10'),
  });
  expect(exchanges.map(({ method }) => method)).not.toContain('POST');
});

it('the command line names its option for what must be confirmed', async () => {
  const { exchanges, service, plan } = await desk();
  await service.handlers['workspace.updateSettings']({ tuning: { confirmAbove: 0 } });
  await service.close();
  const asked = [
    '--workspace',
    service.folder,
    '--dataset',
    plan.datasetId,
    '--provider',
    'own',
    '--model',
    plan.model,
  ];
  const env = { ASSAY_PROVIDER_KEY: 'sk-good' };
  const { code, stdout, stderr } = await startAssay(['finetune', 'create', ...asked], { env }).ended;
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/give --confirm “\d/);
  expect(exchanges.map(({ method }) => method)).not.toContain('POST');
});

it('a key is kept without what was copied along; what cannot be one is refused, and repeated nowhere', async () => {
  const { exchanges, service, plan } = await desk();
  const { handlers, folder } = service;
  const kept = async (key: string) => handlers['providers.setKey']({ id: 'own', key });
  for (const wrong of ['sk-secret\nx', 'sk-\u200bsecret', '“sk-secret”', 'sk- secret', ' ']) {
    const refusal = await kept(wrong).then(() => null, toReport);
    expect(refusal?.kind, wrong).toBe('invalid-input');
    expect(JSON.stringify(refusal)).not.toContain('secret');
  }
  await kept(' sk-good\r\n');
  await handlers['providers.models']({ id: 'own' });
  expect(exchanges.at(-1)?.headers.authorization).toBe('Bearer sk-good');

  await service.close();
  const asked = ['--workspace', folder, '--dataset', plan.datasetId, '--provider', 'own', '--model', plan.model];
  const env = { ASSAY_PROVIDER_KEY: 'sk-secret\nx' };
  const { code, stdout, stderr } = await startAssay(['finetune', 'preflight', ...asked], { env }).ended;
  expect(code).not.toBe(0);
  expect(stderr).toContain('This cannot be a key');
  expect(stdout + stderr).not.toContain('secret');
});

it('an address is kept while a run needs it, and a key as long as a provider has its address', async () => {
  const { server, service, plan } = await desk();
  let { handlers } = service;
  const elsewhere = ownProvider('https://example.com/v1');
  const keyOf = async (id: string) => (await handlers['providers.list']()).find((known) => known.id === id)?.key;
  const stays = async () => {
    await expect(async () => handlers['providers.save'](elsewhere)).rejects.toMatchObject({ kind: 'conflict' });
    await expect(handlers['providers.remove']({ id: 'own' })).rejects.toMatchObject({ kind: 'conflict' });
  };
  server.faults.next('POST /fine_tuning/jobs', { kind: 'drop', effect: 'none' });
  const { id } = await handlers['finetune.create']({ id: uuidv7(), plan, confirmed: null });
  await expect.poll(async () => (await handlers['finetune.list']())[0]?.phase).toBe('unclear');
  await stays();
  // Everything but the address may change; and a provider that no run was begun at may go.
  await handlers['providers.save']({ ...ownProvider(server.url), name: 'Renamed' });
  await handlers['providers.save']({ ...ownProvider(server.url), id: 'second' });
  await handlers['providers.remove']({ id: 'second' });
  expect(await keyOf('own')).toBe('memory');

  await service.close();
  // Ten minutes later.
  const db = openWritable(workspaceFiles(service.folder).work, 'full');
  new Runs(db, () => {}).note(id, { what: 'not-found' });
  db.close();
  const again = serviceOn(service.folder);
  ({ handlers } = again);
  await handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
  await stays();
  await handlers['finetune.abandon']({ id });
  // Another one has the address: its key is its own as well.
  await handlers['providers.save']({ ...ownProvider(server.url), id: 'second' });
  await handlers['providers.save'](elsewhere);
  expect(await keyOf('own')).toBe('none');
  expect(await keyOf('second')).toBe('memory');
  // The last one leaves the address, and later the workspace.
  for (const leave of [
    () => handlers['providers.save']({ ...elsewhere, id: 'second' }),
    () => handlers['providers.remove']({ id: 'second' }),
  ]) {
    await leave();
    await handlers['providers.save']({ ...ownProvider(server.url), id: 'second' });
    expect(await keyOf('second')).toBe('none');
    await handlers['providers.setKey']({ id: 'second', key: 'sk-good' });
  }
});

it('a run that lost its key while its files were sent does not say that nothing was sent, and costs nothing', async () => {
  const { server, service, plan } = await desk();
  server.faults.otherwise = (route) =>
    route === 'POST /files' ? { kind: 'error', status: 503, effect: 'none' } : null;
  const { id } = await service.handlers['finetune.create']({ id: uuidv7(), plan, confirmed: null });
  await expect.poll(async () => (await service.handlers['finetune.list']())[0]?.jobId).toBeTruthy();
  await service.close();
  const { handlers, jobs } = serviceOn(service.folder);
  jobs.goOn();
  const [run] = await handlers['finetune.list']();
  await jobs.settled(run?.jobId ?? '');
  expect(jobs.get(run?.jobId ?? '').error).toMatchObject({
    kind: 'wrong-key',
    safe: 'No job was asked for, and nothing was charged.',
  });
  await expect(handlers['finetune.link']({ id, jobId: 'ftjob-1' })).rejects.toThrow('has not asked for its job yet');
  expect(await handlers['finetune.abandon']({ id })).toMatchObject({ phase: 'abandoned', asked: false });
});

it('a workspace that somebody else has made spends nothing with a key that is known here for another', async () => {
  const { server, exchanges, service, plan } = await desk();
  server.faults.otherwise = (route) =>
    route === 'POST /files' ? { kind: 'error', status: 503, effect: 'none' } : null;
  await service.handlers['finetune.create']({ id: uuidv7(), plan, confirmed: null });
  await expect.poll(async () => (await service.handlers['finetune.list']())[0]?.jobId).toBeTruthy();
  await service.close();

  const secrets = new MemorySecrets();
  const openHere = (folder: string) => {
    const opened = openTestService(folder, { secrets });
    onTestFinished(() => opened.close());
    return opened;
  };
  const mine = openHere(temporaryFolder());
  await mine.handlers['providers.save'](ownProvider(server.url));
  await mine.handlers['providers.setKey']({ id: 'own', key: 'sk-mine' });
  const theirs = openHere(service.folder);
  theirs.jobs.goOn();
  const [run] = await theirs.handlers['finetune.list']();
  await expect.poll(() => theirs.jobs.get(run?.jobId ?? '').error?.kind).toBe('wrong-key');
  expect(exchanges.map(({ headers }) => headers.authorization)).not.toContain('Bearer sk-mine');
  await theirs.handlers['providers.forgetKey']({ id: 'own' });
  await mine.handlers['providers.models']({ id: 'own' });
});
