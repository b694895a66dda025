import type { ScoreCounts } from '../domain/readiness.ts';
import { type ScaleId, type Score, scaleIds, scoreValues } from '../domain/rubric.ts';
import { number } from '../rules/readiness-words.ts';
import type { Plot, PlotTable, Shape } from './plot.ts';
import { tenth } from './plot.ts';

const size = { width: 170, height: 78 };
const bar = { width: 30, gap: 4, bottom: 60, tallest: 44 };

export const scaleNames: Record<ScaleId, string> = {
  factuality: 'Factuality',
  helpfulness: 'Helpfulness',
  tone: 'Tone',
  policy: 'Policy',
  completeness: 'Completeness',
  overall: 'Overall',
};

/** Labels that are counted: the same on every scale. */
export function scoredLabels(scores: ScoreCounts): number {
  return scores.overall.reduce((sum, count) => sum + count, 0);
}

export const scoresCaption = (scores: ScoreCounts): string =>
  `of the drafts, percent of ${number(scoredLabels(scores))} resolved labels`;

/** One plot a scale, all to one measure. */
export function scorePlots(scores: ScoreCounts): { scale: ScaleId; title: string; plot: Plot }[] {
  const total = scoredLabels(scores);
  const most = Math.max(1, ...scaleIds.flatMap((scale) => scores[scale]));
  return scaleIds.map((scale) => {
    const shapes = scoreValues.flatMap((score) => shapesOf(score, scores[scale][score - 1] ?? 0, total, most));
    const name = `${scaleNames[scale]}: ${scoreValues.map((score) => `${score}: ${shareText(scores[scale][score - 1] ?? 0, total)} %`).join(', ')}`;
    return { scale, title: scaleNames[scale], plot: { ...size, stretches: false, name, shapes } };
  });
}

function shapesOf(score: Score, count: number, total: number, most: number): Shape[] {
  const x = (score - 1) * (bar.width + bar.gap);
  const middle = x + bar.width / 2;
  const height = count === 0 ? 0 : tenth(Math.max(1, (count / most) * bar.tallest));
  const top = bar.bottom - height;
  return [
    { is: 'rect', look: `score-${score}`, x, y: tenth(top), width: bar.width, height },
    { is: 'text', look: 'tick', x: middle, y: bar.bottom + 14, anchor: 'middle', text: `${score}` },
    { is: 'text', look: 'value', x: middle, y: tenth(top - 4), anchor: 'middle', text: shareText(count, total) },
  ];
}

/** Some never read as none. */
function shareText(count: number, total: number): string {
  const share = total === 0 ? 0 : (100 * count) / total;
  return share > 0 && share < 0.5 ? '<1' : `${Math.round(share)}`;
}

export function scoresTable(scores: ScoreCounts): PlotTable {
  return {
    columns: ['Scale', ...scoreValues.map((score) => `Score ${score}`)],
    rows: scaleIds.map((scale) => [scaleNames[scale], ...scores[scale].map(number)]),
  };
}
