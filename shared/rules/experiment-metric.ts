import type { Comparison, ExperimentCriteria, Metric, MetricVerdict } from '../domain/experiment.ts';
import { newcombe } from '../statistics/newcombe.ts';
import { scoreInterval } from '../statistics/score-difference.ts';
import { added, mean, type Sums, sumsOf } from '../statistics/sums.ts';
import { welch } from '../statistics/welch.ts';
import type { Interval } from '../statistics/wilson.ts';

/** The sign of a difference for the better. */
export const betterWhen: Record<Metric, 1 | -1> = { approval: 1, edits: -1, csat: 1, violations: -1 };

/**
 * The chance of error on each side of a metric's interval. Whether violations stay below their margin is asked on one side,
 * so that each bound may take all of alpha; of the others a claim on either side would be wrong.
 */
export function tailOf(metric: Metric, alpha: number): number {
  return metric === 'violations' ? alpha : alpha / 2;
}

/** Both arms of a metric at a look that may be wrong with a chance of alpha. */
export function compare(metric: Metric, control: Sums, treatment: Sums, alpha: number): Comparison {
  const value = (sums: Sums) => (sums.n === 0 ? null : { n: sums.n, value: mean(sums) });
  const tail = tailOf(metric, alpha);
  const interval = control.n === 0 || treatment.n === 0 ? null : intervalOf(metric, control, treatment, tail);
  const estimate = mean(treatment) - mean(control);
  return {
    metric,
    control: value(control),
    treatment: value(treatment),
    difference: interval && { estimate, low: interval.low, high: interval.high, confidence: 1 - 2 * tail },
  };
}

function intervalOf(metric: Metric, control: Sums, treatment: Sums, tail: number): Interval | null {
  const count = ({ n, sum }: Sums) => ({ hits: sum, n });
  switch (metric) {
    case 'approval':
    case 'edits':
      return newcombe(count(treatment), count(control), tail);
    case 'csat':
      return answersInterval(treatment, control, tail);
    case 'violations':
      // Rare: the interval of the test that is right for few.
      return scoreInterval(count(treatment), count(control), tail);
  }
}

const ends = sumsOf([1, 5]);
/** How far two means can lie apart on that scale. */
const farthest = 4;

/**
 * Welch's interval with one more answer at either end of the scale in each arm. Most customers say 5 and a few say 1: of few
 * answers none may be such, and their own variance would say that there are none. Shares have the same remedy.
 *
 * Source: Agresti and Caffo (2000), Simple and effective confidence intervals for proportions and differences of proportions
 * result from adding two successes and two failures. The American Statistician 54, 280-288.
 *
 * @returns differences that the scale allows; null where a side has a single answer, which tells less than what is added
 */
export function answersInterval(a: Sums, b: Sums, tail: number): Interval | null {
  if (a.n < 2 || b.n < 2) return null;
  const interval = welch(added(a, ends), added(b, ends), tail);
  return interval && { low: Math.max(-farthest, interval.low), high: Math.min(farthest, interval.high) };
}

/** A value computed from counts may miss a bar that it is exactly at. */
const rounding = 1e-9;

/**
 * What a look says of a metric. Passed: the estimate is past the bar and the interval clear of zero; the estimate alone
 * would pass half the time where the truth is exactly the bar. Failed: surely worse, or surely short of the bar.
 *
 * Violations pass when their rise is surely below the margin and fail when it is surely beyond.
 */
export function metricVerdict(
  { metric, difference }: Pick<Comparison, 'metric' | 'difference'>,
  criteria: ExperimentCriteria,
): MetricVerdict {
  if (!difference) return 'open';
  const { estimate, low, high } = gain(metric, difference);
  if (metric === 'violations') {
    const { margin } = criteria.violations;
    return low > -margin ? 'passed' : high < -margin ? 'failed' : 'open';
  }
  const { bar } = criteria[metric];
  if (estimate >= bar - rounding && low > 0) return 'passed';
  return high < bar ? 'failed' : 'open';
}

/** The bar of a metric as a difference, treatment minus control; of violations their margin. */
export function barOf(metric: Metric, { criteria }: { criteria: ExperimentCriteria }): number {
  return metric === 'violations' ? criteria.violations.margin : betterWhen[metric] * criteria[metric].bar;
}

/** A difference turned so that more is better. */
export function gain(metric: Metric, { estimate, low, high }: Interval & { estimate: number }) {
  return betterWhen[metric] === 1 ? { estimate, low, high } : { estimate: -estimate, low: -high, high: -low };
}
