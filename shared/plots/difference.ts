import type { Comparison, ExperimentPlan, Metric } from '../domain/experiment.ts';
import { barOf, betterWhen } from '../rules/experiment-metric.ts';
import { barText, differenceText, metricNames } from '../rules/experiment-words.ts';
import { type Plot, type Shape, tenth } from './plot.ts';

/** As wide as it would like to be. */
export const differenceWidth = 520;
const height = 64;
const area = { left: 20, top: 20, line: 30, bottom: 40 };
/** Room on both sides of what is shown, as a share of it. */
const room = 0.15;
/** About as wide as a letter of a label is. */
const letter = 6;

/**
 * The difference of a metric, treatment minus control, with its interval, the line of no difference and the bar; null where
 * nothing can be said of it. Shares are in percentage points, CSAT in steps of its scale.
 *
 * @param width what there is, so that its text stays as large as it is meant to be
 */
export function differencePlot(
  { metric, difference }: Comparison,
  plan: Pick<ExperimentPlan, 'criteria'>,
  width = differenceWidth,
): Plot | null {
  if (!difference) return null;
  const { estimate, low, high } = difference;
  const bar = barOf(metric, plan);
  const [least, most] = [Math.min(0, bar, low), Math.max(0, bar, high)];
  const from = least - room * (most - least);
  const to = most + room * (most - least);
  const right = width - area.left;
  const xOf = (value: number) => tenth(area.left + ((value - from) / (to - from)) * (right - area.left));
  const shapes: Shape[] = [
    upright('whisker', xOf(0)),
    upright('limit', xOf(bar)),
    ...labels(xOf(0), xOf(bar), barText(metric, plan), right),
    { is: 'line', look: 'whisker', x1: xOf(low), x2: xOf(high), y1: area.line, y2: area.line },
    ...[low, high].map(
      (end): Shape => ({
        is: 'line',
        look: 'whisker',
        x1: xOf(end),
        x2: xOf(end),
        y1: area.line - 4,
        y2: area.line + 4,
      }),
    ),
    { is: 'circle', look: 'point', cx: xOf(estimate), cy: area.line, r: 4.5 },
    ...scale(metric, right),
  ];
  const name = `${metricNames[metric]}, treatment minus control: ${differenceText(metric, difference, plan)}`;
  return { width, height, stretches: false, name, shapes };
}

const upright = (look: 'whisker' | 'limit', x: number): Shape => ({
  ...{ is: 'line', look, x1: x, x2: x },
  ...{ y1: area.top, y2: area.bottom },
});

/** The bar's name stands on the side that is away from zero, where there is room; zero's only where it touches no other. */
function labels(zero: number, bar: number, name: string, right: number): Shape[] {
  const length = letter * name.length;
  const after = bar < zero ? bar - length < area.left : bar + length <= right;
  const [from, to] = after ? [bar, bar + length] : [bar - length, bar];
  const text = { is: 'text', y: area.top - 8 } as const;
  return [
    { ...text, look: 'limit-label', x: bar, anchor: after ? 'start' : 'end', text: name },
    ...(zero + letter < from || zero - letter > to
      ? [{ ...text, look: 'tick', x: zero, anchor: 'middle', text: '0' } as const]
      : []),
  ];
}

/** Which way is better, and the unit. */
function scale(metric: Metric, right: number): Shape[] {
  const better = betterWhen[metric] === 1;
  const text = (x: number, anchor: 'start' | 'middle' | 'end', what: string): Shape => ({
    ...{ is: 'text', look: 'tick', x, anchor, text: what },
    y: area.bottom + 16,
  });
  return [
    text(area.left, 'start', better ? '← worse' : '← better'),
    text((area.left + right) / 2, 'middle', metric === 'csat' ? 'steps of CSAT' : 'percentage points'),
    text(right, 'end', better ? 'better →' : 'worse →'),
  ];
}
