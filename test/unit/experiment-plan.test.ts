import { describe, expect, it } from 'vitest';
import { experimentPlanSchema } from '../../shared/domain/experiment.ts';
import { jointPower, plannedConversations, projectedDay } from '../../shared/rules/experiment-plan.ts';
import { experimentPlan } from '../fixtures/experiments.ts';

const plan = experimentPlan();

describe('the plan of an experiment', () => {
  it('has the guide’s criteria, and is half and half for 14 days', () => {
    expect(plan).toMatchObject({
      days: 14,
      review_share: 10_000,
      criteria: {
        approval: { bar: 0.05 },
        edits: { bar: 0.05 },
        csat: { bar: 0.2 },
        violations: { margin: 0.005 },
      },
    });
  });

  it.each([
    ['shares that do not add up', { arms: [plan.arms[0], { ...plan.arms[1], share: 4_000 }] }],
    ['its arms in another order', { arms: [plan.arms[1], plan.arms[0]] }],
    ['no days', { days: 0 }],
    ['no margin', { criteria: { ...plan.criteria, violations: { margin: 0 } } }],
    ['an effect that is expected at its bar', { criteria: { ...plan.criteria, csat: { bar: 0.2, expected: 0.2 } } }],
    ['more than all approved', { baseline: { ...plan.baseline, approval: 0.95 } }],
    ['fewer than no edits', { baseline: { ...plan.baseline, edits: 0.05 } }],
  ])('is refused with %s', (_, change) => {
    expect(experimentPlanSchema.safeParse({ ...plan, ...change }).success).toBe(false);
  });
});

describe('the power of a plan', () => {
  const guide = experimentPlan({
    baseline: { ...plan.baseline, approval: 0.8 },
    traffic: { perDay: 100, answered: 1 },
  });

  it('ships in one look at 5 % as often as was simulated: 23 % with 905 an arm, 80 % near 4,897', () => {
    expect(jointPower(guide, 2 * 905, 0.05)).toBeCloseTo(0.23, 1);
    expect(jointPower(guide, 2 * 4_897, 0.05)).toBeCloseTo(0.8, 1);
  });

  it('of a criterion without a bar is that of its sample size', () => {
    const criteria = { ...plan.criteria, approval: { bar: 0, expected: 0.05 }, edits: { bar: 0, expected: 0.05 } };
    expect(jointPower({ ...guide, criteria }, 2 * 905.4, 0.05, ['approval'])).toBeCloseTo(0.8, 4);
    expect(jointPower({ ...guide, criteria }, 2 * 1_250.7, 0.05, ['edits'])).toBeCloseTo(0.8, 4);
  });

  it('stays under the half that an effect at its bar would give, however many there are', () => {
    const criteria = { ...plan.criteria, approval: { bar: 0.05, expected: 0.0501 } };
    expect(jointPower({ ...plan, criteria }, 20_000, 0.025, ['approval'])).toBeLessThan(0.51);
    expect(
      plannedConversations({ ...plan, criteria: { ...criteria, approval: { bar: 0.05, expected: 0.05 + 1e-9 } } }),
    ).toBeNull();
  });

  it('asks for as many as the criterion that needs most, and a little more', () => {
    const together = plannedConversations(plan) ?? 0;
    const alone = plannedConversations(plan, ['violations']) ?? 0;
    expect(jointPower(plan, together, 0.025)).toBeGreaterThanOrEqual(0.8);
    expect(jointPower(plan, together - 1, 0.025)).toBeLessThan(0.8);
    expect(together).toBeGreaterThanOrEqual(alone);
    expect(alone).toBeGreaterThan(plannedConversations(plan, ['approval']) ?? 0);
  });

  it('asks for more where less becomes known', () => {
    const all = plannedConversations(plan) ?? 0;
    expect(plannedConversations({ ...plan, review_share: 5_000 })).toBeCloseTo(2 * all, -1);
    const rare = { ...plan, traffic: { perDay: 100, answered: 0.01 } };
    expect(plannedConversations(rare, ['csat'])).toBeCloseTo(100 * (plannedConversations(plan, ['csat']) ?? 0), -3);
    const [control, treatment] = plan.arms;
    const uneven = experimentPlan({
      arms: [
        { ...control, share: 8_000 },
        { ...treatment, share: 2_000 },
      ],
    });
    expect(plannedConversations(uneven, ['approval'])).toBeCloseTo(
      2.5 * (plannedConversations(plan, ['approval']) ?? 0),
      -1,
    );
  });

  it('of many answers knows nothing of those that the interval adds, and of few knows them', () => {
    const answersOf = (expected: number) => {
      const csat = { ...plan, criteria: { ...plan.criteria, csat: { bar: 0, expected } } };
      return (plannedConversations(csat, ['csat']) ?? 0) / 2;
    };
    // Without them: two variances of 1, and the quantiles of .9875 and .8.
    const without = (expected: number) => (2 * (2.2414 + 0.8416) ** 2) / expected ** 2;
    const more = [0.02, 0.0689, 1].map((expected) => answersOf(expected) / without(expected));
    expect(more).toEqual([expect.closeTo(1, 3), expect.closeTo(1.005, 2), expect.closeTo(1.5, 0)]);
    expect(more[2]).toBeGreaterThan(1.2);
  });

  it('ends at the first look that has it at the plan’s traffic', () => {
    const at = (perDay: number) => projectedDay({ ...plan, traffic: { perDay, answered: 1 } });
    // 12,934 conversations are there by day 14 with 924 a day.
    expect(at(924)).toBe(14);
    expect(at(923)).toBe(21);
    expect(at(300)).toBe(84);
    expect(at(1)).toBeNull();
  });
});
