import type { ApprovalFinding } from '../domain/readiness.ts';
import { counted, dayText, number, percent, versionName } from '../rules/readiness-words.ts';
import { type Plot, type PlotTable, type Shape, tenth, through } from './plot.ts';

type Week = ApprovalFinding['weeks'][number];

const weekMs = 7 * 86_400_000;
const size = { width: 560, height: 200 };
/** Where the shares are drawn; at the right is room for the newest one, below for dates and how many labels. */
const area = { left: 34, right: 500, top: 12, bottom: 160 };
const mostPoints = 60;
const mostDates = 5;
/** Two labels need so much between their lines. */
const lineHeight = 14;

export function approvalCaption({ version, labels }: ApprovalFinding): string {
  const which = version ? `${versionName(version)}, ` : '';
  return `first-pass labels drawn at random, ${which}by week, 95 % interval, n = ${number(labels)}`;
}

/** Approval by week with its interval; null without a week. */
export function approvalPlot({ weeks, bar }: Pick<ApprovalFinding, 'weeks' | 'bar'>): Plot | null {
  const first = weeks[0];
  const last = weeks.at(-1);
  if (!first || !last) return null;
  const from = Date.parse(first.monday);
  const span = Math.max(weekMs, Date.parse(last.monday) - from);
  const lone = first === last;
  const xOf = (week: Week) =>
    lone
      ? (area.left + area.right) / 2
      : area.left + ((Date.parse(week.monday) - from) / span) * (area.right - area.left);
  const { low, high } = rangeOf(weeks, bar);
  const yOf = (share: number) => area.bottom - ((share - low) / (high - low)) * (area.bottom - area.top);

  const shapes: Shape[] = [
    ...gridOf(low, high, yOf),
    ...runsOf(weeks).flatMap((run) => runShapes(run, xOf, yOf)),
    { is: 'line', look: 'limit', x1: area.left, x2: area.right, y1: tenth(yOf(bar)), y2: tenth(yOf(bar)) },
    ...(weeks.length <= mostPoints ? weeks : [last]).map(
      (week): Shape => ({ is: 'circle', look: 'point', cx: tenth(xOf(week)), cy: tenth(yOf(week.share)), r: 2.5 }),
    ),
    ...endLabels(last, bar, yOf),
    ...datesOf(weeks, xOf),
  ];
  const name = `Production approval by week, from ${percent(first.share)} % in the week of ${dayText(first.monday, true)} to ${percent(last.share)} % in the week of ${dayText(last.monday, true)}`;
  return { ...size, stretches: false, name, shapes };
}

export function approvalTable({ weeks }: Pick<ApprovalFinding, 'weeks'>): PlotTable {
  return {
    columns: ['Week of', 'Approved', '95 % interval', 'Labels'],
    rows: weeks.map(({ monday, share, low, high, n }) => [
      dayText(monday, true),
      `${percent(share)} %`,
      `${percent(low)} to ${percent(high)} %`,
      number(n),
    ]),
  };
}

/** Whole tens around all that is drawn, the bar included. */
function rangeOf(weeks: readonly Week[], bar: number): { low: number; high: number } {
  const lowest = Math.min(bar, ...weeks.map(({ low }) => low));
  const highest = Math.max(bar, ...weeks.map(({ high }) => high));
  return { low: Math.floor(lowest * 10) / 10, high: Math.ceil(highest * 10) / 10 };
}

function gridOf(low: number, high: number, yOf: (share: number) => number): Shape[] {
  const tens = Math.round((high - low) * 10);
  const step = tens > 5 ? 2 : 1;
  return Array.from({ length: Math.floor(tens / step) + 1 }, (_, index) => low + (index * step) / 10).flatMap(
    (share): Shape[] => {
      const y = tenth(yOf(share));
      const text = `${Math.round(share * 100)}`;
      return [
        { is: 'line', look: 'grid', x1: area.left, x2: area.right, y1: y, y2: y },
        { is: 'text', look: 'tick', x: area.left - 6, y: y + 3.5, anchor: 'end', text },
      ];
    },
  );
}

/** Weeks that follow each other: where nobody labeled, nothing is joined. */
function runsOf(weeks: readonly Week[]): Week[][] {
  const runs: Week[][] = [];
  for (const week of weeks) {
    const run = runs.at(-1);
    const before = run?.at(-1);
    if (run && before && Date.parse(week.monday) - Date.parse(before.monday) <= weekMs) run.push(week);
    else runs.push([week]);
  }
  return runs;
}

function runShapes(run: readonly Week[], xOf: (week: Week) => number, yOf: (share: number) => number): Shape[] {
  const [only] = run;
  if (only && run.length === 1) {
    const x = tenth(xOf(only));
    return [{ is: 'line', look: 'whisker', x1: x, x2: x, y1: tenth(yOf(only.low)), y2: tenth(yOf(only.high)) }];
  }
  const at = (of: 'low' | 'share' | 'high') => run.map((week) => ({ x: xOf(week), y: yOf(week[of]) }));
  return [
    { is: 'path', look: 'ribbon', d: `${through([...at('high'), ...at('low').reverse()])}Z` },
    { is: 'path', look: 'line', d: through(at('share')) },
  ];
}

/** The newest share and the bar, beside the plot and never on each other. */
function endLabels(last: Week, bar: number, yOf: (share: number) => number): Shape[] {
  const share = yOf(last.share);
  const limit = yOf(bar);
  const apart = Math.abs(share - limit);
  const away = apart < lineHeight ? (lineHeight - apart) * (limit <= share ? -1 : 1) : 0;
  const text = (look: 'label' | 'limit-label', y: number, what: string): Shape => ({
    is: 'text',
    look,
    x: area.right + 10,
    y: tenth(y + 4),
    anchor: 'start',
    text: what,
  });
  return [
    text('label', share, `${percent(last.share)} %`),
    text('limit-label', limit + away, `bar ${number(bar * 100)} %`),
  ];
}

function datesOf(weeks: readonly Week[], xOf: (week: Week) => number): Shape[] {
  const shown = Math.min(mostDates, weeks.length);
  const chosen = Array.from({ length: shown }, (_, index) =>
    Math.round((index * (weeks.length - 1)) / Math.max(1, shown - 1)),
  ).flatMap((index) => weeks[index] ?? []);
  let year = '';
  return chosen.flatMap((week, index): Shape[] => {
    const withYear = week.monday.slice(0, 4) !== year && index > 0;
    year = week.monday.slice(0, 4);
    const text = dayText(week.monday, withYear);
    const below = (line: number, what: string): Shape => ({
      is: 'text',
      look: 'tick',
      x: tenth(xOf(week)),
      y: area.bottom + 4 + line * lineHeight,
      anchor: 'middle',
      text: what,
    });
    // A share of few is worth less: how many is said with it.
    return [below(1, text), below(2, `n ${number(week.n)}`)];
  });
}

/** What was not counted, by its reasons; null where all was. */
export function leftOutText({ leftOut }: ApprovalFinding): string | null {
  const parts = [
    leftOut.changed > 0 ? `${counted(leftOut.changed, 'later change')}` : null,
    leftOut.notRandom > 0 ? `${number(leftOut.notRandom)} in another order` : null,
    leftOut.secondLabelers > 0 ? `${number(leftOut.secondLabelers)} by a second labeler` : null,
    leftOut.otherVersions > 0 ? `${number(leftOut.otherVersions)} of other versions` : null,
  ].filter((part) => part !== null);
  return parts.length === 0 ? null : `Not counted: ${parts.join(', ')}.`;
}
