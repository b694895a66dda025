/**
 * What is kept of so many numbers: their count, sum and sum of squares. Of zeros and ones the sum is the count of ones. The
 * sums of two groups add up to those of both.
 */
export type Sums = { n: number; sum: number; sumSq: number };

export const noSums: Sums = { n: 0, sum: 0, sumSq: 0 };

export function sumsOf(values: readonly number[]): Sums {
  return values.reduce((sums, value) => added(sums, { n: 1, sum: value, sumSq: value * value }), noSums);
}

export function added(a: Sums, b: Sums): Sums {
  return { n: a.n + b.n, sum: a.sum + b.sum, sumSq: a.sumSq + b.sumSq };
}

/** @returns NaN of nothing */
export function mean({ n, sum }: Sums): number {
  return sum / n;
}

/** The mean squared distance from the mean, never below 0; multiply by n / (n − 1) for the unbiased estimate. */
export function spread({ n, sum, sumSq }: Sums): number {
  const value = sumSq / n - (sum / n) ** 2;
  // What rounding leaves of equal values is no spread.
  return value > (1e-12 * sumSq) / n ? value : 0;
}
