/** The quantile of a sample, interpolated between its two neighbours (Hyndman and Fan's definition 7). */
export function quantile(values: readonly number[], q: number): number {
  if (values.length === 0) throw new Error('a quantile of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  const place = (sorted.length - 1) * q;
  const below = sorted[Math.floor(place)] ?? Number.NaN;
  const above = sorted[Math.ceil(place)] ?? Number.NaN;
  return below + (above - below) * (place - Math.floor(place));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export type Interval = { low: number; high: number; coverage: number };

/**
 * An interval for the median from order statistics: the k-th smallest to the k-th largest value, with the largest k
 * that still covers `confidence`. It assumes nothing about the distribution but independent rounds.
 *
 * Source: the median lies outside when fewer than k of n values fall on one side of it, a binomial count with p ½, so
 * the coverage is 1 − 2·P(B(n, ½) < k). Of five values it is the whole range, with 93.75 %. Fewer than five cannot
 * reach 90 %: then it is the whole range as well, and `coverage` says how little that is.
 */
export function medianInterval(values: readonly number[], confidence = 0.9): Interval {
  const n = values.length;
  if (n === 0) throw new Error('an interval of nothing');
  const sorted = values.toSorted((a, b) => a - b);
  let k = 1;
  let missed = 0.5 ** n;
  let term = missed;
  for (;;) {
    term = (term * (n - k + 1)) / k;
    if (k + 1 > (n + 1) / 2 || 1 - 2 * (missed + term) < confidence) break;
    missed += term;
    k++;
  }
  const coverage = Math.max(0, 1 - 2 * missed);
  return { low: sorted[k - 1] ?? Number.NaN, high: sorted[n - k] ?? Number.NaN, coverage };
}
