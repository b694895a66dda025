import { incompleteBeta } from './beta.ts';

/**
 * The check of a sample ratio: the exact binomial test that so many came to each of two arms as were meant to. Where it fails,
 * something decides who is seen, and no comparison of the arms can be trusted.
 *
 * Exact, because it is asked from the first conversation on: Pearson's chi-square, which is usual, takes the first one that
 * comes to an arm of one in a hundred for a wonder.
 *
 * Source: Clopper and Pearson (1934), The use of confidence or fiducial limits illustrated in the case of the binomial.
 * Biometrika 26, 404-413, for twice the smaller tail; Fabijan et al. (2019), Diagnosing sample ratio mismatch in online
 * controlled experiments. KDD 2019, 2156-2164, for what it is good for.
 *
 * @param share what was meant to come to the treatment, strictly between 0 and 1
 * @returns the two-sided p; 1 where nothing has come
 */
export function sampleRatio(control: number, treatment: number, share: number): number {
  return Math.min(1, 2 * Math.min(atLeast(treatment, control, share), atLeast(control, treatment, 1 - share)));
}

/** The chance of so many hits or more; by the incomplete beta function, Abramowitz and Stegun 26.5.24. */
function atLeast(hits: number, misses: number, share: number): number {
  return hits === 0 ? 1 : incompleteBeta(share, hits, misses + 1);
}
