import { readFileSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { defaultPlan } from '../../shared/domain/dataset.ts';
import { built, labeled, rows } from '../fixtures/approved.ts';
import { ownProvider, runPlan } from '../fixtures/runs.ts';
import { runningClock } from '../openai/clock.ts';
import { startFakeOpenAI } from '../openai/server.ts';
import { refusedMarker } from '../openai/training-file.ts';

it('leads from the line that a provider refuses to its sample', async () => {
  const server = await startFakeOpenAI({ clock: runningClock(600) });
  onTestFinished(() => server.close());
  const marked = rows.map((row, index) =>
    index === 23 ? { ...row, agent_response: { ...row.agent_response, text: `On its way. ${refusedMarker}` } } : row,
  );
  const service = await labeled(marked);
  const { handlers, jobs } = service;
  // Its questions are alike, and all of them are trained on.
  const dataset = { ...defaultPlan, nearDuplicates: 'keep_all' as const, largeGroupAccepted: true };
  await handlers['workspace.updateSettings']({
    dataset: { ...dataset, split: { seed: 1, validation: 0, holdout: 0 } },
  });
  const { id: datasetId } = await built(service);
  await handlers['providers.save'](ownProvider(server.url));
  await handlers['providers.setKey']({ id: 'own', key: 'sk-any' });
  const plan = runPlan({ datasetId });
  const { id, jobId, files } = await handlers['finetune.create']({ id: uuidv7(), plan, confirmed: null });
  // Nothing was refused yet.
  expect(await handlers['finetune.refusedLine']({ id })).toBeNull();
  await jobs.settled(jobId ?? '');

  const line =
    1 +
    readFileSync(files.train?.path ?? '', 'utf8')
      .split('\n')
      .findIndex((text) => text.includes(refusedMarker));
  const { error } = (await handlers['finetune.detail']({ id, newest: 0 })).run.remote ?? {};
  expect(error?.message).toContain(`Line ${line},`);
  expect(await handlers['finetune.refusedLine']({ id })).toEqual({
    side: 'train',
    line,
    sampleId: marked[23]?.sample_id,
  });
});
