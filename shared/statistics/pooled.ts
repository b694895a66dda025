import { normalTail } from './normal.ts';
import { added, mean, type Sums, spread } from './sums.ts';

/**
 * The z test of no difference a − b of two means, its variance from both sides together, as it is when they do not differ.
 * Of zeros and ones it is the pooled test of two proportions. It stays honest where few values are there or all of a side
 * are the same: what separates the sides widens the variance too.
 *
 * Source: for proportions, Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, 3.1,
 * without the correction for continuity.
 *
 * @returns z, positive where a is larger, and its two-sided p; z is 0 where nothing varies or a side is empty
 */
export function pooledTest(a: Sums, b: Sums): { z: number; p: number } {
  const variance = spread(added(a, b)) * (1 / a.n + 1 / b.n);
  if (!(variance > 0 && variance < Number.POSITIVE_INFINITY)) return { z: 0, p: 1 };
  const z = (mean(a) - mean(b)) / Math.sqrt(variance);
  return { z, p: 2 * normalTail(Math.abs(z)) };
}
