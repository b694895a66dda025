import { normalQuantile } from './normal.ts';

export type Interval = { low: number; high: number };

/** So many hits among n independent trials. `hits` may be a fraction where it is expected and not counted. */
export type Count = { hits: number; n: number };

/**
 * Wilson's score interval of a proportion.
 *
 * Source: Wilson (1927), Probable inference, the law of succession, and statistical inference. JASA 22, 209-212. It is
 * method 3 of Newcombe (1998), Statistics in Medicine 17, 857-872.
 *
 * @param tail the chance of error on each side: .025 makes the two-sided 95 % interval, .05 makes each bound a
 *   one-sided 95 % bound
 * @returns shares from 0 to 1; no trials leave everything possible
 * @throws RangeError unless 0 ≤ hits ≤ n and 0 < tail < ½
 */
export function wilson({ hits, n }: Count, tail = 0.025): Interval {
  if (!(hits >= 0 && hits <= n && n < Number.POSITIVE_INFINITY)) throw new RangeError(`${hits} hits of ${n}`);
  if (!(tail > 0 && tail < 0.5)) throw new RangeError(`a tail of ${tail}`);
  if (n === 0) return { low: 0, high: 1 };
  const z = -normalQuantile(tail);
  const middle = hits + (z * z) / 2;
  const half = z * Math.sqrt((hits * (n - hits)) / n + (z * z) / 4);
  const whole = n + z * z;
  // At the ends the bound is exactly 0 or 1, which rounding would miss.
  return {
    low: hits === 0 ? 0 : Math.max(0, (middle - half) / whole),
    high: hits === n ? 1 : Math.min(1, (middle + half) / whole),
  };
}
