import { setTimeout as sleep } from 'node:timers/promises';
import { v7 as uuidv7 } from 'uuid';
import { expect, it } from 'vitest';
import { MemorySecrets } from '../../electron/service/sync/secrets.ts';
import { approvedRows } from '../fixtures/dataset-rows.ts';
import { comparedModels, datasetWithHoldout, judgeAll, planOn } from '../fixtures/evaluations.ts';
import { fakeOpenAI } from '../fixtures/fake-openai.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { openTestService } from '../fixtures/service.ts';
import { asked } from './evaluation-desk.ts';

it('an evaluation that is asked for twice while the keyring answers has one job and one secret', async () => {
  const openai = await fakeOpenAI({ models: comparedModels });
  const kept = new MemorySecrets();
  let isClosed = false;
  let writes = 0;
  // The first to write waits the longest, as where a keyring asks a person.
  const keyring = {
    kind: 'keyring' as const,
    get: (name: string) => kept.get(name),
    async set(name: string, value: string) {
      if (isClosed) throw new Error('the keyring is closed');
      if (name.startsWith('evaluation')) await sleep(writes++ === 0 ? 400 : 100);
      await kept.set(name, value);
    },
    delete: (name: string) => kept.delete(name),
  };
  const service = openTestService(temporaryFolder(), { secrets: keyring });
  const { handlers, jobs } = service;
  const plan = await planOn(service, openai.server.url, await datasetWithHoldout(service, approvedRows(40)));
  const id = uuidv7();
  isClosed = true;
  await expect(handlers['evaluation.create']({ id, plan, confirmed: null })).rejects.toThrow('closed');
  isClosed = false;
  await Promise.all([handlers['evaluation.resume']({ id }), handlers['evaluation.resume']({ id })]);
  const made = jobs.list().filter(({ kind }) => kind === 'evaluation');
  expect(made).toHaveLength(1);
  await jobs.settled(made[0]?.id ?? '');
  const [evaluation] = await handlers['evaluation.list']();
  expect(evaluation).toMatchObject({ phase: 'judging', jobId: made[0]?.id });
  expect(asked(openai)).toHaveLength(2 * (evaluation?.items ?? 0));
  await judgeAll(service, id, () => 'first');
  await handlers['evaluation.open']({ id, early: true });
  expect((await handlers['evaluation.results']({ id })).results.items).toBe(evaluation?.items);
  await service.close();
});
