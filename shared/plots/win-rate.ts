import type { EvaluationResults, WinRate } from '../domain/evaluation.ts';
import { number, percent } from '../rules/readiness-words.ts';
import { type Plot, type PlotTable, type Shape, tenth } from './plot.ts';

/** Intents beyond are in the table only. */
const mostIntents = 12;
/** As wide as it would like to be. */
export const winRateWidth = 560;
/** The names have the same share of what there is, and the figures at the right what they need. */
const area = { names: 0.4, figures: 104, top: 8, row: 26 };
/** About as wide as a letter is. */
const letter = 6.2;
/** Between a scale and what stands beside it. */
const beside = 12;

type Row = { name: string; rate: WinRate };
/** Where no item and where every item is won by the tuned model. */
type Scale = { left: number; right: number };

const xOn =
  ({ left, right }: Scale) =>
  (share: number) =>
    tenth(left + share * (right - left));

/**
 * How often the tuned model wins, whole and by intent, each with its 95 % interval; null without a judgment.
 *
 * @param width what there is, so that its text stays as large as it is meant to be
 */
export function winRatePlot(results: EvaluationResults, width = winRateWidth): Plot | null {
  const rows = rowsOf(results).slice(0, 1 + mostIntents);
  const [whole] = rows;
  if (!whole) return null;
  const bottom = area.top + rows.length * area.row;
  const scale: Scale = { left: tenth(area.names * width), right: width - area.figures };
  const xOf = xOn(scale);
  const shapes: Shape[] = [
    ...[0, 0.25, 0.5, 0.75, 1].flatMap((share): Shape[] => [
      { is: 'line', look: share === 0.5 ? 'limit' : 'grid', x1: xOf(share), x2: xOf(share), y1: area.top, y2: bottom },
      { is: 'text', look: 'tick', x: xOf(share), y: bottom + 14, anchor: 'middle', text: `${100 * share} %` },
    ]),
    { is: 'text', look: 'tick', x: xOf(0), y: bottom + 30, anchor: 'start', text: '← base wins' },
    { is: 'text', look: 'tick', x: xOf(1), y: bottom + 30, anchor: 'end', text: 'tuned wins →' },
    ...rows.flatMap((row, index) => rowShapes(row, area.top + (index + 0.5) * area.row, index === 0, scale)),
  ];
  const name = `The tuned model wins ${rateText(whole.rate)}`;
  return { width, height: bottom + 36, stretches: false, name, shapes };
}

export function winRateTable(results: EvaluationResults): PlotTable {
  return {
    columns: ['Conversations', 'Tuned wins', '95 % interval', 'n'],
    rows: rowsOf(results).map(({ name, rate }) => [
      name,
      `${percent(rate.rate)} %`,
      `${percent(rate.low)} to ${percent(rate.high)} %`,
      number(rate.conversations),
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
  return [{ name: 'All conversations', rate: winRate }, ...(byIntent.length > 1 ? byIntent : [])];
}

/** Names that are too long lose their middle, because those of one kind begin alike: the table has them whole. */
function fitting(name: string, room: number): string {
  const half = Math.floor(room / letter / 2);
  return name.length > 2 * half ? `${name.slice(0, half - 1)}…${name.slice(-half)}` : name;
}

function rowShapes({ name, rate }: Row, y: number, isWhole: boolean, { left, right }: Scale): Shape[] {
  const xOf = xOn({ left, right });
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
    text(left - beside, 'end', fitting(name, left - beside)),
    { is: 'line', look: 'whisker', x1: xOf(rate.low), x2: xOf(rate.high), y1: tenth(y), y2: tenth(y) },
    ...[rate.low, rate.high].map(
      (end): Shape => ({ is: 'line', look: 'whisker', x1: xOf(end), x2: xOf(end), y1: tenth(y - 4), y2: tenth(y + 4) }),
    ),
    { is: 'circle', look: 'point', cx: xOf(rate.rate), cy: tenth(y), r: isWhole ? 4.5 : 3 },
    text(right + beside, 'start', `${percent(rate.rate)} %, n ${number(rate.conversations)}`),
  ];
}
