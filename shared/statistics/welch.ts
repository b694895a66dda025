import { studentQuantile, studentTail } from './student.ts';
import { mean, type Sums, spread } from './sums.ts';
import type { Interval } from './wilson.ts';

/**
 * Welch's interval and test of the difference a − b of two means whose variances may differ.
 *
 * Source: Welch (1947), The generalization of “Student's” problem when several different population variances are involved.
 * Biometrika 34, 28-35.
 *
 * @param tail the chance of error on each side of the interval
 * @returns the difference in the unit of the values, its interval, and the two-sided p of no difference; null where the
 *   numbers do not tell how much they vary: fewer than two on a side, or on both sides all the same
 */
export function welch(a: Sums, b: Sums, tail = 0.025): (Interval & { difference: number; p: number }) | null {
  if (a.n < 2 || b.n < 2) return null;
  const va = spread(a) / (a.n - 1);
  const vb = spread(b) / (b.n - 1);
  const variance = va + vb;
  if (variance === 0) return null;
  const df = variance ** 2 / (va ** 2 / (a.n - 1) + vb ** 2 / (b.n - 1));
  const difference = mean(a) - mean(b);
  const error = Math.sqrt(variance);
  const half = studentQuantile(tail, df) * error;
  return {
    difference,
    low: difference - half,
    high: difference + half,
    p: 2 * studentTail(Math.abs(difference) / error, df),
  };
}
