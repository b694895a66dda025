import { describe, expect, it } from 'vitest';
import { normalisedEntropy } from '../../shared/statistics/entropy.ts';
import { newcombe } from '../../shared/statistics/newcombe.ts';
import { normalQuantile } from '../../shared/statistics/normal.ts';
import { wilson } from '../../shared/statistics/wilson.ts';

const count = (hits: number, n: number) => ({ hits, n });

describe('the normal quantile', () => {
  // Wichura (1988), table of test values; .975 and .95 as every table prints them.
  it.each([
    [0.25, -0.6744897501960817],
    [0.001, -3.090232306167814],
    [1e-20, -9.262340089798409],
    [0.975, 1.959963984540054],
    [0.95, 1.6448536269514722],
    [0.5, 0],
  ])('of %d is %d', (p, z) => {
    expect(normalQuantile(p)).toBeCloseTo(z, 13);
  });

  it.each([0, 1, -1, Number.NaN])('refuses %d', (p) => {
    expect(() => normalQuantile(p)).toThrow(RangeError);
  });
});

describe('Wilson’s interval', () => {
  it('is Newcombe’s of 81 in 263', () => {
    const { low, high } = wilson(count(81, 263));
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662']);
  });

  it('reaches the ends, and not beyond', () => {
    expect(wilson(count(0, 20)).low).toBe(0);
    expect(wilson(count(20, 20)).high).toBe(1);
    expect(wilson(count(0, 0))).toEqual({ low: 0, high: 1 });
  });

  it('is narrower one-sided', () => {
    expect(wilson(count(80, 100), 0.05).high).toBeLessThan(wilson(count(80, 100)).high);
  });

  it.each([count(-1, 5), count(6, 5), count(Number.NaN, 5)])('refuses %o', (impossible) => {
    expect(() => wilson(impossible)).toThrow(RangeError);
  });
});

describe('Newcombe’s interval of a difference', () => {
  it.each([
    [count(56, 70), count(48, 80), '0.0524', '0.3339'],
    [count(9, 10), count(3, 10), '0.1705', '0.8090'],
    [count(10, 10), count(0, 20), '0.6791', '1.0000'],
  ])('of %o and %o', (a, b, low, high) => {
    const interval = newcombe(a, b);
    expect([interval.low.toFixed(4), interval.high.toFixed(4)]).toEqual([low, high]);
  });

  it('of 425 and 400 in 500', () => {
    const interval = newcombe(count(425, 500), count(400, 500));
    expect([interval.low.toFixed(5), interval.high.toFixed(5)]).toEqual(['0.00285', '0.09701']);
  });

  it('refuses nothing', () => {
    expect(() => newcombe(count(0, 0), count(1, 2))).toThrow(RangeError);
  });
});

describe('normalised entropy', () => {
  it('is 1 when even and 0 in one place', () => {
    expect(normalisedEntropy([7, 7, 7])).toBe(1);
    expect(normalisedEntropy([9, 0, 0])).toBe(0);
  });

  it('of one half and two quarters is 1.5 of log2 3 bits', () => {
    expect(normalisedEntropy([2, 1, 1])).toBeCloseTo(1.5 / Math.log2(3), 15);
  });

  it('knows nothing of one category, or of none', () => {
    expect(normalisedEntropy([5])).toBeNull();
    expect(normalisedEntropy([0, 0])).toBeNull();
  });
});
