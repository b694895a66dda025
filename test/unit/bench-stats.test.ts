import { describe, expect, it } from 'vitest';
import { interleave } from '../bench/compare.ts';
import { judge } from '../bench/judge.ts';
import { median, medianInterval, quantile } from '../bench/stats.ts';

describe('quantiles', () => {
  it('interpolate between neighbours and do not mind the order', () => {
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
    expect(median([9, 1, 5])).toBe(5);
    const hundred = Array.from({ length: 101 }, (_, i) => 100 - i);
    expect(quantile(hundred, 0.99)).toBe(99);
    expect(quantile([7], 0.99)).toBe(7);
    expect(() => quantile([], 0.5)).toThrow('nothing');
  });
});

describe('the interval of a median', () => {
  // Coverages of sign-test intervals: 1 − 2·P(B(n, ½) < k).
  it.each([
    [5, 1, 0.9375],
    [8, 2, 0.9297],
    [10, 2, 0.9785],
    [20, 6, 0.9586],
  ])('of %i values begins at the %i. and covers %f', (n, k, coverage) => {
    const values = Array.from({ length: n }, (_, i) => n - i);
    const interval = medianInterval(values);
    expect(interval.low).toBe(k);
    expect(interval.high).toBe(n + 1 - k);
    expect(interval.coverage).toBeCloseTo(coverage, 4);
  });

  it('is the whole range, and says what that is worth, when values are few', () => {
    expect(medianInterval([3])).toEqual({ low: 3, high: 3, coverage: 0 });
    expect(medianInterval([3, 1, 2])).toEqual({ low: 1, high: 3, coverage: 0.75 });
  });
});

describe('interleaving', () => {
  it('takes both sides in every round and changes which goes first', async () => {
    const calls: string[] = [];
    const rounds = await interleave(3, {
      reference: async (round) => calls.push(`r${round}`),
      product: async (round) => calls.push(`p${round}`),
    });
    expect(calls).toEqual(['r0', 'p0', 'p1', 'r1', 'r2', 'p2']);
    expect(rounds).toEqual([
      { reference: 1, product: 2 },
      { reference: 4, product: 3 },
      { reference: 5, product: 6 },
    ]);
  });
});

describe('judging', () => {
  const measure = (product: number[], reference: number[] | null) => ({ name: 'x', unit: 'ms', product, reference });

  it('fails a ratio only when every round of five lies beyond the budget', () => {
    const reference = [1, 1, 1, 1, 1];
    const budget = { of: 'ratio', most: 2 } as const;
    expect(judge(measure([3, 3, 3, 3, 1.9], reference), budget)).toMatchObject({ ratio: 3, budget: 2, ok: true });
    expect(judge(measure([3, 3, 3, 3, 2.1], reference), budget)).toMatchObject({ ratio: 3, ok: false });
    expect(judge(measure([1, 1, 1, 1, 1], reference), budget)).toMatchObject({ ratio: 1, ok: true });
  });

  it('takes the ratio within each round, where both sides met the same machine', () => {
    expect(judge(measure([10, 200, 30], [5, 100, 15]), { of: 'ratio', most: 2 }).ratio).toBe(2);
  });

  it('holds rates against a least', () => {
    const reference = [10, 10, 10, 10, 10];
    const budget = { of: 'ratio', least: 0.6 } as const;
    expect(judge(measure([5, 5, 5, 5, 6.1], reference), budget).ok).toBe(true);
    expect(judge(measure([5, 5, 5, 5, 5.9], reference), budget).ok).toBe(false);
  });

  it('judges values and differences in their own unit, without a ratio', () => {
    expect(judge(measure([240, 260, 255], null), { of: 'value', most: 250 })).toEqual({
      name: 'x',
      value: 255,
      unit: 'ms',
      reference: null,
      ratio: null,
      budget: 250,
      ok: true,
    });
    const over = judge(measure([18, 21, 19], [2, 3, 1]), { of: 'difference', most: 15 });
    expect(over).toMatchObject({ value: 18, reference: 2, ratio: null, budget: 15, ok: false });
  });
});
