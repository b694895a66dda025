import type { CoverageCell, CoverageFinding } from '../../../shared/domain/readiness.ts';
import { fewestExamples, rareIntent, thinness, thinPart } from '../../../shared/rules/coverage.ts';
import { normalisedEntropy } from '../../../shared/statistics/entropy.ts';
import { wilson } from '../../../shared/statistics/wilson.ts';

/** How many samples an intent has; null is those that name none. */
export type IntentCount = { intent: string | null; inDataset: number; collected: number };

type Cell = Omit<IntentCount, 'intent'> & { intent: string | null; collectedShare: number };

/**
 * Whether the dataset holds what customers come with.
 *
 * The verdict is on thin cells; entropy says in one number how even the whole is, beside that of all collected, which is all that one can ask for.
 *
 * Cannot tell: nothing in the dataset, most samples without an intent, or fewer than two cells.
 *
 * @param counts one per intent; `collected` counts all samples, those of the dataset included
 */
export function coverageFinding(counts: readonly IntentCount[]): CoverageFinding {
  const sum = (rows: readonly IntentCount[]) => ({
    inDataset: rows.reduce((total, { inDataset }) => total + inDataset, 0),
    collected: rows.reduce((total, { collected }) => total + collected, 0),
  });
  const named = counts.filter(({ intent }) => intent !== null);
  const unnamed = sum(counts.filter(({ intent }) => intent === null));
  const { inDataset, collected } = sum(named);
  const rares = named.filter((row) => row.collected < rareIntent * collected);
  const tail = rares.length === 0 ? [] : [{ intent: null, ...sum(rares) }];
  const common = named.filter((row) => row.collected >= rareIntent * collected && row.collected > 0);
  const cells = [...common.sort(commonestFirst), ...tail].map((row) => ({
    ...row,
    collectedShare: row.collected / collected,
  }));
  const tells = inDataset > 0 && cells.length > 1 && unnamed.collected <= collected;
  const more = moreOf(cells);
  const judged = cells.map((cell, index) => judge(cell, inDataset, more[index] ?? 0));
  const thin = judged.filter((cell) => cell.thin !== null);
  const verdict = !tells ? 'cannot tell' : thin.length === 0 ? 'met' : 'not met';
  const lacking = judged.filter((cell) => cell.more > 0);
  return {
    criterion: 'coverage',
    verdict,
    cells: judged,
    rareIntents: rares.length,
    thin: thin.length,
    entropy: normalisedEntropy(cells.map((cell) => cell.inDataset)),
    collectedEntropy: normalisedEntropy(cells.map((cell) => cell.collected)),
    unnamed,
    settle:
      verdict === 'not met'
        ? {
            samples: lacking.reduce((total, cell) => total + cell.more, 0),
            intents: lacking.map(({ intent }) => intent),
          }
        : null,
  };
}

function commonestFirst(a: IntentCount, b: IntentCount): number {
  return b.collected - a.collected || ((a.intent ?? '') < (b.intent ?? '') ? -1 : 1);
}

function judge(cell: Cell, total: number, more: number): CoverageCell {
  const { intent, inDataset, collected, collectedShare } = cell;
  const datasetShare = total === 0 ? 0 : inDataset / total;
  const interval = wilson({ hits: inDataset, n: total });
  return {
    intent,
    inDataset,
    collected,
    datasetShare,
    ...interval,
    collectedShare,
    thin: thinness(inDataset, total, collectedShare),
    more,
  };
}

/**
 * How many more of each cell leave none thin: ten, or half of its share of the grown dataset. What fills one cell
 * dilutes the others, so it is repeated until nothing is thin; shares to reach add up to a half, so that it ends.
 */
function moreOf(cells: readonly Cell[]): number[] {
  const grown = cells.map(({ inDataset }) => inDataset);
  for (;;) {
    const total = grown.reduce((sum, count) => sum + count, 0);
    const index = cells.findIndex((cell, at) => thinness(grown[at] ?? 0, total, cell.collectedShare) !== null);
    const cell = cells[index];
    const has = grown[index];
    if (!cell || has === undefined) return cells.map(({ inDataset }, at) => (grown[at] ?? 0) - inDataset);
    const half = thinPart * cell.collectedShare;
    // With x more it has has + x of total + x.
    const short = Math.ceil((half * total - has) / (1 - half));
    grown[index] = Math.max(fewestExamples, has + Math.max(1, short));
  }
}
