import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { approvalFindings } from '../../electron/service/readiness/approval.ts';
import { coverageFinding } from '../../electron/service/readiness/coverage.ts';
import { weekOf } from '../../electron/service/readiness/week.ts';
import type { ApprovalFinding } from '../../shared/domain/readiness.ts';
import { approvalPlot, approvalTable, leftOutText } from '../../shared/plots/approval.ts';
import { coverageRows, funnelRows } from '../../shared/plots/bars.ts';
import type { Plot, Shape } from '../../shared/plots/plot.ts';
import { scorePlots, scoresTable } from '../../shared/plots/scores.ts';
import { wilson } from '../../shared/statistics/wilson.ts';
import { series } from '../fixtures/approval.ts';
import { readyData } from '../fixtures/readiness.ts';

const monday = Date.UTC(2026, 7, 31);
const weekMs = 7 * 86_400_000;

function week(index: number, hits: number, n: number): ApprovalFinding['weeks'][number] {
  const count = { hits, n };
  return { ...weekOf(monday + index * weekMs), ...count, share: hits / n, ...wilson(count), confidence: 0.95 };
}

function shapes<I extends Shape['is']>(plot: Plot | null, is: I): (Shape & { is: I })[] {
  return (plot?.shapes ?? []).filter((shape): shape is Shape & { is: I } => shape.is === is);
}
const texts = (plot: Plot | null) => shapes(plot, 'text').map(({ text }) => text);

describe('approval by week', () => {
  it('is nothing without a week', () => {
    expect(approvalPlot({ weeks: [], bar: 0.85 })).toBeNull();
  });

  it('puts shares where its tens say', () => {
    // 60 % and 80 % of a hundred: the intervals reach from 50.2 % to 86.7 %.
    const plot = approvalPlot({ weeks: [week(0, 60, 100), week(1, 80, 100)], bar: 0.85 });
    const y = (text: string) => shapes(plot, 'text').find((shape) => shape.text === text)?.y ?? Number.NaN;
    const [first, second] = shapes(plot, 'circle');
    // A tick's text stands 3.5 below its line.
    expect(first?.cy).toBeCloseTo(y('60') - 3.5, 1);
    expect(second?.cy).toBeCloseTo(y('80') - 3.5, 1);
    expect(texts(plot)).toEqual(expect.arrayContaining(['50', '90', '31 Aug', '7 Sep', 'n 100', '80.0 %', 'bar 85 %']));
    expect(plot?.name).toBe(
      'Production approval by week, from 60.0 % in the week of 31 Aug 2026 to 80.0 % in the week of 7 Sep 2026',
    );
  });

  it('joins no weeks between which nobody labeled', () => {
    const plot = approvalPlot({ weeks: [week(0, 8, 10), week(1, 8, 10), week(3, 8, 10)], bar: 0.85 });
    // A ribbon and a line of the first two, a whisker of the third.
    expect(shapes(plot, 'path').map(({ look }) => look)).toEqual(['ribbon', 'line']);
    expect(shapes(plot, 'line').filter(({ look }) => look === 'whisker')).toHaveLength(1);
  });

  it('keeps the newest share and the bar apart', () => {
    for (const hits of [83, 84, 85, 86, 87]) {
      const plot = approvalPlot({ weeks: [week(0, 80, 100), week(1, hits, 100)], bar: 0.85 });
      const [share, bar] = ['label', 'limit-label'].map((look) =>
        shapes(plot, 'text').find((shape) => shape.look === look),
      );
      expect(Math.abs((share?.y ?? 0) - (bar?.y ?? 0)), `${hits} %`).toBeGreaterThanOrEqual(13.9);
    }
  });

  it('stays on its paper, whatever comes', () => {
    const weeks = fc
      .uniqueArray(fc.nat(400), { minLength: 1, maxLength: 120 })
      .chain((at) =>
        fc.tuple(
          ...at
            .sort((a, b) => a - b)
            .map((index) => fc.nat(500).chain((n) => fc.nat(n + 1).map((hits) => week(index, hits, n + 1)))),
        ),
      );
    fc.assert(
      fc.property(weeks, (given) => {
        const plot = approvalPlot({ weeks: given, bar: 0.85 });
        for (const shape of plot?.shapes ?? []) {
          const numbers = Object.values(shape).filter((value) => typeof value === 'number');
          expect(numbers.every((value) => Number.isFinite(value) && value >= 0 && value <= 560)).toBe(true);
          if (shape.is === 'path') expect(shape.d).toMatch(/^M[\d. ,LMZ]+$/);
        }
        expect(approvalTable({ weeks: given }).rows).toHaveLength(given.length);
      }),
      { numRuns: 50 },
    );
  });

  it('says what was not counted', () => {
    const { approval } = approvalFindings(series([80]));
    expect(leftOutText(approval)).toBeNull();
    const leftOut = { changed: 1, notRandom: 20, secondLabelers: 0, otherVersions: 3 };
    expect(leftOutText({ ...approval, leftOut })).toBe(
      'Not counted: 1 later change, 20 in another order, 3 of other versions.',
    );
  });
});

it('scores are percent of the labels, and some never read as none', () => {
  const scores = { ...readyData().scores, tone: [0, 1, 0, 0, 999], overall: [0, 1, 0, 0, 999] };
  const tone = scorePlots(scores).find(({ scale }) => scale === 'tone');
  expect(texts(tone?.plot ?? null).filter((text) => !/^[1-5]$/.test(text))).toEqual(['0', '<1', '0', '0', '100']);
  expect(tone?.plot.name).toBe('Tone: 1: 0 %, 2: <1 %, 3: 0 %, 4: 0 %, 5: 100 %');
  expect(scoresTable(scores).rows[2]).toEqual(['Tone', '0', '1', '0', '0', '999']);
});

it('an intent’s bar, interval and mark are on one scale, and what is thin says what it needs', () => {
  const finding = coverageFinding([
    { intent: 'cold_brew', inDataset: 180, collected: 500 },
    { intent: 'decaf', inDataset: 20, collected: 500 },
  ]);
  const [brew, decaf] = coverageRows(finding);
  expect(brew).toMatchObject({ name: 'cold brew', value: '90 %', note: null });
  expect(decaf).toMatchObject({ name: 'decaf', value: '10 %' });
  expect(decaf?.note).toMatch(/^thin, \d+ more$/);
  const most = finding.cells[0]?.high ?? 1;
  expect(shapes(decaf?.plot ?? null, 'rect')[0]?.width).toBeCloseTo((100 * 0.1) / most, 1);
  expect(shapes(decaf?.plot ?? null, 'line').find(({ look }) => look === 'mark')?.x1).toBeCloseTo(
    (100 * 0.5) / most,
    1,
  );
});

it('the funnel is measured by what was collected, and stands when that is nothing', () => {
  const { funnel } = readyData();
  expect(funnelRows(funnel).map(({ name, value }) => [name, value])).toEqual([
    ['Collected', '6,920'],
    ['Reviewed', '1,480'],
    ['Resolved', '1,432'],
    ['Approved', '1,171'],
    ['Past the gate', '902'],
    ['After duplicates', '846'],
  ]);
  expect(shapes(funnelRows(funnel)[1]?.plot ?? null, 'rect')[0]?.width).toBeCloseTo(21.4, 1);
  const empty = { collected: 0, reviewed: 0, resolved: 0, approved: 0, past_gate: 0, after_duplicates: 0 };
  expect(funnelRows(empty).every(({ plot }) => plot.shapes.length === 0)).toBe(true);
});
