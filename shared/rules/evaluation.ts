import type { EvaluationResults, Judgment, RubricDelta, Winner, WinRate } from '../domain/evaluation.ts';
import { type ScaleId, scaleIds } from '../domain/rubric.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import { signTest } from '../statistics/sign-test.ts';
import { mean, type Sums, sumsOf } from '../statistics/sums.ts';
import { comparisonsNeeded, winRateInterval } from '../statistics/win-rate.ts';

/** What a judgment is worth to the tuned model. Two bad answers leave both as good as each other. */
const worth: Record<Winner, number> = { tuned: 1, tie: 0.5, both_bad: 0.5, base: 0 };

type Item = { intent: string | null; judgments: readonly Judgment[] };

/**
 * The results of an evaluation. Judges of one item say much the same, so that the item and not the judgment is the unit of
 * every interval: it counts once, with the mean of its judges.
 */
export function evaluationResults(judgments: readonly Judgment[]): EvaluationResults {
  const items = [...Map.groupBy(judgments, ({ itemId }) => itemId).values()].map(
    (ofItem): Item => ({ intent: ofItem[0]?.intent ?? null, judgments: ofItem }),
  );
  const scores = items.map(scoreOf);
  const wins = scores.filter((score) => score > 0.5).length;
  const losses = scores.filter((score) => score < 0.5).length;
  return {
    winRate: winRate(sumsOf(scores)),
    deltas: rubricDeltas(items),
    judgments: countWinners(judgments),
    sign: { wins, losses, ties: scores.length - wins - losses, p: signTest(wins, losses) },
    stillNeeded: comparisonsNeeded(sumsOf(scores)),
    agreement: agreement(items),
    intents: [...Map.groupBy(items, ({ intent }) => intent)]
      .toSorted(([, a], [, b]) => b.length - a.length)
      .map(([intent, ofIntent]) => ({
        intent,
        winRate: winRate(sumsOf(ofIntent.map(scoreOf))),
        deltas: rubricDeltas(ofIntent),
      })),
  };
}

/** What an item is worth to the tuned model, from 0 to 1: the mean of its judges. */
export function scoreOf({ judgments }: { judgments: readonly Pick<Judgment, 'winner'>[] }): number {
  return average(judgments.map(({ winner }) => worth[winner]));
}

function average(values: readonly number[]): number {
  return mean(sumsOf(values));
}

function winRate(scores: Sums): WinRate | null {
  return scores.n === 0 ? null : { items: scores.n, rate: mean(scores), ...winRateInterval(scores) };
}

function countWinners(judgments: readonly Judgment[]): Record<Winner, number> {
  const counts = { base: 0, tuned: 0, tie: 0, both_bad: 0 };
  for (const { winner } of judgments) counts[winner]++;
  return counts;
}

/** Scores are 1 to 5: no two differ by more, and an interval of few items says no more than that. */
const widest = 4;

/** Scales that no judge scored on both answers are left out. */
function rubricDeltas(items: readonly Item[]): RubricDelta[] {
  return scaleIds.flatMap((scale) => {
    const pairs = items.flatMap((item) => pairOf(item, scale));
    if (pairs.length === 0) return [];
    const deltas = sumsOf(pairs.map(({ base, tuned }) => tuned - base));
    const interval = meanInterval(deltas);
    return {
      scale,
      items: pairs.length,
      base: average(pairs.map(({ base }) => base)),
      tuned: average(pairs.map(({ tuned }) => tuned)),
      delta: mean(deltas),
      low: interval && Math.max(-widest, interval.low),
      high: interval && Math.min(widest, interval.high),
    };
  });
}

/** The mean scores of both answers over the judges who scored both. */
function pairOf({ judgments }: Item, scale: ScaleId): { base: number; tuned: number }[] {
  const scored = judgments.flatMap(({ scores }) => {
    const base = scores?.base[scale];
    const tuned = scores?.tuned[scale];
    return base === undefined || tuned === undefined ? [] : { base, tuned };
  });
  if (scored.length === 0) return [];
  return [{ base: average(scored.map(({ base }) => base)), tuned: average(scored.map(({ tuned }) => tuned)) }];
}

/** Two judges say the same where their judgments are worth the same: that both are bad is a tie too. */
function agreement(items: readonly Item[]): EvaluationResults['agreement'] {
  const shares = items.flatMap(({ judgments }) => {
    const pairs = judgments.flatMap((one, index) => judgments.slice(index + 1).map((other) => [one, other] as const));
    return pairs.length === 0
      ? []
      : [average(pairs.map(([one, other]) => Number(worth[one.winner] === worth[other.winner])))];
  });
  const sums = sumsOf(shares);
  return sums.n === 0 ? null : { items: sums.n, share: mean(sums), ...winRateInterval(sums) };
}
