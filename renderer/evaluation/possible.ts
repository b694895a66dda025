import type { TeamEvaluation } from '../../shared/domain/team-evaluation.ts';
import type { Hint } from '../ui/hints.tsx';
import type { Judging } from './comparing-state.ts';
import { type Listed, toJudge } from './store.ts';

/** What can be asked about an evaluation, the most useful first. */
const actions = ['judge', 'results', 'cancel', 'resume', 'publish', 'assign'] as const;
type Action = (typeof actions)[number];

/** What there is to judge is told whole. */
export type Possible = Record<Exclude<Action, 'judge'>, boolean> & { judge: Judging | null };

export function possibleOf(listed: Listed, isLead: boolean): Possible {
  const { own, team } = listed;
  const lead = team?.lead ?? null;
  return {
    judge: toJudge(listed),
    results: own ? own.judged > 0 || own.phase === 'opened' : lead !== null && lead.openedBy.length > 0,
    cancel: own?.phase === 'answering',
    resume: own?.phase === 'stopped',
    // What was judged here is judged here to its end.
    publish: isLead && own !== null && own.phase === 'judging' && own.judged === 0 && own.publishedAt === null,
    assign: team !== null && mayAssign(team),
  };
}

/** Whether this member says who judges. */
export const mayAssign = ({ lead, isOpen }: TeamEvaluation): boolean => lead !== null && isOpen;

const words: Record<Action, string> = {
  judge: 'judge',
  results: 'results',
  cancel: 'ask for no more',
  resume: 'ask for the rest',
  publish: 'let the team judge',
  assign: 'who judges',
};

export function hintsOf(possible: Possible): Hint[] {
  return actions.filter((action) => possible[action]).map((action): Hint => [[`evaluation.${action}`], words[action]]);
}
