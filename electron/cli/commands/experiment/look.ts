import type { ActiveModel } from '../../../../shared/domain/active-model.ts';
import { armNames } from '../../../../shared/domain/experiment.ts';
import type { ExperimentStanding, LiveExperiment } from '../../../../shared/domain/live-experiment.ts';
import type { SetBack } from '../../../../shared/domain/set-back.ts';
import { metricNames, metricText } from '../../../../shared/rules/experiment-words.ts';
import { headline, unreviewedText } from '../../../../shared/rules/live-experiment-words.ts';
import { restoredWords, setBackText } from '../../../../shared/rules/set-back-words.ts';
import { SetBacks } from '../../../service/experiment/set-backs.ts';
import { standingOf } from '../../../service/experiment/standing.ts';
import { readActiveModels, readExperiments } from '../../../service/experiment/table.ts';
import { oneNamed } from '../../../service/named.ts';
import { Known } from '../../../service/sync/known.ts';
import { reading } from '../../../service/workspace/open.ts';
import { type ExitCode, exit, UsageError } from '../../exit.ts';
import { columns, indented, instant } from '../../format.ts';
import { type Call, onlyOf } from './call.ts';

/** Reads beside whoever has the workspace open. */
export async function list({ workspace, terminal, named }: Call): Promise<ExitCode> {
  if (named.length > 0) throw new UsageError(`“${named[0]}” does not belong here: show tells one.`, 'experiment');
  const read = reading(workspace, (work, corpus) => {
    const setBack = new SetBacks(work, corpus).list();
    return { ...readExperiments(corpus), activeModels: readActiveModels(corpus), setBack };
  });
  terminal.result(read, () => listText(read));
  return exit.ok;
}

/** What an experiment tells, beside whoever has the workspace open. */
export async function show(call: Call): Promise<ExitCode> {
  const wanted = onlyOf(call, 'one experiment, by its id');
  const { experiment, standing } = reading(call.workspace, (work, corpus) => {
    const experiment = oneNamed(readExperiments(corpus).experiments, wanted, 'experiment');
    return { experiment, standing: standingOf(corpus, experiment, new Known(work, corpus).until) };
  });
  call.terminal.result({ experiment, standing }, () => oneText(experiment, standing));
  return exit.ok;
}

type Listed = { experiments: LiveExperiment[]; unreadable: number; activeModels: ActiveModel[]; setBack: SetBack[] };

function listText({ experiments, unreadable, activeModels, setBack }: Listed): string {
  const lines = experiments.map(({ id, state, plan }) => [id, `${state}  ${plan.name} (${plan.agent})`] as const);
  const models = activeModels.map(
    ({ agent, to, at, by, why }) => [agent, `${to}  since ${instant(at)}, by ${by}: ${why}`] as const,
  );
  const lost = setBack.map((one) => {
    const { was, remedy } = setBackText(one, instant);
    return `${was} ${remedy}`;
  });
  return [
    ...(lost.length > 0 ? [`${restoredWords.title}. ${restoredWords.text}`, indented(lost.join('\n')), ''] : []),
    experiments.length === 0 ? 'No experiment is planned.' : columns(lines),
    ...(unreadable > 0 ? [`Not shown, because their plans are of another program: ${unreadable}.`] : []),
    ...(models.length > 0 ? ['', 'active models', columns(models)] : []),
  ].join('\n');
}

function oneText({ state, plan, decision, looks }: LiveExperiment, standing: ExperimentStanding | null): string {
  const facts = columns([
    ['experiment', `${plan.name} (${plan.agent}), ${state}`],
    ...plan.arms.map(({ name, model, share }) => [name, `${model}, ${share / 100} %`] as const),
    ...looks.map(({ openedAt, openedBy }) => ['opened', `${instant(openedAt)} by ${openedBy}`] as const),
    ...(decision ? [['decided', `${decision.verdict}: ${decision.reason}`] as const] : []),
  ]);
  if (standing === null) return facts;
  const { title, reason } = headline({ state, plan }, standing);
  const { reading, exposures, reviewed } = standing;
  const unreviewed = unreviewedText(plan, standing);
  const counts = armNames.map(
    (arm) => [arm, exposures[arm] ?? 0, `conversations, ${reviewed[arm] ?? 0} reviewed`] as const,
  );
  const metrics =
    reading.status === 'read'
      ? reading.metrics.map((read) => [metricNames[read.metric], read.verdict, metricText(read, plan)] as const)
      : [];
  return [
    facts,
    '',
    `${title}. ${reason}`,
    ...(unreviewed === null ? [] : [unreviewed]),
    '',
    columns(counts),
    ...(metrics.length > 0 ? ['', columns(metrics)] : []),
  ].join('\n');
}
