import type { StepMetrics } from './curves.ts';
import type { Job } from './job.ts';
import type { State } from './state.ts';
import { Hasher } from './storage.ts';

/** The curves of a job that has succeeded, a row a step: at OpenAI too a file that somebody may fetch. */
export async function metricsFile(state: State, job: Job, at: number): Promise<string> {
  const { life } = await job.prepared;
  const columns = ['step', 'train_loss', 'train_accuracy', 'valid_loss', 'valid_mean_token_accuracy'];
  const row = (metrics: StepMetrics) =>
    [
      metrics.step,
      metrics.train_loss,
      metrics.train_mean_token_accuracy,
      metrics.valid_loss ?? '',
      metrics.valid_mean_token_accuracy ?? '',
    ].join(',');
  const lines = () => [
    columns.join(','),
    ...life.happened(at).flatMap(({ metrics }) => (metrics ? [row(metrics)] : [])),
  ];
  return resultFile(state, `file-${job.id.slice(-16)}curves`, at, 'step_metrics.csv', lines);
}

/** The files of one checkpoint's weights, in name only: what is in them is a line of text. */
export async function weightFiles(state: State, job: Job, step: number, at: number): Promise<string[]> {
  const names = ['adapter_config.json', 'adapter_model.safetensors'];
  return Promise.all(
    names.map((name, i) =>
      resultFile(state, `file-${job.id.slice(-16)}w${step}x${i}`, at, name, () => [
        JSON.stringify({ base_model: job.model, job: job.id, step }),
      ]),
    ),
  );
}

/** Makes a file when somebody first asks for it. Its name follows from the job, so that it is the same ever after. */
async function resultFile(
  state: State,
  id: string,
  at: number,
  filename: string,
  lines: () => string[],
): Promise<string> {
  if (state.files.has(id)) return id;
  const hasher = new Hasher();
  const content = (async function* () {
    yield Buffer.from(`${lines().join('\n')}\n`);
  })();
  const blob = await state.storage.write(content, Number.POSITIVE_INFINITY, hasher.update);
  state.files.set(id, { id, at, filename, purpose: 'fine-tune-results', blob, digests: hasher.digests() });
  return id;
}
