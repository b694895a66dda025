import { describe, expect, it } from 'vitest';
import type { ArmTally, ExperimentReading, Tally } from '../../shared/domain/experiment.ts';
import { readExperiment, unopened } from '../../shared/rules/experiment.ts';
import { experimentLook, looksMade } from '../../shared/rules/experiment-looks.ts';
import { metricText, readingText } from '../../shared/rules/experiment-words.ts';
import { headline, unreviewedText } from '../../shared/rules/live-experiment-words.ts';
import { sumsOf } from '../../shared/statistics/sums.ts';
import { armTally, experimentPlan, noTally, onDay, shares, startedAt } from '../fixtures/experiments.ts';

const plan = experimentPlan();

/** So many of 1,000 a metric; CSAT with a deviation of 1 around its mean. */
function arm({ approval = 600, edits = 300, csat = 3.8, violations = 10 } = {}, times = 7): ArmTally {
  const n = 1_000 * times;
  return armTally({
    approval: shares(approval * times, n),
    edits: shares(edits * times, n),
    csat: { n, sum: csat * n, sumSq: (csat ** 2 + 1) * n },
    violations: shares(violations * times, n),
  });
}
const good = { approval: 680, edits: 220, csat: 4.2 };

const readOn = (day: number, treatment: ArmTally, control = arm()) =>
  readExperiment(plan, { startedAt, now: onDay(day) }, { control, treatment });

function verdicts(reading: ExperimentReading) {
  if (reading.status !== 'read') return reading.status;
  const { approval, edits, csat, violations } = Object.fromEntries(reading.metrics.map((m) => [m.metric, m.verdict]));
  return [reading.verdict, approval, edits, csat, violations];
}

describe('the looks of an experiment', () => {
  it('are at the end of the planned days, and whenever it has become half as long again', () => {
    expect([0, 1, 2, 3, 4].map((index) => experimentLook(14, index).day)).toEqual([14, 21, 35, 56, 84]);
    expect([0, 13.99, 14, 20.99, 21, 35].map((day) => looksMade(14, startedAt, onDay(day)))).toEqual([
      0, 0, 1, 1, 2, 3,
    ]);
  });

  it('share one alpha, and never run out of it', () => {
    const spent = Array.from({ length: 50 }, (_, index) => experimentLook(14, index).alpha);
    expect(spent[0]).toBe(0.025);
    expect(spent.reduce((sum, alpha) => sum + alpha, 0)).toBeCloseTo(0.05, 12);
  });
});

describe('the reading of an experiment', () => {
  it('ships when approval, edits and CSAT are past their bars and violations surely do not rise too much', () => {
    expect(verdicts(readOn(14, arm(good)))).toEqual(['ship', 'passed', 'passed', 'passed', 'passed']);
  });

  it('passes an estimate exactly at its bar, and fails nobody for a hair', () => {
    const exact = { approval: 650, edits: 250, csat: 4 };
    expect(verdicts(readOn(14, arm(exact)))).toEqual(['ship', 'passed', 'passed', 'passed', 'passed']);
    expect(verdicts(readOn(14, arm({ ...exact, approval: 649 })))).toEqual([
      'keep_running',
      'open',
      'passed',
      'passed',
      'passed',
    ]);
  });

  it('keeps running while an interval is not clear of zero, and says for how long', () => {
    const reading = readOn(14, arm(good, 2), arm({}, 2));
    expect(verdicts(reading)).toEqual(['keep_running', 'passed', 'passed', 'passed', 'open']);
    // By day 56 each arm has 8,000 conversations for 2,000; 5,000 by day 35 are not quite enough.
    expect(reading).toMatchObject({ more: { conversations: 12_000, days: 42 }, nextLookAt: onDay(21) });
  });

  it('says so where no look ahead would settle it', () => {
    const little = readOn(14, arm({}, 0.05), arm({}, 0.05));
    expect(little).toMatchObject({ verdict: 'keep_running', more: null });
  });

  it.each([
    ['approval surely falls', { ...good, approval: 560 }, ['failed', 'passed', 'passed', 'passed']],
    ['edits surely rise', { ...good, edits: 340 }, ['passed', 'failed', 'passed', 'passed']],
    ['CSAT is surely short of its bar', { ...good, csat: 3.9 }, ['passed', 'passed', 'failed', 'passed']],
    [
      'violations are surely beyond their margin',
      { ...good, violations: 30 },
      ['passed', 'passed', 'passed', 'failed'],
    ],
  ])('does not ship when %s', (_, treatment, each) => {
    expect(verdicts(readOn(14, arm(treatment)))).toEqual(['do_not_ship', ...each]);
  });

  it('is locked until the planned days are over, and tells nothing of what is good', () => {
    expect(readOn(13.9, arm(good))).toEqual({ status: 'locked', opensAt: onDay(14), harms: [] });
    expect(readOn(3, arm({ ...good, violations: 40 }))).toEqual({
      status: 'locked',
      opensAt: onDay(14),
      harms: ['violations'],
    });
    const longer = experimentPlan({ days: 28 });
    const arms = { control: arm(), treatment: arm(good) };
    expect(readExperiment(longer, { startedAt, now: onDay(27) }, arms).status).toBe('locked');
  });

  it('stops at a sample ratio that fails, on any day', () => {
    for (const day of [2, 14, 30]) {
      const reading = readOn(day, { ...arm(good), exposures: 6_400 });
      expect(reading).toEqual({
        status: 'sample_ratio',
        exposures: { control: 7_000, treatment: 6_400 },
        p: expect.closeTo(2.3e-7, 8),
      });
    }
    const uneven = experimentPlan({
      arms: [
        { name: 'control', model: 'base', share: 8_000 },
        { name: 'treatment', model: 'tuned', share: 2_000 },
      ],
    });
    const arms = { control: { ...arm(), exposures: 28_000 }, treatment: arm(good) };
    expect(readExperiment(uneven, { startedAt, now: onDay(14) }, arms).status).toBe('read');
  });

  it('takes the first conversation for no wonder, though it comes to a treatment of one in a hundred', () => {
    const canary = experimentPlan({
      arms: [
        { name: 'control', model: 'base', share: 9_900 },
        { name: 'treatment', model: 'tuned', share: 100 },
      ],
    });
    const of = (control: number, treatment: number) =>
      readExperiment(
        canary,
        { startedAt, now: onDay(0.1) },
        { control: armTally(noTally, control), treatment: armTally(noTally, treatment) },
      ).status;
    expect([of(0, 1), of(3, 1), of(25, 2), of(0, 2)]).toEqual(['locked', 'locked', 'locked', 'sample_ratio']);
  });

  it('leaves open what is known in one arm only, or of one customer', () => {
    const { metrics } = arm();
    const unknown: Tally = { ...arm(good).metrics, csat: noTally.csat, edits: noTally.edits };
    expect(verdicts(readOn(14, armTally(unknown)))).toEqual(['keep_running', 'passed', 'open', 'open', 'passed']);
    const one = readOn(14, armTally({ ...metrics, csat: sumsOf([5]) }), armTally({ ...metrics, csat: sumsOf([3, 4]) }));
    if (one.status !== 'read' || !one.metrics[2]) throw new Error(one.status);
    expect(one.metrics[2]).toMatchObject({ verdict: 'open', difference: null });
    expect(metricText(one.metrics[2], plan)).toBe('5.00 against 3.50: too few to compare.');
  });

  it('shows intents, most conversations first, and decides nothing by them', () => {
    const ofIntent = (intent: string | null, times: number, rates = {}) => {
      const { exposures, metrics } = arm(rates, times);
      return { intent, exposures, metrics };
    };
    const control = { ...arm(), intents: [ofIntent('refund', 1), ofIntent('delivery', 5)] };
    const treatment = { ...arm(good), intents: [ofIntent(null, 1), ofIntent('delivery', 6, { approval: 400 })] };
    const reading = readOn(14, treatment, control);
    expect(reading).toMatchObject({
      verdict: 'ship',
      intents: [
        { intent: 'delivery', exposures: 11_000 },
        { intent: 'refund', exposures: 1_000 },
        { intent: null, exposures: 1_000 },
      ],
    });
    if (reading.status !== 'read') throw new Error(reading.status);
    expect(reading.intents[0]?.metrics[0]?.difference?.estimate).toBeCloseTo(-0.2, 12);
    expect(reading.intents[1]?.metrics[0]).toMatchObject({ treatment: null, difference: null });
  });
});

describe('a reading in words', () => {
  const reason = (reading: ExperimentReading) => readingText(reading, plan);
  const sentences = (reading: ExperimentReading) =>
    reading.status === 'read' ? reading.metrics.map((metric) => metricText(metric, plan)) : [];

  it('says what to do, and why', () => {
    expect(reason(readOn(14, arm(good)))).toEqual({
      title: 'Ship',
      reason:
        'Approval, edits and CSAT are past their bars and clear of zero, and policy violations surely below their margin.',
    });
    expect(reason(readOn(14, arm({ ...good, approval: 560, violations: 30 })))).toEqual({
      title: 'Do not ship',
      reason:
        'Approval is surely worse, −4.0 points (−5.9 to −2.1); ' +
        'policy violations are surely beyond the margin of +0.50 points, +2.00 points (+1.55 to +2.48).',
    });
    expect(reason(readOn(14, arm(good, 2), arm({}, 2)))).toEqual({
      title: 'Keep running',
      reason:
        'Policy violations cannot be told yet; about 12,000 more conversations from day 14 to day 56 settle it if all stays as it is.',
    });
    // It counts from the look, and says the same on every day until the next one.
    expect(reason(readOn(20, arm(good, 2), arm({}, 2)))).toEqual(reason(readOn(14, arm(good, 2), arm({}, 2))));
    expect(reason(readOn(14, arm({}, 0.05), arm({}, 0.05))).reason).toBe(
      'Approval, edits, CSAT and policy violations cannot be told yet; more of the same would hardly settle it.',
    );
  });

  it('sends nobody on with an experiment that has ended', () => {
    const all = { control: 2_000, treatment: 2_000 };
    const standing = { day: 14, countedUntil: onDay(14), exposures: all, reviewed: all, due: null, watch: null };
    const ended = (treatment: ArmTally) =>
      headline({ state: 'stopped', plan }, { ...standing, reading: readOn(14, treatment, arm({}, 2)) });
    expect(ended(arm(good, 2))).toEqual({
      title: 'Not settled',
      reason: 'Policy violations cannot be told; it has ended.',
    });
    expect(ended(arm({ ...good, approval: 560 }, 2)).title).toBe('Do not ship');
    const unread = { ...standing, reading: { status: 'due' as const, harms: [], empty: [] } };
    expect(headline({ state: 'stopped', plan }, unread).title).toBe('Ready to be opened');
    expect(headline({ state: 'decided', plan }, unread)).toEqual({
      title: 'No result',
      reason: 'It was decided before its result was opened, so it has none.',
    });
  });

  it('tells of a look that nobody has opened no more than before the first one', () => {
    const at = (treatment: ArmTally) => unopened(plan, { control: arm({}), treatment });
    expect(at(arm(good))).toEqual({ status: 'due', harms: [], empty: [] });
    expect(reason(at(arm(good)))).toEqual({
      title: 'Ready to be opened',
      reason: 'The planned days are over: opening the result tells how the arms compare, and fixes what it counts.',
    });
    expect(at(arm({ edits: 360, csat: 3.5 }))).toEqual({ status: 'due', harms: ['edits', 'csat'], empty: [] });
    expect(reason(at(arm({ edits: 360, csat: 3.5 }))).reason).toMatch(
      /^Surely worse with the treatment: edits and CSAT\. The/,
    );
    expect(at({ ...arm(good), exposures: 6_400 }).status).toBe('sample_ratio');
  });

  it('has nothing to open where an arm is empty', () => {
    const none = { ...arm({}), exposures: 0 };
    const few = { ...none, exposures: 2 };
    for (const [arms, where] of [
      [{ control: none, treatment: none }, 'either arm'],
      [{ control: none, treatment: few }, 'control'],
      [{ control: few, treatment: none }, 'the treatment'],
    ] as const)
      expect(reason(unopened(plan, arms))).toEqual({
        title: 'Nothing to compare',
        reason: expect.stringContaining(`no conversation has come to ${where}. See that`),
      });
  });

  it('says of a look that may be opened that its conversations are not all reviewed', () => {
    const exposures = { control: 7_000, treatment: 2_000 };
    const told = (review_share: number, control: number, treatment: number) =>
      unreviewedText({ review_share }, { due: { look: 0, exposures, reviewed: { control, treatment } } });
    expect(told(10_000, 500, 900)).toBe(
      'Of about 4,000 conversations that the plan reviews, 2,600 have no verdict yet. The result counts what is ' +
        'known when it is opened; what comes later waits for the next look.',
    );
    // Of the larger arm as many as of the smaller one, and no more than the plan asks for.
    for (const [share, control, treatment] of [
      [10_000, 1_960, 2_000],
      [10_000, 2_040, 1_830],
      [5_000, 990, 1_000],
    ] as const)
      expect(told(share, control, treatment)).toBeNull();
    expect(unreviewedText({ review_share: 10_000 }, { due: null })).toBeNull();
  });

  it('says before the result can be opened only when that is, and what is worse', () => {
    expect(reason(readOn(3, arm(good)))).toEqual({
      title: 'Locked',
      reason: 'No metric is surely worse; the result can be opened from 16 Nov 2026 on.',
    });
    expect(reason(readOn(3, arm({ edits: 360, csat: 3.5 })))).toEqual({
      title: 'Harm',
      reason: 'Surely worse with the treatment: edits and CSAT.',
    });
  });

  it('says why nothing can be read', () => {
    expect(reason(readOn(14, { ...arm(good), exposures: 6_400 }))).toEqual({
      title: 'Not readable',
      reason:
        '7,000 conversations came to control and 6,400 to the treatment, and 50 to 50 was meant: ' +
        'something decides who is seen, and no comparison can be trusted. ' +
        'Find what loses or repeats the conversations of one arm, and begin a new experiment.',
    });
  });

  it('says of each metric where it stands', () => {
    expect(sentences(readOn(14, arm({ ...good, edits: 265, csat: 3.85 })))).toEqual([
      '68.0 % against 60.0 %, +8.0 points (+6.2 to +9.8): past the bar of +5.0 points and clear of zero.',
      '26.5 % against 30.0 %, −3.5 points (−5.2 to −1.8): surely better, short of the bar of −5.0 points so far.',
      '3.85 against 3.80, +0.05 (+0.01 to +0.09): surely short of the bar of +0.20.',
      '1.00 % against 1.00 %, 0.00 points (−0.33 to +0.33): surely below the margin of +0.50 points.',
    ]);
    expect(sentences(readOn(14, arm({ approval: 649.6 }, 10), arm({}, 10)))[0]).toBe(
      '65.0 % against 60.0 %, +4.96 points (+3.4 to +6.5): surely better, short of the bar of +5.0 points so far.',
    );
    expect(sentences(readOn(14, arm({}, 0.1), arm({}, 0.1)))[0]).toMatch(/: not clear of zero\.$/);
    expect(sentences(readOn(14, armTally(noTally, 7_000), arm()))[0]).toBe(
      'Nothing is known of approval in the treatment.',
    );
  });
});
