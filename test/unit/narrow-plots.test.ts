import { describe, expect, it } from 'vitest';
import { differencePlot } from '../../shared/plots/difference.ts';
import type { Plot } from '../../shared/plots/plot.ts';
import { winRatePlot } from '../../shared/plots/win-rate.ts';
import { evaluationResults } from '../../shared/rules/evaluation.ts';
import { compare } from '../../shared/rules/experiment-metric.ts';
import { experimentPlan, shares } from '../fixtures/experiments.ts';

const intents = ['refund', 'an_intent_that_was_generated_from_a_whole_sentence'];
const results = evaluationResults(
  Array.from({ length: 20 }, (_, index) => ({
    ...{ itemId: `item ${index}`, conversation: null, judge: 'ann', scores: null },
    winner: index % 3 === 0 ? ('base' as const) : ('tuned' as const),
    intent: intents[index % 2] ?? null,
  })),
);
const difference = (width?: number) =>
  differencePlot(compare('approval', shares(600, 1_000), shares(700, 1_000), 0.025), experimentPlan(), width);

/** From where to where a text reaches, at 6 units a letter. */
const reach = ({ shapes }: Plot) =>
  shapes.flatMap((shape) => {
    if (shape.is !== 'text') return [];
    const before = { start: 0, middle: 0.5, end: 1 }[shape.anchor] * 6 * shape.text.length;
    return [{ from: shape.x - before, to: shape.x - before + 6 * shape.text.length }];
  });

describe('a plot in a small window', () => {
  it('is drawn as wide as there is room, and its text stays inside as large as it was', () => {
    for (const [whole, width] of [
      [winRatePlot(results), 380],
      [difference(), 300],
    ] as const) {
      const plot = whole?.width === 560 ? winRatePlot(results, width) : difference(width);
      expect(plot).toMatchObject({ width, height: whole?.height, name: whole?.name });
      for (const { from, to } of plot ? reach(plot) : []) {
        expect(from).toBeGreaterThanOrEqual(0);
        expect(to).toBeLessThanOrEqual(width + 6);
      }
    }
  });

  it('cuts a long name in its middle, where names of one kind are alike', () => {
    const texts = (width?: number) =>
      winRatePlot(results, width)?.shapes.flatMap((shape) => (shape.is === 'text' ? [shape.text] : []));
    expect(texts()).toContain('an_intent_that_w…_a_whole_sentence');
    expect(texts(400)).toContain('an_intent_…le_sentence');
  });
});
