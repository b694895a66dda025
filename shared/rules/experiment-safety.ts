import { type Metric, metrics, type Tally } from '../domain/experiment.ts';
import { pooledTest } from '../statistics/pooled.ts';
import { sequentialReach } from '../statistics/sequential.ts';
import { added, mean, type Sums } from '../statistics/sums.ts';
import { betterWhen } from './experiment-metric.ts';

/** The chance of ever telling harm where there is none, over all metrics and all looks before the result opens. */
const alpha = 0.05;
/** Conversations at which the bound is narrowest: harm should show in the first days. */
const tuning = 1_000;
/**
 * So many hits, and so many misses, a smaller arm has to be expected to have: below that a sum of zeros and ones is far from
 * normal, and one violation among a few conversations would pass for harm.
 */
const leastExpected = 3;

/**
 * The metrics that are surely worse with the treatment, whenever and however often somebody looks.
 *
 * Each metric may take a fourth of alpha on the side of harm: the bound, which has two sides, gets twice that. Arms of which
 * one is larger tell as much as so many conversations in two even ones, and the bound goes by those. A rise of violations is
 * told even where it may lie below the margin: whether to accept it is for a person. Nothing is told of what is better, and
 * no number, so that nobody stops early for a result that looks good.
 */
export function harms(control: Tally, treatment: Tally): Metric[] {
  return metrics.filter((metric) => {
    const [known, seen] = [control[metric], treatment[metric]];
    if (known.n === 0 || seen.n === 0 || (metric !== 'csat' && !isNearlyNormal(known, seen))) return false;
    const even = (4 * known.n * seen.n) / (known.n + seen.n);
    const worse = -betterWhen[metric] * pooledTest(seen, known).z;
    return worse > sequentialReach(even, tuning, (2 * alpha) / metrics.length);
  });
}

/** Of zeros and ones. */
function isNearlyNormal(a: Sums, b: Sums): boolean {
  const share = mean(added(a, b));
  return Math.min(share, 1 - share) * Math.min(a.n, b.n) >= leastExpected;
}
