import { armNames } from '../domain/experiment.ts';
import type { Decision, ExperimentStanding, LiveExperiment } from '../domain/live-experiment.ts';
import { openText, readingText } from './experiment-words.ts';
import { counted, number, sentence } from './readiness-words.ts';

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
  if (reading.status === 'due' && state === 'decided')
    return { title: 'No result', reason: 'It was decided before its result was opened, so it has none.' };
  if (reading.status !== 'locked') return told;
  const ended = `It ended after ${counted(day, 'day')} of ${plan.days}, before its result opened, so it has none.`;
  return reading.harms.length > 0
    ? { title: told.title, reason: `${told.reason} ${ended}` }
    : { title: 'No result', reason: ended };
}

/**
 * What a look that may be opened still waits for, in words; null where about all of its conversations are reviewed that the
 * plan reviews.
 */
export function unreviewedText(
  { review_share }: Pick<LiveExperiment['plan'], 'review_share'>,
  { due }: Pick<ExperimentStanding, 'due'>,
): string | null {
  if (due === null) return null;
  const { exposures, reviewed } = due;
  const ofArm = (Math.min(...armNames.map((name) => exposures[name] ?? 0)) * review_share) / 10_000;
  const missing = armNames.reduce((sum, name) => sum + Math.max(0, ofArm - (reviewed[name] ?? 0)), 0);
  const all = 2 * ofArm;
  // Which ones are reviewed is drawn by a hash: as many as the plan says, give or take chance.
  if (missing <= Math.max(0.05 * all, 3 * Math.sqrt(all))) return null;
  return (
    `Of about ${number(all)} conversations that the plan reviews, ${number(missing)} have no verdict yet. The result counts ` +
    'what is known when it is opened; what comes later waits for the next look.'
  );
}
