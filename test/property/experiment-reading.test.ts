import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type ArmTally,
  type ExperimentReading,
  experimentReadingSchema,
  type Tally,
} from '../../shared/domain/experiment.ts';
import { readExperiment } from '../../shared/rules/experiment.ts';
import { metricText, readingText } from '../../shared/rules/experiment-words.ts';
import { noSums, type Sums, sumsOf } from '../../shared/statistics/sums.ts';
import { experimentPlan, onDay, shares, startedAt } from '../fixtures/experiments.ts';

const plan = experimentPlan();

/** Counts of every size, none and all the same among them. */
const hits = fc
  .oneof(fc.nat(3), fc.nat(40), fc.nat(5_000))
  .chain((n) => fc.oneof(fc.constant(0), fc.constant(n), fc.nat(n)).map((of) => shares(of, n)));
const answer = fc.integer({ min: 1, max: 5 });
const answers = fc.oneof(
  fc.array(answer, { maxLength: 30 }).map(sumsOf),
  fc.tuple(answer, fc.nat(5_000)).map(([same, n]) => ({ n, sum: same * n, sumSq: same ** 2 * n })),
);
const tallies: fc.Arbitrary<Tally> = fc.record({ approval: hits, edits: hits, csat: answers, violations: hits });
const arms: fc.Arbitrary<ArmTally> = fc.record({
  exposures: fc.integer({ min: 4_950, max: 5_050 }),
  metrics: tallies,
  intents: fc.uniqueArray(
    fc.record({ intent: fc.constantFrom('refund', 'delivery', null), exposures: fc.nat(500), metrics: tallies }),
    { selector: ({ intent }) => intent },
  ),
});
const days = fc.double({ min: 0, max: 400, noNaN: true });

const reading = (day: number, control: ArmTally, treatment: ArmTally) =>
  readExperiment(plan, { startedAt, now: onDay(day) }, { control, treatment });

function words(of: ExperimentReading): string {
  const ofMetrics = of.status === 'read' ? of.metrics.map((metric) => metricText(metric, plan)) : [];
  return JSON.stringify([readingText(of, plan), ofMetrics]);
}

/** The same with hits and misses changed: what was better is worse by as much. */
const turned = ({ n, sum }: Sums): Sums => shares(n - sum, n);

describe('the reading of an experiment, whatever was counted', () => {
  it('is plain data and whole sentences', () => {
    fc.assert(
      fc.property(days, arms, arms, (day, control, treatment) => {
        const read = reading(day, control, treatment);
        expect(experimentReadingSchema.parse(read)).toEqual(read);
        expect(words(read)).not.toMatch(/NaN|Infinity|undefined|null/);
      }),
    );
  });

  it('holds each estimate inside its interval, and calls for all passed or one failed', () => {
    fc.assert(
      fc.property(arms, arms, (control, treatment) => {
        const read = reading(14, control, treatment);
        if (read.status !== 'read') throw new Error(read.status);
        for (const { metric, difference } of read.metrics) {
          if (!difference) continue;
          const farthest = metric === 'csat' ? 4 : 1;
          expect(difference.low).toBeGreaterThanOrEqual(-farthest);
          expect(difference.high).toBeLessThanOrEqual(farthest);
          expect(difference.low).toBeLessThanOrEqual(difference.estimate + 1e-9);
          expect(difference.high).toBeGreaterThanOrEqual(difference.estimate - 1e-9);
        }
        const verdicts = read.metrics.map(({ verdict }) => verdict);
        expect(read.verdict === 'do_not_ship').toBe(verdicts.includes('failed'));
        expect(read.verdict === 'ship').toBe(verdicts.every((verdict) => verdict === 'passed'));
      }),
    );
  });

  it('never tells harm and its opposite, and none of arms that are the same', () => {
    fc.assert(
      fc.property(hits, hits, arms, (one, other, base) => {
        const arm = (edits: Sums): ArmTally => ({
          ...base,
          metrics: { approval: noSums, edits, csat: noSums, violations: noSums },
        });
        const harms = (control: Sums, treatment: Sums) => {
          const read = reading(3, arm(control), arm(treatment));
          return read.status === 'locked' ? read.harms : [];
        };
        const [forth, back] = [harms(one, other), harms(other, one)];
        expect(forth.length + back.length).toBeLessThanOrEqual(1);
        expect(harms(turned(one), turned(other))).toEqual(back);
        expect(harms(one, one)).toEqual([]);
      }),
    );
  });
});
