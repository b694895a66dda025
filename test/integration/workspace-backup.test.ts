import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Service } from '../../electron/service/service.ts';
import { listBackups } from '../../electron/service/store/backup.ts';
import { openReadonly } from '../../electron/service/store/database.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { comparedModels, datasetWithHoldout, evaluate, judgeOne, planOn } from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { openTestService } from '../fixtures/service.ts';

/** The service as a session on mains power has it: only then backups are taken. */
async function session<T>(folder: string, work: (service: Service) => Promise<T>): Promise<T> {
  const service = openTestService(folder, { onBattery: () => false });
  try {
    return await work(service);
  } finally {
    await service.close();
  }
}

/** How many rows the newest backup of a workspace has; none where there is no backup. */
function backedUp(folder: string, rows: string): number {
  const [newest] = listBackups(join(folder, 'backups'));
  if (!newest) return 0;
  const copy = openReadonly(newest.path);
  try {
    return Number(copy.prepare(`SELECT count(*) FROM ${rows}`).pluck().get());
  } finally {
    copy.close();
  }
}

it('backs up answers that were paid for, and what judges said of them, in sessions without a label', async () => {
  const openai = await fakeOpenAI({ models: comparedModels, keys: { 'sk-good': 'ok' } });
  const folder = temporaryFolder();
  const { id } = await session(folder, async (service) =>
    evaluate(service, await planOn(service, openai.server.url, await datasetWithHoldout(service, approvedRows(40)))),
  );
  expect(backedUp(folder, 'evaluation_items WHERE answered = 1')).toBeGreaterThan(0);

  await session(folder, async (service) => {
    const [item] = await service.handlers['evaluation.next']({ id, after: null, limit: 1 });
    await judgeOne(service, item?.id ?? '');
  });
  expect(backedUp(folder, 'evaluation_judgments')).toBe(1);

  const { length } = listBackups(join(folder, 'backups'));
  await session(folder, async () => {});
  expect(listBackups(join(folder, 'backups'))).toHaveLength(length);
});
