import { normalQuantile } from './normal.ts';

export type Test = {
  /** What is to be found: a difference of shares or of means; the margin, where none is to be found beyond it. */
  effect: number;
  /** Of the estimate, were it of one observation (of two arms, one each): where the hypothesis holds, and where the effect does. */
  variance: { null: number; effect: number };
  /** The chance of a false claim on the side of the effect: .025 for a two-sided test at 5 %. */
  tail: number;
};

/**
 * The observations, of two arms in each, that a normal test needs to find an effect so often, before rounding up.
 *
 * Source: Fleiss, Levin and Paik (2003), Statistical Methods for Rates and Proportions, 3rd edition, 4.2, equation 4.14
 * without the correction for continuity.
 *
 * @param power the chance of finding the effect, such as .8
 */
export function sampleSize({ effect, variance, tail }: Test, power: number): number {
  const needed = -normalQuantile(tail) * Math.sqrt(variance.null) + normalQuantile(power) * Math.sqrt(variance.effect);
  return (needed / effect) ** 2;
}

/** The variance of one observation of a share. */
export function shareVariance(p: number): number {
  return p * (1 - p);
}
