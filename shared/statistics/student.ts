import { incompleteBeta } from './beta.ts';
import { logGamma } from './gamma.ts';
import { normalQuantile } from './normal.ts';

/**
 * The chance that Student's t exceeds a value.
 *
 * Source: Student (1908), The probable error of a mean. Biometrika 6, 1-25; by the incomplete beta function, Abramowitz
 * and Stegun 26.7.1.
 *
 * @param t any number
 * @param df degrees of freedom, at least 1; Welch's need not be whole
 * @returns the upper tail, from 0 to 1
 */
export function studentTail(t: number, df: number): number {
  const beyond = incompleteBeta(df / (df + t * t), df / 2, 0.5) / 2;
  return t >= 0 ? beyond : 1 - beyond;
}

/**
 * The value that Student's t exceeds with a given chance: the inverse of `studentTail`.
 *
 * By Newton's steps from the normal quantile, which is smaller: the tail is convex there, so that each step comes nearer and
 * none goes beyond.
 *
 * @param tail strictly between 0 and ½
 * @param df degrees of freedom, at least 1
 * @throws RangeError for any other tail
 */
export function studentQuantile(tail: number, df: number): number {
  if (!(tail > 0 && tail < 0.5)) throw new RangeError(`a tail of ${tail}`);
  const scale = logGamma((df + 1) / 2) - logGamma(df / 2) - Math.log(df * Math.PI) / 2;
  const density = (t: number) => Math.exp(scale - ((df + 1) / 2) * Math.log1p((t * t) / df));
  let t = -normalQuantile(tail);
  for (;;) {
    const step = (studentTail(t, df) - tail) / density(t);
    t += step;
    if (step < 1e-12 * t) return t;
  }
}
