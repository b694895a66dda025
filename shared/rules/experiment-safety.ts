import { type Metric, metrics, type Tally } from '../domain/experiment.ts';
import { pooledTest } from '../statistics/pooled.ts';
import { sequentialReach } from '../statistics/sequential.ts';
import { betterWhen } from './experiment-metric.ts';

/** The chance of ever telling harm where there is none, over all metrics and all looks before the result opens. */
const alpha = 0.05;
/** Conversations at which the bound is narrowest: harm should show in the first days. */
const tuning = 1_000;

/**
 * The metrics that are surely worse with the treatment, whenever and however often somebody looks.
 *
 * Each metric may take a fourth of alpha on the side of harm: the bound, which has two sides, gets twice that. A rise of
 * violations is told even where it may lie below the margin: whether to accept it is for a person. Nothing is told of what
 * is better, and no number, so that nobody stops early for a result that looks good.
 */
export function harms(control: Tally, treatment: Tally): Metric[] {
  return metrics.filter((metric) => {
    const [known, seen] = [control[metric], treatment[metric]];
    const n = known.n + seen.n;
    const worse = -betterWhen[metric] * pooledTest(seen, known).z;
    return n > 0 && worse > sequentialReach(n, tuning, (2 * alpha) / metrics.length);
  });
}
