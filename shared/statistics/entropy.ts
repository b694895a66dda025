/**
 * Shannon's entropy of counts, divided by that of the same number of even counts: 1 is even, 0 is all in one.
 *
 * Source: Shannon (1948), A mathematical theory of communication. Bell System Technical Journal 27; the ratio is
 * Pielou's evenness (1966), Journal of Theoretical Biology 13, 131-144.
 *
 * @param counts one per category, empty categories included: they are what was possible and did not occur
 * @returns null where nothing can be even: fewer than two categories, or no counts
 */
export function normalisedEntropy(counts: readonly number[]): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (counts.length < 2 || total === 0) return null;
  const bits = counts.reduce((sum, count) => (count === 0 ? sum : sum - (count / total) * Math.log2(count / total)), 0);
  return Math.min(1, bits / Math.log2(counts.length));
}
