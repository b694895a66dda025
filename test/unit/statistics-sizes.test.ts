import { describe, expect, it } from 'vitest';
import { sampleSize, shareVariance } from '../../shared/statistics/sample-size.ts';

/** Two arms that differ by the effect, tested with the variance of what both have together. */
const proportions = (p: number, q: number) => ({
  effect: q - p,
  variance: { null: 2 * shareVariance((p + q) / 2), effect: shareVariance(p) + shareVariance(q) },
  tail: 0.025,
});

describe('the sample size of an arm', () => {
  it('for two proportions', () => {
    expect(sampleSize(proportions(0.8, 0.85), 0.8).toFixed(1)).toBe('905.4');
    expect(sampleSize(proportions(0.3, 0.25), 0.8).toFixed(1)).toBe('1250.7');
  });

  it('for two proportions as Evan Miller has it, with the variance of the base rate', () => {
    const variance = { null: 2 * shareVariance(0.2), effect: shareVariance(0.2) + shareVariance(0.25) };
    expect(Math.round(sampleSize({ effect: 0.05, variance, tail: 0.025 }, 0.8))).toBe(1_030);
  });

  it('for two means', () => {
    const variance = { null: 2, effect: 2 };
    expect(sampleSize({ effect: 0.2, variance, tail: 0.025 }, 0.8).toFixed(1)).toBe('392.4');
  });

  it('for non-inferiority', () => {
    const variance = { null: 2 * shareVariance(0.01), effect: 2 * shareVariance(0.01) };
    expect(sampleSize({ effect: 0.005, variance, tail: 0.05 }, 0.8).toFixed(1)).toBe('4896.6');
  });
});
