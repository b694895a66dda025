import { armNames, type ExperimentPlan, type Metric, metrics } from '../domain/experiment.ts';
import type { Decision, ExperimentStanding, LiveExperiment } from '../domain/live-experiment.ts';
import { harmText, openText, ratioText, readingText } from './experiment-words.ts';
import { counted, number, sentence } from './readiness-words.ts';

export const decisionNames: Record<Decision, string> = { ship: 'Ship', do_not_ship: 'Do not ship' };

type Headline = { title: string; reason: string };

/** The metrics that are surely worse, by what is read or by all conversations that are here. */
export function harmsOf({ reading, watch }: Pick<ExperimentStanding, 'reading' | 'watch'>): Metric[] {
  const told = 'harms' in reading ? reading.harms : [];
  return metrics.filter((metric) => told.includes(metric) || watch?.harms.includes(metric));
}

/** What an experiment tells, as a title and its reason; of one that has ended, that it settled nothing where it has not. */
export function headline(
  { state, plan }: Pick<LiveExperiment, 'state' | 'plan'>,
  { reading, day, watch }: Pick<ExperimentStanding, 'reading' | 'day' | 'watch'>,
): Headline {
  const told = readingText(reading, plan);
  if (state === 'running') return watch === null ? told : warned(told, { reading, watch }, plan);
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

/** What is wrong by now goes before what a look says that does not count it. */
function warned(
  told: Headline,
  { reading, watch }: Pick<ExperimentStanding, 'reading'> & { watch: NonNullable<ExperimentStanding['watch']> },
  plan: Pick<ExperimentPlan, 'criteria' | 'arms'>,
): Headline {
  if (reading.status === 'sample_ratio') return told;
  const opened = reading.status === 'read' ? ` The result that was opened says: ${told.title}. ${told.reason}` : '';
  if (watch.sampleRatio) return { title: 'Not readable', reason: ratioText(watch.sampleRatio, plan) + opened };
  const harms = harmsOf({ reading, watch });
  if (harms.length === 0) return told;
  if (reading.status === 'due') return readingText({ ...reading, harms }, plan);
  return { title: 'Harm', reason: `${harmText(harms)} That counts every conversation by now.${opened}` };
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
