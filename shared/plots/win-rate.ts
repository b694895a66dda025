import type { EvaluationResults, WinRate } from '../domain/evaluation.ts';
import { number, percent } from '../rules/readiness-words.ts';
import { type Plot, type PlotTable, type Shape, tenth } from './plot.ts';

/** Intents beyond are in the table only. */
const mostIntents = 12;
const area = { left: 224, right: 456, top: 8, row: 26 };
const width = 560;
/** Longer names lose their middle, because those of one kind begin alike: the table has them whole. */
const longestName = 34;

type Row = { name: string; rate: WinRate };

/** How often the tuned model wins, whole and by intent, each with its 95 % interval; null without a judgment. */
export function winRatePlot(results: EvaluationResults): Plot | null {
  const rows = rowsOf(results).slice(0, 1 + mostIntents);
  const [whole] = rows;
  if (!whole) return null;
  const bottom = area.top + rows.length * area.row;
  const xOf = (share: number) => tenth(area.left + share * (area.right - area.left));
  const shapes: Shape[] = [
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share): Shape[] => [
      { is: 'line', look: share === 0.5 ? 'limit' : 'grid', x1: xOf(share), x2: xOf(share), y1: area.top, y2: bottom },
      { is: 'text', look: 'tick', x: xOf(share), y: bottom + 14, anchor: 'middle', text: `${100 * share} %` },
    ]),
    { is: 'text', look: 'tick', x: xOf(0), y: bottom + 30, anchor: 'start', text: '← base wins' },
    { is: 'text', look: 'tick', x: xOf(1), y: bottom + 30, anchor: 'end', text: 'tuned wins →' },
    ...rows.flatMap((row, index) => rowShapes(row, area.top + (index + 0.5) * area.row, index === 0, xOf)),
  ];
  const name = `The tuned model wins ${rateText(whole.rate)}`;
  return { width, height: bottom + 36, stretches: false, name, shapes };
}

export function winRateTable(results: EvaluationResults): PlotTable {
  return {
    columns: ['Items', 'Tuned wins', '95 % interval', 'n'],
    rows: rowsOf(results).map(({ name, rate }) => [
      name,
      `${percent(rate.rate)} %`,
      `${percent(rate.low)} to ${percent(rate.high)} %`,
      number(rate.items),
    ]),
  };
}

/** `58.0 % (51.2 to 64.6 %)`. */
export function rateText({ rate, low, high }: WinRate): string {
  return `${percent(rate)} % (${percent(low)} to ${percent(high)} %)`;
}

export const intentName = (intent: string | null): string => intent ?? 'no intent';

function rowsOf({ winRate, intents }: EvaluationResults): Row[] {
  if (winRate === null) return [];
  const byIntent = intents.flatMap(({ intent, winRate: rate }) => (rate ? [{ name: intentName(intent), rate }] : []));
  return [{ name: 'All items', rate: winRate }, ...(byIntent.length > 1 ? byIntent : [])];
}

function rowShapes({ name, rate }: Row, y: number, isWhole: boolean, xOf: (share: number) => number): Shape[] {
  const half = longestName / 2;
  const cut = name.length > longestName ? `${name.slice(0, half - 1)}…${name.slice(-half)}` : name;
  const look = isWhole ? 'label' : 'value';
  const text = (x: number, anchor: 'start' | 'end', what: string): Shape => ({
    is: 'text',
    look,
    x,
    y: tenth(y + 4),
    anchor,
    text: what,
  });
  return [
    text(area.left - 12, 'end', cut),
    { is: 'line', look: 'whisker', x1: xOf(rate.low), x2: xOf(rate.high), y1: tenth(y), y2: tenth(y) },
    ...[rate.low, rate.high].map(
      (end): Shape => ({ is: 'line', look: 'whisker', x1: xOf(end), x2: xOf(end), y1: tenth(y - 4), y2: tenth(y + 4) }),
    ),
    { is: 'circle', look: 'point', cx: xOf(rate.rate), cy: tenth(y), r: isWhole ? 4.5 : 3 },
    text(area.right + 12, 'start', `${percent(rate.rate)} %, n ${number(rate.items)}`),
  ];
}
