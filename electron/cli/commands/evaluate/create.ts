import { isDeepStrictEqual } from 'node:util';
import type { Evaluation, EvaluationPlan } from '../../../../shared/domain/comparison.ts';
import { jobSchema } from '../../../../shared/domain/job.ts';
import { openService, type Service } from '../../../service/service.ts';
import { MemorySecrets } from '../../../service/sync/secrets.ts';
import { type ExitCode, exit, exitCodeOfKind, exitCodeOfSignal, UsageError } from '../../exit.ts';
import { count, plural } from '../../format.ts';
import { resourcesFolder, version } from '../../place.ts';
import { onInterruption } from '../../signals.ts';
import { type Call, readPlan } from './plan.ts';
import { evaluationText } from './text.ts';

/** Begins an evaluation, or goes on with the same one that was stopped, and waits for its answers. */
export async function create(call: Call): Promise<ExitCode> {
  const { workspace, terminal, values, named } = call;
  if (named.length > 0)
    throw new UsageError(`“${named[0]}” does not belong here: create takes options only.`, 'evaluate');
  const plan = readPlan(call);
  const key = await readKey();
  const service = openService({
    folder: workspace,
    create: false,
    program: 'assay evaluate',
    resources: resourcesFolder(),
    onBattery: () => false,
    version: version(),
    secrets: new MemorySecrets(),
    emit: (name, payload) => {
      if (name !== 'job') return;
      const { progress } = jobSchema.parse(payload);
      if (progress?.total) terminal.progress(`${count(progress.done)} of ${plural(progress.total, 'answer')}`);
    },
    log: console.error,
  });
  const interruption = onInterruption(() => {
    terminal.note('Stopping where it is safe … (Ctrl-C again ends at once)');
    void service.jobs.close();
  });
  try {
    await service.handlers['providers.setKey']({ id: plan.base.providerId, key });
    const { id, jobId } = await begin(service, plan, values.confirm);
    const { state, error } = await service.jobs.settled(jobId ?? '');
    const evaluation = (await service.handlers['evaluation.list']()).find((known) => known.id === id);
    if (evaluation) terminal.result(evaluation, () => evaluationText(evaluation));
    if (error) terminal.error(error);
    if (interruption.signal) return exitCodeOfSignal(interruption.signal);
    return state === 'done' ? exit.ok : exitCodeOfKind(error?.kind ?? 'cancelled');
  } finally {
    await service.close();
    interruption.end();
  }
}

async function begin({ handlers }: Service, plan: EvaluationPlan, confirmed: string | undefined): Promise<Evaluation> {
  const stopped = (await handlers['evaluation.list']()).find(
    (known) => known.phase === 'stopped' && isDeepStrictEqual(known.plan, plan),
  );
  if (stopped) return handlers['evaluation.resume']({ id: stopped.id });
  const { confirm } = await handlers['evaluation.preview'](plan);
  if (confirm !== null && confirmed !== confirm)
    throw new UsageError(`What it may cost has to be confirmed: give --confirm “${confirm}” to spend it.`, 'evaluate');
  return handlers['evaluation.create']({ plan, confirmed: confirm });
}

async function readKey(): Promise<string> {
  const given = process.env['ASSAY_PROVIDER_KEY'];
  if (given) return given;
  let text = '';
  for await (const chunk of process.stdin.setEncoding('utf8')) {
    text += chunk;
    if (text.includes('\n')) break;
  }
  const key = text.split(/\r?\n/)[0]?.trim() ?? '';
  if (key === '') throw new UsageError('No key: set ASSAY_PROVIDER_KEY, or give it on stdin.', 'evaluate');
  return key;
}
