import { describe, expect, it } from 'vitest';
import type { RunMetric } from '../../shared/domain/run.ts';
import { curveCaption, curvePlot, curveTable } from '../../shared/plots/curves.ts';
import type { Plot, Shape } from '../../shared/plots/plot.ts';

const metric = (step: number, change: Partial<RunMetric> = {}): RunMetric => ({
  step,
  steps: null,
  trainLoss: null,
  trainAccuracy: null,
  validationLoss: null,
  validationAccuracy: null,
  ...change,
});

function shapes<I extends Shape['is']>(plot: Plot | null, is: I, look: Shape['look']): (Shape & { is: I })[] {
  const found = (plot?.shapes ?? []).filter((shape) => shape.is === is && shape.look === look);
  return found as (Shape & { is: I })[];
}

describe('a curve', () => {
  it('is nothing where nothing was told', () => {
    expect(curvePlot([], 'loss')).toBeNull();
    expect(curvePlot([metric(1, { trainLoss: 1 })], 'accuracy')).toBeNull();
  });

  it('puts losses where the axis says, and the last step of all at its right end', () => {
    const plot = curvePlot([metric(0, { trainLoss: 2 }), metric(50, { trainLoss: 1, steps: 100 })], 'loss');
    const tick = (text: string) => shapes(plot, 'text', 'tick').find((shape) => shape.text === text);
    const [first, second] = shapes(plot, 'circle', 'point');
    // A tick's text stands 3.5 below its line.
    expect(first?.cy).toBeCloseTo((tick('2')?.y ?? 0) - 3.5, 1);
    expect(second?.cy).toBeCloseTo((tick('1')?.y ?? 0) - 3.5, 1);
    expect(first?.cx).toBe(tick('0')?.x);
    expect(second?.cx).toBe(tick('50')?.x);
    expect(tick('step 100')).toBeDefined();
    expect(plot?.name).toBe('Loss: training from 2.00 to 1.00');
  });

  it('tells validation by look and name, and keeps both names apart', () => {
    const metrics = [
      metric(1, { trainLoss: 1.5, validationLoss: 1.5 }),
      metric(2, { trainLoss: 1, validationLoss: 1.01 }),
    ];
    const plot = curvePlot(metrics, 'loss');
    expect(shapes(plot, 'path', 'line')).toHaveLength(1);
    expect(shapes(plot, 'path', 'second')).toHaveLength(1);
    const [train] = shapes(plot, 'text', 'label');
    const [validation] = shapes(plot, 'text', 'second-label');
    expect([train?.text, validation?.text]).toEqual(['1.00 train', '1.01 validation']);
    expect(Math.abs((train?.y ?? 0) - (validation?.y ?? 0))).toBeGreaterThanOrEqual(13.9);
    // The larger loss stands above.
    expect(validation?.y).toBeLessThan(train?.y ?? 0);
    expect(curveCaption(metrics, 'loss')).toBe('n = 2 train, 2 validation');
  });

  it('draws means of many steps and says so, ending at the last', () => {
    const metrics = Array.from({ length: 900 }, (_, index) =>
      metric(index + 1, { steps: 900, trainAccuracy: index % 2 === 0 ? 0.6 : 0.8 }),
    );
    expect(curveCaption(metrics, 'accuracy')).toBe('n = 900 train (means of 6)');
    const plot = curvePlot(metrics, 'accuracy');
    expect(shapes(plot, 'path', 'line')[0]?.d.split('L')).toHaveLength(150);
    expect(shapes(plot, 'text', 'label')[0]?.text).toBe('70.0 % train');
  });

  it('is drawn where all values are one', () => {
    const plot = curvePlot([metric(1, { trainLoss: 0 }), metric(2, { trainLoss: 0 })], 'loss');
    expect(JSON.stringify(plot)).not.toMatch(/NaN|null/);
  });

  it('has some numbers of many, the first and the last among them', () => {
    const metrics = Array.from({ length: 90 }, (_, index) => metric(index + 1, { trainLoss: 1 / (index + 1) }));
    const { rows } = curveTable(metrics, 'loss');
    expect(rows).toHaveLength(20);
    expect(rows[0]).toEqual(['1', '1.00', 'not told']);
    expect(rows.at(-1)).toEqual(['90', '0.01', 'not told']);
  });
});
