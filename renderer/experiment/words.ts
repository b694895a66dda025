import type { ArmName } from '../../shared/domain/experiment.ts';
import type { ExperimentStanding, LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { readingText } from '../../shared/rules/experiment-words.ts';
import { date, plural } from '../ui/format.ts';

export const armTitles: Record<ArmName, string> = { control: 'Control', treatment: 'Treatment' };

export const decisionNames = { ship: 'Ship', do_not_ship: 'Do not ship' } as const;

/** How far an experiment is, in a few words. */
export function stateText({ state, plan, startedAt, stoppedAt, decidedAt, decision }: LiveExperiment): string {
  switch (state) {
    case 'planned':
      return 'planned';
    case 'running':
      return `running since ${date(startedAt ?? '')}, ${plural(plan.days, 'day')} planned`;
    case 'stopped':
      return `stopped on ${date(stoppedAt ?? '')}`;
    case 'decided':
      return `decided on ${date(decidedAt ?? '')}: ${decision ? decisionNames[decision.verdict].toLowerCase() : ''}`;
  }
}

/** The headline of a standing, and its reason in a sentence. */
export function headline(
  { state, plan }: LiveExperiment,
  { reading, day }: ExperimentStanding,
): { title: string; reason: string } {
  const told = readingText(reading, plan);
  if (reading.status !== 'locked' || state === 'running') return told;
  const stopped = `It ended after ${plural(day, 'day')} of ${plan.days}, before its result opened, so it has none.`;
  return reading.harms.length > 0
    ? { title: told.title, reason: `${told.reason} ${stopped}` }
    : { title: 'No result', reason: stopped };
}
