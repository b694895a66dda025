import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisedEntropy } from '../../shared/statistics/entropy.ts';
import { newcombe } from '../../shared/statistics/newcombe.ts';
import { normalQuantile } from '../../shared/statistics/normal.ts';
import { wilson } from '../../shared/statistics/wilson.ts';

const counts = fc
  .integer({ min: 1, max: 5_000 })
  .chain((n) => fc.record({ hits: fc.integer({ min: 0, max: n }), n: fc.constant(n) }));
const tails = fc.double({ min: 1e-6, max: 0.4, noNaN: true });
const close = 1e-9;

describe('intervals, whatever is counted', () => {
  it('lie around the share, and mirror when hits and misses change places', () => {
    fc.assert(
      fc.property(counts, tails, ({ hits, n }, tail) => {
        const { low, high } = wilson({ hits, n }, tail);
        expect(low).toBeLessThanOrEqual(hits / n + close);
        expect(high).toBeGreaterThanOrEqual(hits / n - close);
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        const mirrored = wilson({ hits: n - hits, n }, tail);
        expect(mirrored.low).toBeCloseTo(1 - high, 9);
      }),
    );
  });

  it('hold the score test exactly at their ends', () => {
    fc.assert(
      fc.property(counts, tails, ({ hits, n }, tail) => {
        fc.pre(hits > 0 && hits < n);
        const { high } = wilson({ hits, n }, tail);
        expect((high - hits / n) / Math.sqrt((high * (1 - high)) / n)).toBeCloseTo(-normalQuantile(tail), 6);
      }),
    );
  });

  it('of a difference change sign with the sides, and grow with certainty', () => {
    fc.assert(
      fc.property(counts, counts, tails, (a, b, tail) => {
        const forth = newcombe(a, b, tail);
        const back = newcombe(b, a, tail);
        expect(back.low).toBeCloseTo(-forth.high, 9);
        expect(forth.low).toBeGreaterThanOrEqual(-1 - close);
        expect(forth.high).toBeLessThanOrEqual(1 + close);
        const surer = newcombe(a, b, tail / 2);
        expect(surer.low).toBeLessThanOrEqual(forth.low + close);
        expect(surer.high).toBeGreaterThanOrEqual(forth.high - close);
      }),
    );
  });

  it('and entropy stays between 0 and 1, in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(1_000), { minLength: 2, maxLength: 30 }), (values) => {
        const entropy = normalisedEntropy(values);
        if (entropy === null) expect(values.every((value) => value === 0)).toBe(true);
        else {
          expect(entropy).toBeGreaterThanOrEqual(0);
          expect(entropy).toBeLessThanOrEqual(1);
          expect(normalisedEntropy(values.toReversed())).toBeCloseTo(entropy, 12);
        }
      }),
    );
  });
});
