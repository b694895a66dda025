import { v7 as uuidv7 } from 'uuid';
import { Runs } from '../../electron/service/finetune/run/runs.ts';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import type { Provider } from '../../shared/domain/provider.ts';
import type { RemoteJob, RunFact, RunMetric } from '../../shared/domain/run.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { builtInProviders } from '../../shared/rules/providers.ts';
import { metricsAt } from '../openai/curves.ts';

/** A run as it was left behind by an earlier day. */
export type PlantedRun = {
  model: string;
  datasetName?: string;
  provider?: Provider;
  suffix?: string;
  seed?: number;
  facts: RunFact[];
  /** Steps that were told, each with losses, and whether a validation file was sent. */
  steps?: number;
  validated?: boolean;
  /** Why the work on it ended here. */
  error?: ErrorReport;
};

const openAi = builtInProviders[0] as Provider;
const begun = Date.UTC(2026, 10, 24, 9, 12);

export function remote(status: string, change: Partial<RemoteJob> = {}): RemoteJob {
  const unknown = {
    model: null,
    trainedTokens: null,
    estimatedFinish: null,
    finishedAt: null,
    epochs: null,
    error: null,
  };
  return { jobId: 'ftjob-abc123DEF456ghi789JKL012', status, ...unknown, ...change };
}

/** Facts of a run whose job is there. */
export const made: RunFact[] = [
  { what: 'uploaded', side: 'train', fileId: 'file-9f8e7d6c5b4a' },
  { what: 'create-begun' },
  { what: 'created', jobId: 'ftjob-abc123DEF456ghi789JKL012', by: 'answer' },
];

/** Puts runs into a workspace that nobody has open, the last of them the newest. */
export function plantRuns(folder: string, planted: readonly PlantedRun[]): void {
  const workspace = openWorkspace(folder, { create: false, program: 'a test' });
  const runs = new Runs(workspace.work, () => {});
  const job = workspace.work.prepare(
    `INSERT INTO jobs (id, kind, state, params, error, created_at, updated_at)
     VALUES (@id, 'finetune', 'failed', @params, @error, @at, @at)`,
  );
  for (const [index, run] of planted.entries()) {
    const { model, datasetName = 'Autumn', provider = openAi, suffix = null, seed = 7, facts, error } = run;
    const id = uuidv7({ msecs: begun + index * 1_000 });
    const createdAt = new Date(begun + index * 3_600_000).toISOString();
    const plan = {
      datasetId: 'd'.repeat(64),
      providerId: provider.id,
      model,
      method: 'supervised' as const,
      epochs: null,
      batchSize: null,
      learningRate: null,
      beta: null,
      seed,
      suffix,
      validation: run.validated === true,
    };
    const file = {
      path: '/d/train.jsonl',
      rows: 1_432,
      bytes: 2_345_678,
      sha256: '0f1e2d3c4b5a6978'.repeat(4),
      md5: '0f1e2d3c4b5a6978'.repeat(2),
    };
    const price = { perMillion: 3, asOf: '2026-08-05', source: 'https://developers.openai.com/api/docs/pricing' };
    runs.add(id, {
      plan,
      provider,
      datasetName,
      files: run.validated ? { train: file, validation: { ...file, rows: 160, bytes: 261_000 } } : { train: file },
      estimate: { tokens: 612_400, epochs: 3, amount: 5.51, currency: 'USD', price },
      createdAt,
    });
    for (const fact of facts) runs.note(id, fact);
    if (run.steps)
      runs.noteWatched(id, watched(run.steps, run.validated === true, runs.get(id).remote ?? remote('running')));
    if (!error) continue;
    const jobId = uuidv7({ msecs: begun + index * 1_000 });
    job.run({
      id: jobId,
      params: JSON.stringify({ runId: id, name: model }),
      error: JSON.stringify(error),
      at: createdAt,
    });
    runs.setJob(id, jobId);
  }
  workspace.close();
}

function watched(steps: number, validated: boolean, job: RemoteJob) {
  const stepsPerEpoch = Math.ceil(steps / 3);
  const metrics = Array.from({ length: steps }, (_, index): RunMetric => {
    const told = metricsAt(index + 1, { steps, stepsPerEpoch, seed: 3, validated });
    return {
      step: told.step,
      steps,
      trainLoss: told.train_loss,
      trainAccuracy: told.train_mean_token_accuracy,
      validationLoss: told.full_valid_loss ?? told.valid_loss ?? null,
      validationAccuracy: told.full_valid_mean_token_accuracy ?? told.valid_mean_token_accuracy ?? null,
    };
  });
  return {
    job,
    events: metrics.map((metric) => ({
      id: `ftevent-${String(metric.step).padStart(6, '0')}`,
      at: new Date(begun + metric.step * 10_000).toISOString(),
      level: 'info',
      message: `Step ${metric.step}/${steps}: training loss=${metric.trainLoss}`,
      metric,
    })),
    checkpoints: metrics
      .filter(({ step }) => step % stepsPerEpoch === 0)
      .map((metric) => ({
        id: `ftckpt_${metric.step}`,
        step: metric.step,
        model: `ft:gpt-4o-mini-2024-07-18:a-rather-long-organisation:refunds-autumn:AbCdEf12:ckpt-step-${metric.step}`,
        metrics: metric,
      })),
  };
}
