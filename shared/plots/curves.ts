import type { RunMetric } from '../domain/run.ts';
import { hundredth, number, percent } from '../rules/readiness-words.ts';
import { type Plot, type PlotTable, type Shape, tenth, through } from './plot.ts';

/** What a curve is of: the loss falls, the share of tokens that were guessed right rises. */
export const measures = ['loss', 'accuracy'] as const;
export type Measure = (typeof measures)[number];

type Point = { step: number; value: number };
type Side = 'train' | 'validation';

const size = { width: 420, height: 196 };
/** Where the curves are drawn; at the right is room for their ends, below for the steps. */
const area = { left: 34, right: 302, top: 10, bottom: 160 };
/** More points than the plot has room for are drawn as means of as many neighbours as it takes. */
const mostPoints = 150;
/** A point of its own is seen only while there are few. */
const mostDots = 30;
const mostRows = 20;
const lineHeight = 14;

const keys = {
  loss: { train: 'trainLoss', validation: 'validationLoss' },
  accuracy: { train: 'trainAccuracy', validation: 'validationAccuracy' },
} as const;

const names: Record<Measure, string> = { loss: 'Loss', accuracy: 'Token accuracy' };
/** With the unit of the axis; a loss has none that every provider shares. */
export const curveTitles: Record<Measure, string> = { ...names, accuracy: `${names.accuracy}, %` };

const valueText = (measure: Measure, value: number): string =>
  measure === 'loss' ? hundredth(value) : `${percent(value)} %`;

function pointsOf(metrics: readonly RunMetric[], measure: Measure, side: Side): Point[] {
  const key = keys[measure][side];
  return metrics.flatMap(({ step, [key]: value }) => (value === null ? [] : [{ step, value }]));
}

/** How many points there are, and of how many of them each drawn one is the mean. */
export function curveCaption(metrics: readonly RunMetric[], measure: Measure): string {
  const part = (side: Side) => {
    const { length } = pointsOf(metrics, measure, side);
    const of = groupSize(length);
    return length === 0 ? [] : [`${number(length)} ${side}${of > 1 ? ` (means of ${number(of)})` : ''}`];
  };
  return `n = ${[...part('train'), ...part('validation')].join(', ')}`;
}

/** Training solid, validation dashed with open points, each named at its end; null where nothing was told. */
export function curvePlot(metrics: readonly RunMetric[], measure: Measure): Plot | null {
  const train = thinned(pointsOf(metrics, measure, 'train'));
  const validation = thinned(pointsOf(metrics, measure, 'validation'));
  const all = [...train, ...validation];
  if (all.length === 0) return null;
  const last = Math.max(...metrics.map(({ step, steps }) => steps ?? step), 1);
  const { low, high, ticks } = scaleOf(all.map(({ value }) => value));
  const xOf = (step: number) => area.left + (step / last) * (area.right - area.left);
  const yOf = (value: number) => area.bottom - ((value - low) / (high - low)) * (area.bottom - area.top);
  const shapes: Shape[] = [
    ...ticks.flatMap((value) => gridLine(value, yOf(value), measure)),
    ...stepTicks(last, xOf),
    ...drawn(train, 'line', 'point', xOf, yOf),
    ...drawn(validation, 'second', 'second-point', xOf, yOf),
    ...endLabels(train.at(-1), validation.at(-1), measure, yOf),
  ];
  return { ...size, stretches: false, name: nameOf(train, validation, measure), shapes };
}

/** Some of the points as numbers, the first and the last among them. */
export function curveTable(metrics: readonly RunMetric[], measure: Measure): PlotTable {
  const { train, validation } = keys[measure];
  const told = metrics.filter((metric) => metric[train] !== null || metric[validation] !== null);
  const shown = Math.min(mostRows, told.length);
  const rows = Array.from({ length: shown }, (_, index) =>
    Math.round((index * (told.length - 1)) / Math.max(1, shown - 1)),
  ).flatMap((index) => told[index] ?? []);
  const cell = (value: number | null) => (value === null ? 'not told' : valueText(measure, value));
  return {
    columns: ['Step', 'Training', 'Validation'],
    rows: rows.map((metric) => [number(metric.step), cell(metric[train]), cell(metric[validation])]),
  };
}

const groupSize = (points: number): number => Math.max(1, Math.ceil(points / mostPoints));

/** Means of neighbours, each at its last step, so that the newest value is where it belongs. */
function thinned(points: readonly Point[]): Point[] {
  const of = groupSize(points.length);
  if (of === 1) return [...points];
  return Array.from({ length: Math.ceil(points.length / of) }, (_, group) => {
    const together = points.slice(group * of, (group + 1) * of);
    const sum = together.reduce((total, { value }) => total + value, 0);
    return { step: together.at(-1)?.step ?? 0, value: sum / together.length };
  });
}

/** Round values around all that is drawn, about four of them. */
function scaleOf(values: readonly number[]): { low: number; high: number; ticks: number[] } {
  const least = Math.min(...values);
  const most = Math.max(...values);
  const rough = Math.max((most - least) / 4, 1e-3);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((factor) => factor * power >= rough) ?? 10) * power;
  const first = Math.floor(least / step);
  const lastTick = Math.max(first + 1, Math.ceil(most / step));
  const ticks = Array.from({ length: lastTick - first + 1 }, (_, index) => (first + index) * step);
  return { low: first * step, high: lastTick * step, ticks };
}

function gridLine(value: number, at: number, measure: Measure): Shape[] {
  const y = tenth(at);
  const text = measure === 'loss' ? plain(value) : plain(100 * value);
  return [
    { is: 'line', look: 'grid', x1: area.left, x2: area.right, y1: y, y2: y },
    { is: 'text', look: 'tick', x: area.left - 6, y: y + 3.5, anchor: 'end', text },
  ];
}

/** As many digits as a round value needs. */
const plain = (value: number): string => String(Number(value.toPrecision(6)));

function stepTicks(last: number, xOf: (step: number) => number): Shape[] {
  const middle = Math.round(last / 2);
  const steps = last < 3 ? [0, last] : [0, middle, last];
  return steps.map((step) => ({
    is: 'text',
    look: 'tick',
    x: tenth(xOf(step)),
    y: area.bottom + 4 + lineHeight,
    anchor: 'middle',
    text: step === last ? `step ${number(step)}` : number(step),
  }));
}

function drawn(
  points: readonly Point[],
  line: 'line' | 'second',
  point: 'point' | 'second-point',
  xOf: (step: number) => number,
  yOf: (value: number) => number,
): Shape[] {
  const at = points.map(({ step, value }) => ({ x: xOf(step), y: yOf(value) }));
  const dots = points.length <= mostDots ? at : at.slice(-1);
  return [
    ...(at.length > 1 ? [{ is: 'path', look: line, d: through(at) } as const] : []),
    ...dots.map(({ x, y }): Shape => ({ is: 'circle', look: point, cx: tenth(x), cy: tenth(y), r: 2.5 })),
  ];
}

/** The newest values beside the plot, never on each other. */
function endLabels(
  train: Point | undefined,
  validation: Point | undefined,
  measure: Measure,
  yOf: (value: number) => number,
): Shape[] {
  const label = (look: 'label' | 'second-label', y: number, name: string, { value }: Point): Shape => ({
    is: 'text',
    look,
    x: area.right + 10,
    y: tenth(y + 4),
    anchor: 'start',
    text: `${valueText(measure, value)} ${name}`,
  });
  const trainAt = train ? yOf(train.value) : 0;
  const validationAt = validation ? yOf(validation.value) : 0;
  const apart = Math.abs(trainAt - validationAt);
  const near = train !== undefined && validation !== undefined && apart < lineHeight;
  const away = near ? ((lineHeight - apart) / 2) * (validationAt <= trainAt ? -1 : 1) : 0;
  return [
    ...(train ? [label('label', trainAt - away, 'train', train)] : []),
    ...(validation ? [label('second-label', validationAt + away, 'validation', validation)] : []),
  ];
}

function nameOf(train: readonly Point[], validation: readonly Point[], measure: Measure): string {
  const course = (name: string, points: readonly Point[]) => {
    const first = points[0];
    const last = points.at(-1);
    if (!first || !last) return [];
    return [`${name} from ${valueText(measure, first.value)} to ${valueText(measure, last.value)}`];
  };
  const parts = [...course('training', train), ...course('validation', validation)];
  return `${names[measure]}: ${parts.join(', ')}`;
}
