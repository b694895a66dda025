import type { Decision, ExperimentStanding, LiveExperiment } from '../domain/live-experiment.ts';
import { openText, readingText } from './experiment-words.ts';
import { counted, sentence } from './readiness-words.ts';

export const decisionNames: Record<Decision, string> = { ship: 'Ship', do_not_ship: 'Do not ship' };

/** What an experiment tells, as a title and its reason; of one that has ended, that it settled nothing where it has not. */
export function headline(
  { state, plan }: Pick<LiveExperiment, 'state' | 'plan'>,
  { reading, day }: ExperimentStanding,
): { title: string; reason: string } {
  const told = readingText(reading, plan);
  if (state === 'running') return told;
  if (reading.status === 'read' && reading.verdict === 'keep_running')
    return { title: 'Not settled', reason: sentence(`${openText(reading.metrics)} cannot be told; it has ended`) };
  if (reading.status !== 'locked') return told;
  const ended = `It ended after ${counted(day, 'day')} of ${plan.days}, before its result opened, so it has none.`;
  return reading.harms.length > 0
    ? { title: told.title, reason: `${told.reason} ${ended}` }
    : { title: 'No result', reason: ended };
}
