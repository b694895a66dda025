import type { ArmName } from '../../shared/domain/experiment.ts';
import type { LiveExperiment } from '../../shared/domain/live-experiment.ts';
import { decisionNames } from '../../shared/rules/live-experiment-words.ts';
import { date, plural } from '../ui/format.ts';

export const armTitles: Record<ArmName, string> = { control: 'Control', treatment: 'Treatment' };

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
