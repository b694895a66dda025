import { describe, expect, it } from 'vitest';
import { meanInterval } from '../../shared/statistics/mean-interval.ts';
import { pooledTest } from '../../shared/statistics/pooled.ts';
import { sampleRatio } from '../../shared/statistics/sample-ratio.ts';
import { nonInferiority, restrictedError, scoreInterval } from '../../shared/statistics/score-difference.ts';
import { sequentialReach } from '../../shared/statistics/sequential.ts';
import { signTest } from '../../shared/statistics/sign-test.ts';
import { sumsOf } from '../../shared/statistics/sums.ts';
import { welch } from '../../shared/statistics/welch.ts';

const count = (hits: number, n: number) => ({ hits, n });
const shares = (hits: number, n: number) => ({ n, sum: hits, sumSq: hits });

describe('two proportions', () => {
  it('425 and 400 of 500 differ by the pooled z', () => {
    const { z, p } = pooledTest(shares(425, 500), shares(400, 500));
    expect([z.toFixed(4), p.toFixed(5)]).toEqual(['2.0806', '0.03747']);
  });

  it('say nothing where nothing varies or a side is empty', () => {
    expect(pooledTest(shares(5, 5), shares(9, 9))).toEqual({ z: 0, p: 1 });
    expect(pooledTest(shares(0, 0), shares(3, 9))).toEqual({ z: 0, p: 1 });
  });

  it('one of one and none of one are no evidence', () => {
    expect(pooledTest(shares(1, 1), shares(0, 1)).z).toBeCloseTo(Math.SQRT2, 12);
  });
});

describe('Welch’s interval', () => {
  it('is GrowthBook’s of its revenue', () => {
    const found = welch({ n: 3_461, sum: 2_422.7, sumSq: 134_698.29 }, { n: 3_407, sum: 1_396.87, sumSq: 52_377.9767 });
    expect(found?.difference).toBeCloseTo(0.29, 12);
    expect([found?.low.toFixed(5), found?.high.toFixed(5), found?.p.toFixed(5)]).toEqual([
      '0.04538',
      '0.53462',
      '0.02016',
    ]);
  });

  it('is none where the numbers do not tell how much they vary', () => {
    expect(welch(sumsOf([4]), sumsOf([3, 5]))).toBeNull();
    expect(welch(sumsOf([4.1, 4.1, 4.1]), sumsOf([4.1, 4.1]))).toBeNull();
    expect(meanInterval(sumsOf([1]))).toBeNull();
    expect(meanInterval(sumsOf([0.1, 0.1, 0.1]))).toBeNull();
  });

  it('of one mean is Student’s', () => {
    // Student's own example: additional hours of sleep with one drug rather than the other, ten patients.
    const hours = [1.2, 2.4, 1.3, 1.3, 0, 1, 1.8, 0.8, 4.6, 1.4];
    const found = meanInterval(sumsOf(hours));
    expect([found?.mean.toFixed(2), found?.low.toFixed(4), found?.high.toFixed(4)]).toEqual([
      '1.58',
      '0.7001',
      '2.4599',
    ]);
  });
});

describe('non-inferiority', () => {
  /** The log-likelihood of 10 and 8 in 1,000 where the first share lies .01 above the second. */
  const likelihood = (q: number) =>
    10 * Math.log(q + 0.01) + 990 * Math.log(0.99 - q) + 8 * Math.log(q) + 992 * Math.log(1 - q);

  it('of 10 against 8 in 1,000 by a margin of .01', () => {
    // The vector at hand, .04166, is what statsmodels up to 0.15 gives: its restricted estimate has count0 where nobs0
    // belongs (statsmodels#10269), and so does not maximise the likelihood. Ours does, which is the test of the paper.
    expect(nonInferiority(count(10, 1_000), count(8, 1_000), 0.01)).toBeCloseTo(0.041789, 6);
    expect(nonInferiority(count(10, 1_000), count(8, 1_000), 0.01)).toBeCloseTo(0.04166, 3);
    const error = (q: number) => Math.sqrt(((q + 0.01) * (0.99 - q) + q * (1 - q)) / 1_000);
    const best = 0.0058306623;
    expect(restrictedError(count(10, 1_000), count(8, 1_000), 0.01)).toBeCloseTo(error(best), 9);
    expect(likelihood(best)).toBeGreaterThan(Math.max(likelihood(best + 1e-5), likelihood(best - 1e-5)));
    expect(likelihood(best)).toBeGreaterThan(likelihood(0.0058076117));
  });

  it('has the interval that is published for 7 and 1 of 34', () => {
    // Fagerland, Lydersen and Laake (2015), Statistical Methods in Medical Research 24, 224-254: .028 to .34.
    const { low, high } = scoreInterval(count(7, 34), count(1, 34), 0.025);
    expect([low.toFixed(3), high.toFixed(2)]).toEqual(['0.028', '0.34']);
  });

  it('holds exactly where the interval lies below the margin', () => {
    for (const hits of [40, 50, 55, 60, 65, 80]) {
      const [a, b] = [count(hits, 5_000), count(50, 4_000)];
      const p = nonInferiority(a, b, 0.005);
      expect(scoreInterval(a, b, 0.025).high < 0.005).toBe(p < 0.025);
      expect(scoreInterval(a, b, p).high).toBeCloseTo(0.005, 8);
    }
  });

  it('knows what no event says, and the ends', () => {
    // As Wilson's bound of none in n: z² / (n + z²).
    const { low, high } = scoreInterval(count(0, 100), count(0, 100), 0.025);
    expect(high).toBeCloseTo(3.8415 / 103.8415, 4);
    expect(low).toBeCloseTo(-high, 9);
    expect(scoreInterval(count(10, 10), count(0, 20), 0.025).high).toBe(1);
  });

  it('refuses a side with nothing', () => {
    expect(() => nonInferiority(count(0, 0), count(1, 2), 0.01)).toThrow(RangeError);
    expect(() => scoreInterval(count(1, 2), count(0, 0), 0.025)).toThrow(RangeError);
  });
});

describe('the always-valid interval', () => {
  it('is GrowthBook’s of a relative difference', () => {
    const [a, b] = [1_396 / 3_000, 2_422 / 3_461];
    // The variance of b / a by the delta method.
    const variance = (b * (1 - b)) / 3_461 / a ** 2 + ((a * (1 - a)) / 3_000) * (b / a ** 2) ** 2;
    const half = sequentialReach(6_461, 5_000, 0.05) * Math.sqrt(variance);
    expect([(b / a - 1 - half).toFixed(5), (b / a - 1 + half).toFixed(5)]).toEqual(['0.40098', '0.60675']);
  });

  it('reaches least about where it is tuned', () => {
    const at = [250, 500, 1_000, 2_000, 4_000].map((n) => sequentialReach(n, 1_000, 0.025));
    expect(at.indexOf(Math.min(...at))).toBe(2);
  });
});

describe('the sample ratio', () => {
  // Twice the smaller tail of scipy's binom.
  it.each([
    [0, 1, 0.01, 0.02],
    [3, 1, 0.01, 0.07880798],
    [25, 2, 0.01, 0.05949127257100862],
    [980, 0, 0.01, 0.00010556518211590822],
    [66, 49, 0.33, 0.03928756725462976],
    [7_000, 6_400, 0.5, 2.2742083830703076e-7],
    [5_003_000, 4_997_000, 0.5, 0.057821285315843185],
    [9_901_000, 99_000, 0.01, 0.001465854621118434],
    [5_000_000, 5_000_000, 0.5, 1],
    [1, 0, 0.01, 1],
    [0, 0, 0.5, 1],
  ])('of %d to %d with a share of %d is %d', (control, treatment, share, p) => {
    expect(Math.abs(sampleRatio(control, treatment, share) - p)).toBeLessThanOrEqual(1e-6 * p);
  });

  it('of 821,588 to 815,482 is not one half', () => {
    // Published with this example is chi-square's 1.82e-6, which is as good for so many.
    expect(sampleRatio(821_588, 815_482, 0.5).toExponential(2)).toBe('1.83e-6');
  });

  it('is the same whichever arm is called the treatment', () => {
    expect(sampleRatio(25, 2, 0.01)).toBeCloseTo(sampleRatio(2, 25, 0.99), 12);
  });
});

describe('the sign test', () => {
  // scipy's binomtest.
  it.each([
    [9, 1, 0.021484375],
    [23, 37, 0.09246098107292373],
    [7, 0, 0.015625],
    [600, 400, 2.728464156065947e-10],
    [30, 30, 1],
    [0, 0, 1],
  ])('of %d wins and %d losses is %d', (wins, losses, p) => {
    expect(Math.abs(signTest(wins, losses) - p)).toBeLessThanOrEqual(1e-9 * p);
  });
});
