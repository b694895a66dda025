import { describe, expect, it } from 'vitest';
import { compare, metricVerdict } from '../../shared/rules/experiment-metric.ts';
import { type Sums, sumsOf } from '../../shared/statistics/sums.ts';
import { experimentPlan } from '../fixtures/experiments.ts';

const plan = experimentPlan();

describe('the comparison of CSAT', () => {
  it('compares answers that are all the same, and never beyond the ends of their scale', () => {
    const all = (answer: number, n: number) => ({ n, sum: answer * n, sumSq: answer ** 2 * n });
    const csat = (control: Sums, treatment: Sums) => {
      const { difference, ...comparison } = compare('csat', control, treatment, 0.025);
      if (!difference) throw new Error('none');
      return { ...difference, verdict: metricVerdict({ ...comparison, difference }, plan.criteria) };
    };
    const apart = csat(all(3, 5_000), all(5, 5_000));
    expect(apart).toMatchObject({ estimate: 2, verdict: 'passed' });
    expect([apart.low, apart.high]).toEqual([expect.closeTo(1.997, 3), expect.closeTo(2.001, 3)]);
    expect(csat(all(5, 4), all(5, 4)).verdict).toBe('open');
    expect(csat(all(1, 2), sumsOf([5, 5, 4]))).toMatchObject({ high: 4, verdict: 'open' });
    expect(csat(sumsOf([5, 5, 4]), all(1, 2)).low).toBe(-4);
  });
});
