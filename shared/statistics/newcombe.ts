import { type Count, type Interval, wilson } from './wilson.ts';

/**
 * Newcombe's hybrid score interval of the difference a − b of two independent proportions.
 *
 * Source: Newcombe (1998), Interval estimation for the difference between independent proportions: comparison of eleven
 * methods. Statistics in Medicine 17, 873-890, method 10.
 *
 * @param tail the chance of error on each side: .025 makes the two-sided 95 % interval, .05 makes each bound a
 *   one-sided 95 % bound
 * @returns differences of shares, from -1 to 1
 * @throws RangeError when a side has no trials, or as `wilson` does
 */
export function newcombe(a: Count, b: Count, tail = 0.025): Interval {
  if (a.n === 0 || b.n === 0) throw new RangeError('a difference from nothing');
  const pa = a.hits / a.n;
  const pb = b.hits / b.n;
  const wa = wilson(a, tail);
  const wb = wilson(b, tail);
  return {
    low: pa - pb - Math.hypot(pa - wa.low, wb.high - pb),
    high: pa - pb + Math.hypot(wa.high - pa, pb - wb.low),
  };
}
