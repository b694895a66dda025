import { describe, expect, it } from 'vitest';
import { approvalFindings } from '../../electron/service/readiness/approval.ts';
import { looksAt } from '../../electron/service/readiness/looks.ts';
import { trendOf } from '../../electron/service/readiness/trend.ts';
import { weekOf } from '../../electron/service/readiness/week.ts';
import { approvalVerdict, series } from '../fixtures/approval.ts';

const flat = (hundreds: number, approved = 80) => series(Array.from({ length: hundreds }, () => approved));

describe('the trend of production approval', () => {
  it.each([
    ['rising', [60, 60, 62, 65, 68, 72, 75, 78, 80, 80], 'not met'],
    ['plateaued', Array.from({ length: 10 }, () => 80), 'met'],
    ['plateaued', Array.from({ length: 5 }, () => 79), 'met'],
    ['falling', [80, 80, 80, 78, 76, 72, 70, 68, 66, 64], 'not met'],
    ['unknown', Array.from({ length: 4 }, () => 80), 'cannot tell'],
    // A plateau above the bar is none: nothing is left to gain.
    ['unknown', Array.from({ length: 10 }, () => 92), 'cannot tell'],
  ])('is %s in %j', (trend, perHundred, verdict) => {
    expect(approvalFindings(series(perHundred)).trend).toMatchObject({ trend, verdict });
  });

  it('says of a flat series that is too short how many labels would settle it', () => {
    expect(approvalFindings(flat(4)).trend.settle).toEqual({ toNextLook: 100, toDecide: 100 });
    // So close to the bar no look that anybody will wait for tells.
    expect(approvalFindings(flat(4, 84)).trend.settle).toEqual({ toNextLook: 100, toDecide: null });
    expect(approvalFindings([]).trend.settle).toEqual({ toNextLook: 100, toDecide: null });
  });

  it('expects a plateau where a rise has just ended', () => {
    const { settle, trend } = approvalFindings(series([74, 74, 74, 74, 74, 78, 78, 78, 78, 78])).trend;
    expect(trend).toBe('unknown');
    expect(settle).toEqual({ toNextLook: 500, toDecide: 500 });
  });

  it('is looked at only when so many labels are there, each look at a lower price', () => {
    const looks = approvalFindings(flat(17)).trend.looks;
    expect(looks.map(({ labels, recent }) => [labels, recent.n])).toEqual([
      [100, 50],
      [250, 125],
      [500, 250],
      [1_000, 500],
      [1_500, 500],
    ]);
    const spent = looksAt(100_000).reduce((sum, { alpha }) => sum + alpha, 0);
    expect(spent).toBeLessThanOrEqual(0.05);
    expect(spent).toBeGreaterThan(0.0499);
  });

  it('stays able to tell however many labels there are', () => {
    for (const plan of looksAt(1_000_000).slice(3)) {
      const half = { hits: 0.8 * plan.half, n: plan.half };
      expect(trendOf({ older: half, recent: half }, plan.alpha)).toBe('plateaued');
      expect(2 * plan.half).toBeLessThanOrEqual(plan.labels);
    }
  });

  it('does not change between two looks, whatever comes in', () => {
    const bad = Array.from({ length: 99 }, (_, i) => approvalVerdict(1_000 + i, { decision: 'reject' }));
    const before = approvalFindings(flat(10));
    const after = approvalFindings([...flat(10), ...bad]);
    expect(after.trend).toEqual(before.trend);
    expect(after.approval.approval).toEqual(before.approval.approval);
  });

  it('follows the time of the answers, not that in which they were labeled', () => {
    const shuffled = series([60, 60, 60, 60, 60, 80, 80, 80, 80, 80]).map((verdict, index) => ({
      ...verdict,
      committedAt: new Date(Date.parse('2026-11-01T00:00:00Z') + ((index * 617) % 1_000) * 1_000).toISOString(),
    }));
    expect(approvalFindings(shuffled).trend).toMatchObject({ trend: 'rising' });
  });
});

describe('production approval', () => {
  it('is below the bar, not below it, or too close to it', () => {
    expect(approvalFindings(flat(10, 80)).approval).toMatchObject({ verdict: 'met', approval: { share: 0.8, n: 500 } });
    expect(approvalFindings(flat(10, 92)).approval).toMatchObject({ verdict: 'not met', settle: null });
    expect(approvalFindings(flat(10, 85)).approval).toMatchObject({
      verdict: 'cannot tell',
      settle: { toNextLook: 500, toDecide: null },
    });
  });

  it('sees early only what is plain', () => {
    expect(approvalFindings(flat(1, 40)).approval.verdict).toBe('met');
    expect(approvalFindings(flat(1, 78)).approval).toMatchObject({ verdict: 'cannot tell', lookedAt: 100 });
  });

  it('counts plain approvals only', () => {
    const verdicts = series([100]).map((verdict) => ({ ...verdict, decision: 'edit' as const }));
    expect(approvalFindings(verdicts).approval.approval).toMatchObject({ hits: 0 });
  });

  it('counts first-pass labels in random order, one a sample', () => {
    const { approval } = approvalFindings([
      approvalVerdict(1),
      // Changed by the same labeler, in whatever queue.
      approvalVerdict(2, { sampleId: 'sample 1', decision: 'reject' }),
      approvalVerdict(3, { sampleId: 'sample 1', labelerId: 'bob', decision: 'reject' }),
      approvalVerdict(4, { strategy: 'least_confident', decision: 'reject' }),
      // A first look that was not at random, and a change that was.
      approvalVerdict(5, { sampleId: 'sample 4' }),
    ]);
    expect(approval).toMatchObject({
      labels: 1,
      approval: { hits: 1, n: 1, confidence: 0.95 },
      lookedAt: null,
      leftOut: { changed: 2, secondLabelers: 1, notRandom: 1, otherVersions: 0 },
    });
  });

  it('is that of the newest version alone, and unnamed is a version', () => {
    const { approval } = approvalFindings([
      approvalVerdict(9, { promptVersion: 'v8', decision: 'edit' }),
      // Labeled last, and answered first.
      approvalVerdict(1, { committedAt: '2026-12-01T00:00:00Z' }),
      approvalVerdict(2, { model: null, promptVersion: null }),
    ]);
    expect(approval.version).toEqual({ model: 'm', promptVersion: 'v8' });
    expect(approval).toMatchObject({ labels: 1, leftOut: { otherVersions: 2 } });
    expect(approval.versions).toEqual([
      { model: 'm', promptVersion: 'v8', labels: 1, approved: 0 },
      { model: null, promptVersion: null, labels: 1, approved: 1 },
      { model: 'm', promptVersion: 'v7', labels: 1, approved: 1 },
    ]);
  });

  it('is shown by ISO week, in UTC', () => {
    const at = (answeredAt: string, index: number) => approvalVerdict(index, { answeredAt });
    const { approval } = approvalFindings([
      at('2026-11-09T00:30:00+02:00', 1),
      at('2026-11-09T00:00:00Z', 2),
      at('2026-11-15T23:59:59Z', 3),
    ]);
    expect(approval.weeks.map(({ week, monday, n }) => [week, monday, n])).toEqual([
      ['2026-W45', '2026-11-02', 1],
      ['2026-W46', '2026-11-09', 2],
    ]);
  });

  it.each([
    ['2026-01-01', '2026-W01', '2025-12-29'],
    ['2027-01-03', '2026-W53', '2026-12-28'],
    ['2024-12-30', '2025-W01', '2024-12-30'],
    ['2021-01-03', '2020-W53', '2020-12-28'],
  ])('%s is in %s', (date, week, monday) => {
    expect(weekOf(Date.parse(`${date}T12:00:00Z`))).toEqual({ week, monday });
  });
});
