import { upperGamma } from './gamma.ts';

/**
 * The check of a sample ratio: Pearson's chi-square test that so many came to each arm as were meant to. Where it fails,
 * something decides who is seen, and no comparison of the arms can be trusted.
 *
 * Source: Pearson (1900), Philosophical Magazine 50, 157-175; Fabijan et al. (2019), Diagnosing sample ratio mismatch in
 * online controlled experiments. KDD 2019, 2156-2164.
 *
 * @param counts what came, one an arm
 * @param shares what was meant to come, in the same order; only their proportions count
 * @returns p; 1 where nothing has come
 * @throws RangeError unless there are as many shares as counts, two at least, all above 0
 */
export function sampleRatio(counts: readonly number[], shares: readonly number[]): number {
  if (counts.length < 2 || shares.length !== counts.length || shares.some((share) => !(share > 0)))
    throw new RangeError(`counts of ${counts.length} arms with ${shares.length} shares`);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  if (total === 0) return 1;
  const expected = shares.map((share) => (total * share) / whole);
  const chiSquare = expected.reduce((sum, meant, arm) => sum + ((counts[arm] ?? 0) - meant) ** 2 / meant, 0);
  return upperGamma((counts.length - 1) / 2, chiSquare / 2);
}
