import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { comparedModels } from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { ownProvider } from '../fixtures/runs.ts';
import { TuningDesk } from '../fixtures/tuning.ts';
import { asked, desk } from './evaluation-desk.ts';

/** The provider moves to another address, and everything has to be confirmed from now on. */
async function settleAnew({ handlers }: Pick<Service, 'handlers'>, url: string): Promise<void> {
  await handlers['providers.save'](ownProvider(url));
  await handlers['providers.setKey']({ id: 'own', key: 'sk-good' });
  await handlers['workspace.updateSettings']({ tuning: { confirmAbove: 0 } });
}

async function priced({ handlers }: Pick<Service, 'handlers'>, models: readonly string[]): Promise<void> {
  const { costs } = await handlers['workspace.settings']();
  const [row] = costs.prices.models;
  if (!row) throw new Error('there is no price');
  const prices = models.map((model) => ({ ...row, model, training: 3, baseInput: 1, baseOutput: 1 }));
  await handlers['workspace.updateSettings']({
    tuning: { confirmAbove: 1_000_000 },
    costs: { ...costs, prices: { ...costs.prices, models: prices } },
  });
}

it('an evaluation is not begun by a limit and a server that have changed since it was looked at', async () => {
  const { openai, service, plan } = await desk(approvedRows(12));
  const other = await fakeOpenAI({ models: comparedModels });
  await priced(service, [plan.base.model, plan.tuned.model]);
  expect(await service.handlers['evaluation.preview'](plan)).toMatchObject({ refused: null, confirm: null });
  await settleAnew(service, other.server.url);
  const create = service.handlers['evaluation.create']({ id: uuidv7(), plan, confirmed: null });
  await expect(create).rejects.toThrow('has to be confirmed');
  expect([...asked(openai), ...asked(other)]).toEqual([]);
});

it('a run is not begun at a server that has changed while it was looked at', async () => {
  const slow = await fakeOpenAI({ latencyMs: 300 });
  const other = await fakeOpenAI();
  const tuning = await TuningDesk.open(slow.server.url);
  await priced(tuning, ['gpt-4o-mini-2024-07-18']);
  const begun = tuning.begin();
  await sleep(150);
  await settleAnew(tuning, other.server.url);
  await expect(begun).rejects.toThrow('has to be confirmed');
  expect([slow, other].map(({ server }) => server.state.jobs.size)).toEqual([0, 0]);
});
