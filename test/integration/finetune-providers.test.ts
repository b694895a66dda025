import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { defaultCapabilities } from '../../shared/rules/providers.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { build } from '../fixtures/datasets.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { ownProvider, runPlan } from '../fixtures/runs.ts';
import { importRows, serviceOn } from '../fixtures/service.ts';

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
