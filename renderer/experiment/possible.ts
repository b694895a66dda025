import type { ExperimentStanding, LiveExperiment } from '../../shared/domain/live-experiment.ts';
import type { Hint } from '../ui/hints.tsx';

/** What can be asked about an experiment, the most useful first. */
const actions = ['start', 'edit', 'open', 'decide', 'stop', 'losses', 'rollOut'] as const;
export type Action = (typeof actions)[number];

/** @param counted null before it starts, and while it is counted */
export function possibleOf(
  { state }: Pick<LiveExperiment, 'state'>,
  counted: ExperimentStanding | null,
): Record<Action, boolean> {
  return {
    edit: state === 'planned',
    start: state === 'planned',
    open: counted !== null && counted.due !== null,
    stop: state === 'running',
    decide: counted !== null && (state === 'running' || state === 'stopped'),
    rollOut: state !== 'planned',
    losses: counted !== null && (counted.reading.status === 'read' || state !== 'running'),
  };
}

const words: Record<Action, string> = {
  start: 'start',
  edit: 'change the plan',
  open: 'open the result',
  decide: 'decide',
  stop: 'stop',
  losses: 'lost conversations',
  rollOut: 'roll out or back',
};

/** As many as a footer has room for. */
const most = 3;

export function hintsOf(possible: Record<Action, boolean>): Hint[] {
  return actions
    .filter((action) => possible[action])
    .slice(0, most)
    .map((action): Hint => [[`deploy.${action}`], words[action]]);
}
