import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { expect, it, onTestFinished } from 'vitest';
import { finetuneJob } from '../../electron/service/finetune/jobs.ts';
import { Providers } from '../../electron/service/finetune/providers.ts';
import { Runs } from '../../electron/service/finetune/run/runs.ts';
import { MemorySecrets } from '../../electron/service/sync/secrets.ts';
import type { Job } from '../../shared/domain/job.ts';
import { providerAt, runPlan } from '../fixtures/runs.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

it.each([
  '/where/it/was/datasets/0123456789abcdef/openai-chat/train.jsonl',
  'C:\\where it was\\datasets\\0123456789abcdef\\openai-chat\\train.jsonl',
])('a run sends a file of its dataset in this workspace, and none that its record names: %s', (path) => {
  const workspace = workspaceWith([]);
  onTestFinished(() => workspace.close());
  const runs = new Runs(workspace.work, () => {});
  const runId = uuidv7();
  const datasetId = 'd'.repeat(64);
  runs.add(runId, {
    plan: runPlan({ datasetId }),
    provider: providerAt('https://example.com/v1'),
    datasetName: 'Dataset',
    files: { train: { path, rows: 1, bytes: 1, sha256: '0'.repeat(64), md5: '0'.repeat(32) } },
    estimate: { tokens: 1_000, epochs: 2, amount: null, currency: 'USD', price: null },
    createdAt: new Date().toISOString(),
  });
  const spec = finetuneJob(workspace.folder, runs, new Providers(workspace.meta, new MemorySecrets()));
  const begun = spec.answers?.({ params: { runId, name: 'A run' } } as Job)['begin']?.(null);
  const here = join(workspace.folder, 'datasets', 'd'.repeat(16), 'openai-chat', 'train.jsonl');
  expect(begun).toMatchObject({ files: { train: { path: here, bytes: 1 } } });
});
