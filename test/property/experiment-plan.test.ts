import { describe, expect, it } from 'vitest';
import type { ExperimentPlan } from '../../shared/domain/experiment.ts';
import { experimentLook } from '../../shared/rules/experiment-looks.ts';
import { compare, metricVerdict } from '../../shared/rules/experiment-metric.ts';
import { plannedConversations } from '../../shared/rules/experiment-plan.ts';
import { asToday, better, drawTally, experimentPlan } from '../fixtures/experiments.ts';
import { seeded } from '../fixtures/random.ts';
import { possible, shown } from '../fixtures/rates.ts';

type Chances = readonly number[];

/** So many hundredths go to the treatment; one customer in twenty says how content they are. */
function planOf(treatment: number, expected: number, csatDeviation: number): ExperimentPlan {
  const plan = experimentPlan();
  const [control, treated] = plan.arms;
  return {
    ...plan,
    arms: [
      { ...control, share: 10_000 - 100 * treatment },
      { ...treated, share: 100 * treatment },
    ],
    criteria: { ...plan.criteria, csat: { bar: 0.2, expected } },
    baseline: { ...plan.baseline, csatDeviation },
    traffic: { perDay: 100, answered: 0.05 },
  };
}

describe('CSAT in an experiment of the size that it alone is planned with', () => {
  // Around 4 the first three have a deviation of .6.
  it.each<[string, ExperimentPlan, Chances, Chances]>([
    ['half and half', planOf(50, 0.4, 0.6), [0, 0, 0.3, 0.6, 0.1], [0, 0, 0.1, 0.6, 0.3]],
    ['a large effect', planOf(50, 0.8, 0.6), [0, 0, 0.46, 0.48, 0.06], [0, 0, 0.06, 0.48, 0.46]],
    ['a small treatment', planOf(20, 0.4, 0.6), [0, 0, 0.3, 0.6, 0.1], [0, 0, 0.1, 0.6, 0.3]],
    ['answers that vary more', planOf(50, 0.4, 1), asToday.csat, better.csat],
  ])('passes at least 80 times of 100 however few answers that takes: %s', (name, plan, control, treatment) => {
    const times = 4_000;
    const random = seeded(61);
    const { alpha } = experimentLook(plan.days, 0);
    const answered = (plannedConversations(plan, ['csat']) ?? 0) * plan.traffic.answered;
    const [ofControl, ofTreatment] = plan.arms.map(({ share }) => Math.round((answered * share) / 10_000));
    const draw = (n: number | undefined, csat: Chances) => drawTally(random, n ?? 0, { ...asToday, csat }).csat;
    let passed = 0;
    for (let time = 0; time < times; time++) {
      const comparison = compare('csat', draw(ofControl, control), draw(ofTreatment, treatment), alpha);
      if (metricVerdict(comparison, plan.criteria) === 'passed') passed++;
    }
    console.log(`CSAT of ${ofControl} and ${ofTreatment}, ${name}: passes ${shown(passed, times)}`);
    expect(possible(passed, times).high).toBeGreaterThanOrEqual(0.8);
  });
});
