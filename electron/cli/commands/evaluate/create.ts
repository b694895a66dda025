import { isDeepStrictEqual } from 'node:util';
import { v7 as uuidv7 } from 'uuid';
import type { Evaluation, EvaluationPlan } from '../../../../shared/domain/comparison.ts';
import { AssayError } from '../../../../shared/errors.ts';
import type { Service } from '../../../service/service.ts';
import { mustConfirm } from '../../confirm.ts';
import { type ExitCode, exit, exitCodeOfFailure, exitCodeOfSignal, UsageError } from '../../exit.ts';
import { count, plural } from '../../format.ts';
import { openFor } from '../../open.ts';
import { readSecret } from '../../secret.ts';
import { type Interruption, onInterruption } from '../../signals.ts';
import { type Call, readPlan } from './plan.ts';
import { evaluationText } from './text.ts';

/** Begins an evaluation, or goes on with the same one that was stopped, and waits for its answers. */
export async function create(call: Call): Promise<ExitCode> {
  const { workspace, terminal, values, named } = call;
  if (named.length > 0)
    throw new UsageError(`“${named[0]}” does not belong here: create takes options only.`, 'evaluate');
  const plan = readPlan(call);
  const key = await readSecret('key', 'ASSAY_PROVIDER_KEY', 'evaluate');
  const service = openFor('evaluate', workspace, (name, payload) => {
    const progress = name === 'job' && 'progress' in payload ? payload.progress : null;
    if (progress?.total) terminal.progress(`${count(progress.done)} of ${plural(progress.total, 'answer')}`);
  });
  const interruption = onInterruption(() => {
    terminal.note('Stopping where it is safe … (Ctrl-C again ends at once)');
    void service.jobs.close();
  });
  try {
    await service.providers.setKey(plan.base.providerId, key);
    const { id, jobId } = await begin(service, plan, values.confirm, interruption);
    const { state, error } = await service.jobs.settled(jobId ?? '');
    const evaluation = (await service.handlers['evaluation.list']()).find((known) => known.id === id);
    if (evaluation) terminal.result(evaluation, () => evaluationText(evaluation));
    if (error) terminal.error(error);
    if (interruption.signal) return exitCodeOfSignal(interruption.signal);
    return state === 'done' ? exit.ok : exitCodeOfFailure(error?.kind ?? 'cancelled');
  } catch (error) {
    if (!(interruption.signal && error instanceof AssayError && error.kind === 'cancelled')) throw error;
    terminal.error(error.report());
    return exitCodeOfSignal(interruption.signal);
  } finally {
    await service.close();
    interruption.end();
  }
}

async function begin(
  { handlers }: Service,
  plan: EvaluationPlan,
  confirmed: string | undefined,
  interruption: Interruption,
): Promise<Evaluation> {
  const stopped = (await handlers['evaluation.list']()).find(
    (known) => known.phase === 'stopped' && isDeepStrictEqual(known.plan, plan),
  );
  if (stopped) {
    if (interruption.signal) throw stoppedBefore();
    return handlers['evaluation.resume']({ id: stopped.id });
  }
  const { confirm } = await handlers['evaluation.preview'](plan);
  if (interruption.signal) throw stoppedBefore();
  mustConfirm(confirm, confirmed, 'evaluate');
  return handlers['evaluation.create']({ id: uuidv7(), plan, confirmed: confirmed ?? null });
}

function stoppedBefore(): AssayError {
  return new AssayError({
    kind: 'cancelled',
    message: 'It was stopped before it asked for any answer.',
    safe: 'Nothing was sent, and nothing was charged.',
    remedy: 'The same command asks for them.',
  });
}
