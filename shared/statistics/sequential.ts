/**
 * How many standard errors an always-valid interval reaches: the asymptotic confidence sequence of a normal mixture. Its
 * chance of ever missing the truth is alpha, however often and whenever somebody looks; one side of it alone misses with
 * about half of that.
 *
 * Source: Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas (2024), Time-uniform central limit theory and asymptotic
 * confidence sequences. Annals of Statistics 52, 2613-2640, theorem 2.2, tuned by their appendix B.2 as GrowthBook does.
 *
 * @param n observations so far, of both arms
 * @param tuning the n at which it is narrowest
 * @param alpha the two-sided chance of error over all looks, below ½
 */
export function sequentialReach(n: number, tuning: number, alpha: number): number {
  const mixing = (-2 * Math.log(alpha) + Math.log(1 - 2 * Math.log(alpha))) / tuning;
  const seen = n * mixing;
  return Math.sqrt(((2 * (seen + 1)) / seen) * Math.log(Math.sqrt(seen + 1) / alpha));
}
