import type { CoverageCell, CoverageFinding, Funnel } from '../domain/readiness.ts';
import { funnelSteps } from '../domain/readiness.ts';
import { counted, number } from '../rules/readiness-words.ts';
import { type Plot, type Shape, tenth } from './plot.ts';

/** A row of a table with a bar in it: the table says what the bar shows. */
export type BarRow = {
  key: string;
  name: string;
  value: string;
  /** What is to be done about it; null where nothing is. */
  note: string | null;
  plot: Plot;
};

const size = { width: 100, height: 16 };

function bar(share: number, shapes: readonly Shape[] = []): Plot {
  const fill: Shape = { is: 'rect', look: 'bar', x: 0, y: 3, width: tenth(share * 100), height: 10 };
  return { ...size, stretches: true, name: '', shapes: share > 0 ? [fill, ...shapes] : shapes };
}

const stepNames: Record<(typeof funnelSteps)[number], string> = {
  collected: 'Collected',
  reviewed: 'Reviewed',
  resolved: 'Resolved',
  approved: 'Approved',
  past_gate: 'Past the gate',
  after_duplicates: 'After duplicates',
};

export function funnelRows(funnel: Funnel): BarRow[] {
  return funnelSteps.map((step) => ({
    key: step,
    name: stepNames[step],
    value: number(funnel[step]),
    note: null,
    plot: bar(funnel.collected === 0 ? 0 : funnel[step] / funnel.collected),
  }));
}

export const coverageCaption =
  'share of the dataset with its 95 % interval; the mark is the share of all conversations';

/** The commonest intent first, the rare ones as one at the end. */
export function coverageRows({ cells, rareIntents }: CoverageFinding): BarRow[] {
  const none = cells.every(({ inDataset }) => inDataset === 0);
  const most = Math.max(0.01, ...cells.flatMap(({ high, collectedShare }) => [none ? 0 : high, collectedShare]));
  return cells.map((cell) => ({
    key: cell.intent ?? '',
    name: cell.intent?.replaceAll('_', ' ') ?? counted(rareIntents, 'rare intent', 'rare intents together'),
    value: percentText(cell),
    note: noteOf(cell),
    plot: bar(cell.datasetShare / most, [
      // Of nothing there is no share, and no interval of one.
      ...(none ? [] : [across(cell.low / most, cell.high / most)]),
      upright(cell.collectedShare / most),
    ]),
  }));
}

function percentText({ datasetShare, inDataset }: CoverageCell): string {
  const share = 100 * datasetShare;
  return inDataset > 0 && share < 1 ? '<1 %' : `${Math.round(share)} %`;
}

function noteOf({ thin, more }: CoverageCell): string | null {
  if (thin === null) return more === 0 ? null : `${number(more)} more`;
  return `thin, ${number(more)} more`;
}

function across(from: number, to: number): Shape {
  return { is: 'line', look: 'whisker', x1: tenth(from * 100), x2: tenth(to * 100), y1: 8, y2: 8 };
}

function upright(at: number): Shape {
  return { is: 'line', look: 'mark', x1: tenth(at * 100), x2: tenth(at * 100), y1: 0, y2: 16 };
}
