import { describe, expect, it } from 'vitest';
import { type Metric, metrics } from '../../shared/domain/experiment.ts';
import { readExperiment } from '../../shared/rules/experiment.ts';
import { experimentLook } from '../../shared/rules/experiment-looks.ts';
import { compare, gain, metricVerdict } from '../../shared/rules/experiment-metric.ts';
import { plannedConversations } from '../../shared/rules/experiment-plan.ts';
import { pooledTest } from '../../shared/statistics/pooled.ts';
import { mean } from '../../shared/statistics/sums.ts';
import {
  type Arms,
  addArms,
  armTally,
  asToday,
  better,
  csatMean,
  drawArms,
  drawExclusive,
  drawPeriods,
  drawTally,
  experimentPlan,
  onDay,
  startedAt,
  type Truths,
} from '../fixtures/experiments.ts';
import { seeded } from '../fixtures/random.ts';
import { possible, shown } from '../fixtures/rates.ts';

const plan = experimentPlan();

/** As long as a team would wait: days 14, 21, 35, 56 and 84. */
const looks = Array.from({ length: 5 }, (_, index) => experimentLook(plan.days, index));

const differenceOf = ({ control, treatment }: Truths): Record<Metric, number> => ({
  approval: treatment.approval - control.approval,
  edits: treatment.edits - control.edits,
  csat: csatMean(treatment) - csatMean(control),
  violations: treatment.violations - control.violations,
});

const each = (hits: Record<Metric, number>, n: number) => metrics.map((m) => `${m} ${shown(hits[m], n)}`).join(', ');
const none = (): Record<Metric, number> => ({ approval: 0, edits: 0, csat: 0, violations: 0 });

/** An experiment of so many conversations a day in each arm, as each look sees it. */
const drawLooks = (random: () => number, perDay: number, truths: Truths) =>
  drawPeriods(
    random,
    looks.map(({ day }, index) => (day - (looks[index - 1]?.day ?? 0)) * perDay),
    truths,
  ).map((arms, index) => ({ arms, alpha: experimentLook(plan.days, index).alpha }));

/** Runs experiments through all looks, and counts those in which a metric is ever found to be so. */
function everFound(
  times: number,
  perDay: number,
  truths: Truths,
  seed: number,
  found: (metric: Metric, arms: Arms, alpha: number) => boolean,
): Record<Metric, number> {
  const random = seeded(seed);
  const ever = none();
  for (let time = 0; time < times; time++) {
    const seen = drawLooks(random, perDay, truths);
    for (const metric of metrics) if (seen.some(({ arms, alpha }) => found(metric, arms, alpha))) ever[metric]++;
  }
  return ever;
}

const comparison = (metric: Metric, { control, treatment }: Arms, alpha: number) =>
  compare(metric, control[metric], treatment[metric], alpha);

describe('intervals at the looks that the product allows', () => {
  it.each<[string, number, Truths]>([
    ['no effect, 50 a day and arm', 50, { control: asToday, treatment: asToday }],
    ['no effect, 500 a day and arm', 500, { control: asToday, treatment: asToday }],
    ['all effects, 500 a day and arm', 500, { control: asToday, treatment: better }],
    ['violations up to their margin', 500, { control: asToday, treatment: { ...asToday, violations: 0.015 } }],
  ])('cover the truth at least 95 times of 100: %s', (name, perDay, truths) => {
    const times = 2_000;
    const truth = differenceOf(truths);
    const atLook = looks.map(none);
    const always = none();
    const random = seeded(14);
    for (let time = 0; time < times; time++) {
      const seen = drawLooks(random, perDay, truths);
      for (const metric of metrics) {
        const covers = seen.map(({ arms, alpha }) => {
          const { difference } = comparison(metric, arms, alpha);
          return difference !== null && difference.low <= truth[metric] && truth[metric] <= difference.high;
        });
        for (const [index, hits] of atLook.entries()) if (covers[index]) hits[metric]++;
        if (covers.every(Boolean)) always[metric]++;
      }
    }
    const worst = none();
    for (const metric of metrics) worst[metric] = Math.min(...atLook.map((hits) => hits[metric]));
    console.log(`coverage, ${name}: worst look ${each(worst, times)}; all looks at once ${each(always, times)}`);
    for (const metric of metrics) {
      expect(possible(worst[metric], times).high).toBeGreaterThanOrEqual(0.95);
      // Violations are asked about on one side: each bound may miss once in twenty.
      expect(possible(always[metric], times).high).toBeGreaterThanOrEqual(metric === 'violations' ? 0.9 : 0.95);
    }
  });
});

describe('the interval of CSAT', () => {
  const ones = (share: number): readonly number[] => [share, 0, 0, 0, 1 - share];
  it.each<[string, readonly number[], readonly number[], number, number]>([
    ['5 of 100 say 1, a small treatment', ones(0.05), ones(0.05), 20, 180],
    ['5 of 100 say 1, a larger one', ones(0.05), ones(0.05), 50, 450],
    ['2 of 100 say 1', ones(0.02), ones(0.02), 50, 450],
    ['only the treatment has some who say 1', ones(0.02), [0, 0, 0, 0.1, 0.9], 20, 180],
    ['as it is today', asToday.csat, asToday.csat, 20, 180],
  ])('covers the truth of few answers at least 95 times of 100: %s', (name, treatment, control, few, many) => {
    const times = 4_000;
    const random = seeded(15);
    const truth = csatMean({ ...asToday, csat: treatment }) - csatMean({ ...asToday, csat: control });
    const hits = { covers: 0, holds: 0, known: 0 };
    for (let time = 0; time < times; time++) {
      const arms: Arms = {
        control: drawTally(random, many, { ...asToday, csat: control }),
        treatment: drawTally(random, few, { ...asToday, csat: treatment }),
      };
      const { difference } = comparison('csat', arms, experimentLook(plan.days, 0).alpha);
      if (difference === null) continue;
      hits.known++;
      if (difference.low <= truth && truth <= difference.high) hits.covers++;
      if (difference.low <= difference.estimate && difference.estimate <= difference.high) hits.holds++;
    }
    console.log(`CSAT of ${few} and ${many}, ${name}: covers ${shown(hits.covers, hits.known)}`);
    expect(hits.holds).toBe(hits.known);
    expect(possible(hits.covers, hits.known).high).toBeGreaterThanOrEqual(0.95);
  });
});

describe('claims over all looks', () => {
  const nothing = { control: asToday, treatment: asToday };
  const daily = (size: number) => Array.from({ length: plan.days }, () => size);

  it('of better or worse are wrong at most once in twenty per metric, and naive daily ones are not', () => {
    const times = 3_000;
    const claims = everFound(times, 500, nothing, 21, (metric, arms, alpha) => {
      const found = comparison(metric, arms, alpha);
      if (metricVerdict(found, plan.criteria) === 'passed') return metric !== 'violations';
      // Short of its bar a metric truly is.
      return found.difference !== null && metric !== 'violations' && gain(metric, found.difference).high < 0;
    });
    const random = seeded(22);
    const naive = none();
    for (let time = 0; time < times; time++) {
      const days = drawPeriods(random, daily(500), nothing);
      for (const metric of metrics)
        if (days.some(({ control, treatment }) => pooledTest(treatment[metric], control[metric]).p < 0.05))
          naive[metric]++;
    }
    console.log(`false claims at the null, looks: ${each(claims, times)}; naive daily: ${each(naive, times)}`);
    for (const metric of metrics) {
      expect(possible(claims[metric], times).low).toBeLessThanOrEqual(0.05);
      expect(possible(naive[metric], times).low).toBeGreaterThan(0.05);
    }
  });

  it('of a naive daily reader pass approval alone about nine times of a hundred', () => {
    const times = 4_000;
    const random = seeded(23);
    const approved = { ...asToday, approval: 0.8 };
    let passed = 0;
    for (let time = 0; time < times; time++) {
      const days = drawPeriods(random, daily(65), { control: approved, treatment: approved });
      const passes = days.some(({ control, treatment }) => {
        const [known, seen] = [control.approval, treatment.approval];
        return pooledTest(seen, known).z > 1.96 && mean(seen) - mean(known) >= plan.criteria.approval.bar;
      });
      if (passes) passed++;
    }
    console.log(`naive daily reader passes approval at the null: ${shown(passed, times)}`);
    expect(possible(passed, times).low).toBeGreaterThan(0.05);
  });

  it('of violations below their margin are wrong at most once in twenty, as are those of violations beyond it', () => {
    const times = 3_000;
    const atMargin = { control: asToday, treatment: { ...asToday, violations: 0.015 } };
    const claims = (verdict: 'passed' | 'failed') =>
      everFound(
        times,
        500,
        atMargin,
        31,
        (metric, arms, alpha) =>
          metric === 'violations' && metricVerdict(comparison(metric, arms, alpha), plan.criteria) === verdict,
      ).violations;
    const [passed, failed] = [claims('passed'), claims('failed')];
    console.log(`violations at the margin: passed ${shown(passed, times)}, failed ${shown(failed, times)}`);
    expect(possible(passed, times).low).toBeLessThanOrEqual(0.05);
    expect(possible(failed, times).low).toBeLessThanOrEqual(0.05);
  });

  it('of a bar that is missed are wrong at most once in twenty where the effect is exactly the bar', () => {
    const times = 3_000;
    const csat = [0.03, 0.06, 0.16, 0.38, 0.37];
    const atBar = { control: asToday, treatment: { ...asToday, approval: 0.65, edits: 0.25, csat } };
    expect(differenceOf(atBar).csat).toBeCloseTo(0.2, 12);
    const failed = everFound(
      times,
      500,
      atBar,
      41,
      (metric, arms, alpha) => metricVerdict(comparison(metric, arms, alpha), plan.criteria) === 'failed',
    );
    console.log(`failed where the effect is the bar: ${each(failed, times)}`);
    for (const metric of metrics) expect(possible(failed[metric], times).low).toBeLessThanOrEqual(0.05);
  });
});

describe('an experiment of the planned size', () => {
  const effects = { control: asToday, treatment: better };
  const read = ({ control, treatment }: Arms, day: number) =>
    readExperiment(
      plan,
      { startedAt, now: onDay(day) },
      { control: armTally(control), treatment: armTally(treatment) },
    );

  it('ships at the first look at least 80 times of 100 when the effects are true', () => {
    const times = 6_000;
    const total = 4 * Math.ceil((plannedConversations(plan) ?? 0) / 4);
    const random = seeded(51);
    const shipped = { apart: 0, together: 0, second: 0 };
    const ships = (arms: Arms, day: number) => {
      const reading = read(arms, day);
      return reading.status === 'read' && reading.verdict === 'ship';
    };
    for (let time = 0; time < times; time++) {
      const first = drawArms(random, total / 2, effects);
      const week = drawArms(random, total / 4, effects);
      if (ships(first, 14)) shipped.apart++;
      if (ships(first, 14) || ships(addArms(first, week), 21)) shipped.second++;
      if (ships(drawArms(random, total / 2, effects, drawExclusive), 14)) shipped.together++;
    }
    console.log(
      `ships with ${total} conversations: ${shown(shipped.apart, times)} at day 14, ${shown(shipped.second, times)} by day 21; ` +
        `approval and edits exclusive ${shown(shipped.together, times)}`,
    );
    for (const hits of Object.values(shipped)) expect(possible(hits, times).high).toBeGreaterThanOrEqual(0.8);
  });

  it('hardly ever ships where nothing is better, and says so where it is worse', () => {
    const times = 500;
    const random = seeded(52);
    const worse = { control: better, treatment: asToday };
    const verdicts = { nothing: 0, worse: 0 };
    for (let time = 0; time < times; time++) {
      const first = read(drawArms(random, 7_000, { control: asToday, treatment: asToday }), 14);
      const second = read(drawArms(random, 7_000, worse), 14);
      if (first.status === 'read' && first.verdict === 'ship') verdicts.nothing++;
      if (second.status === 'read' && second.verdict === 'do_not_ship') verdicts.worse++;
    }
    console.log(`ships nothing ${shown(verdicts.nothing, times)}, stops worse ${shown(verdicts.worse, times)}`);
    expect(verdicts.nothing).toBe(0);
    expect(verdicts.worse).toBe(times);
  });

  it('ships as often as was simulated elsewhere in one look at 5 %', () => {
    const times = 2_000;
    const random = seeded(53);
    const ships = (size: number) => {
      let hits = 0;
      for (let time = 0; time < times; time++) {
        const arms = drawArms(random, size, effects);
        if (metrics.every((m) => metricVerdict(comparison(m, arms, 0.05), plan.criteria) === 'passed')) hits++;
      }
      return hits;
    };
    const [few, many] = [ships(905), ships(4_897)];
    console.log(`one look at 5 %: ships ${shown(few, times)} with 905 an arm, ${shown(many, times)} with 4,897`);
    // 23 % and 80 %.
    expect(few / times).toBeCloseTo(0.23, 1);
    expect(many / times).toBeCloseTo(0.8, 1);
  });
});
