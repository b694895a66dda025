import type { Decision, ExperimentStanding, LiveExperiment } from '../domain/live-experiment.ts';
import { readingText } from './experiment-words.ts';
import { counted } from './readiness-words.ts';

export const decisionNames: Record<Decision, string> = { ship: 'Ship', do_not_ship: 'Do not ship' };

/** What an experiment tells, as a title and its reason; of one that ended before its result opened, that it has none. */
export function headline(
  { state, plan }: Pick<LiveExperiment, 'state' | 'plan'>,
  { reading, day }: ExperimentStanding,
): { title: string; reason: string } {
  const told = readingText(reading, plan);
  if (reading.status !== 'locked' || state === 'running') return told;
  const ended = `It ended after ${counted(day, 'day')} of ${plan.days}, before its result opened, so it has none.`;
  return reading.harms.length > 0
    ? { title: told.title, reason: `${told.reason} ${ended}` }
    : { title: 'No result', reason: ended };
}
