import { studentQuantile } from './student.ts';
import { mean, type Sums, spread } from './sums.ts';
import type { Interval } from './wilson.ts';

/**
 * Student's interval of a mean.
 *
 * @param tail the chance of error on each side
 * @returns null where the numbers do not tell how much they vary: fewer than two, or all the same
 */
export function meanInterval(sums: Sums, tail = 0.025): (Interval & { mean: number }) | null {
  const variance = spread(sums) / (sums.n - 1);
  if (sums.n < 2 || variance === 0) return null;
  const half = studentQuantile(tail, sums.n - 1) * Math.sqrt(variance);
  return { mean: mean(sums), low: mean(sums) - half, high: mean(sums) + half };
}
