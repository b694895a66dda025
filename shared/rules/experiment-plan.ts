import { type ExperimentPlan, type Metric, metrics } from '../domain/experiment.ts';
import { normalQuantile, normalTail } from '../statistics/normal.ts';
import { shareVariance } from '../statistics/sample-size.ts';
import { restrictedError } from '../statistics/score-difference.ts';
import type { Sums } from '../statistics/sums.ts';
import { experimentLook } from './experiment-looks.ts';
import { answersInterval, tailOf } from './experiment-metric.ts';

/** What an experiment should have of a chance to ship, if all is as the plan expects. */
const plannedPower = 0.8;
/** An experiment goes on for a year at most. */
export const longestDays = 365;
export const mostConversations = 1e8;

type Planned = Pick<ExperimentPlan, 'arms' | 'review_share' | 'criteria' | 'baseline' | 'traffic'>;

/**
 * The chance that a look finds all given criteria passed, if each effect is as the plan expects and violations stay the
 * same.
 *
 * The criteria are taken as independent. In truth they rise and fall together (what is edited is not approved unedited), so
 * that the true chance is the same or better. Expected exactly at its bar, a criterion would pass half the time at most.
 *
 * @param conversations in both arms together; of each metric only those count where it becomes known
 * @param alpha that of the look
 */
export function jointPower(
  plan: Planned,
  conversations: number,
  alpha: number,
  of: readonly Metric[] = metrics,
): number {
  return of.reduce((product, metric) => product * power(plan, metric, conversations, tailOf(metric, alpha)), 1);
}

/**
 * Normal approximation: the estimate lies past the bar, and further from zero than its interval reaches. Of CSAT the reading's
 * own interval says how far that is: the answers that it adds make it wide where there are few.
 */
function power(plan: Planned, metric: Metric, conversations: number, tail: number): number {
  const { criteria, baseline } = plan;
  const [control, treatment] = observations(plan, metric, conversations);
  const z = -normalQuantile(tail);
  const error = (ofControl: number, ofTreatment = ofControl) =>
    Math.sqrt(ofControl / control + ofTreatment / treatment);
  const past = (effect: number, bar: number, apart: number, reach: number) =>
    normalTail((Math.max(bar, reach) - effect) / apart);
  switch (metric) {
    case 'approval':
    case 'edits': {
      const { bar, expected } = criteria[metric];
      const p = baseline[metric];
      const q = metric === 'approval' ? p + expected : p - expected;
      return past(expected, bar, error(shareVariance(p), shareVariance(q)), z * error(shareVariance((p + q) / 2)));
    }
    case 'csat': {
      const { bar, expected } = criteria.csat;
      const of = (n: number, mean: number) => answers(n, mean, baseline.csatDeviation);
      const interval = answersInterval(of(treatment, content + expected), of(control, content), tail);
      return interval ? past(expected, bar, error(baseline.csatDeviation ** 2), expected - interval.low) : 0;
    }
    case 'violations': {
      const p = baseline.violations;
      const { margin } = criteria.violations;
      const expected = (n: number) => ({ hits: p * n, n });
      const reach = z * restrictedError(expected(treatment), expected(control), margin);
      return past(margin, 0, error(shareVariance(p)), reach);
    }
  }
}

/** About what customers of control say: with few answers half a step more or less moves the power by a few points. */
const content = 4;

/** So many answers as a plan expects them. */
const answers = (n: number, mean: number, deviation: number): Sums => ({
  n,
  sum: n * mean,
  sumSq: n * (mean ** 2 + deviation ** 2),
});

/** In how many conversations of control and of treatment a metric becomes known. */
function observations(plan: Planned, metric: Metric, conversations: number): [number, number] {
  const [control, treatment] = plan.arms;
  const part = conversations / 10_000;
  if (metric === 'csat') {
    const answered = part * plan.traffic.answered;
    return [answered * control.share, answered * treatment.share];
  }
  // Both arms are reviewed alike, however many conversations each has.
  const reviewed = (part * Math.min(control.share, treatment.share) * plan.review_share) / 10_000;
  return [reviewed, reviewed];
}

/**
 * The conversations, in both arms together, with which the first look has the planned power.
 *
 * @param of the criteria that must pass: one of them for its own size
 * @returns null where more than `mostConversations` would be needed
 */
export function plannedConversations(plan: Planned, of: readonly Metric[] = metrics): number | null {
  const { alpha } = experimentLook(0, 0);
  const enough = (conversations: number) => jointPower(plan, conversations, alpha, of) >= plannedPower;
  if (!enough(mostConversations)) return null;
  let few = 0;
  let many = mostConversations;
  while (many - few > 1) {
    const middle = Math.floor((few + many) / 2);
    if (enough(middle)) many = middle;
    else few = middle;
  }
  return many;
}

/**
 * The day of the first look that has the planned power at the plan's traffic; looks later than the first have a lower alpha.
 *
 * @returns null where a year would not do
 */
export function projectedDay(plan: Planned & Pick<ExperimentPlan, 'days'>): number | null {
  for (let index = 0; ; index++) {
    const { day, alpha } = experimentLook(plan.days, index);
    if (day > longestDays) return null;
    if (jointPower(plan, day * plan.traffic.perDay, alpha) >= plannedPower) return day;
  }
}
