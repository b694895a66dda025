import type { EvaluationResults, Judgment, RubricDelta, Winner, WinRate } from '../domain/evaluation.ts';
import { type ScaleId, scaleIds } from '../domain/rubric.ts';
import { meanInterval } from '../statistics/mean-interval.ts';
import { signTest } from '../statistics/sign-test.ts';
import { mean, type Sums, sumsOf } from '../statistics/sums.ts';
import { comparisonsNeeded, winRateInterval } from '../statistics/win-rate.ts';

/** What a judgment is worth to the tuned model. Two bad answers leave both as good as each other. */
const worth: Record<Winner, number> = { tuned: 1, tie: 0.5, both_bad: 0.5, base: 0 };

type Item = Pick<Judgment, 'itemId' | 'conversation' | 'intent'> & { judgments: readonly Judgment[] };
/** The items of one conversation. */
type Turns = readonly Item[];

/**
 * The results of an evaluation. Judges of one item say much the same, and so do the turns of one conversation: the conversation
 * is the unit of every interval and test. It counts once, with the mean of its items, and an item with the mean of its judges.
 *
 * Source: Cameron and Miller (2015), A practitioner's guide to cluster-robust inference. Journal of Human Resources 50,
 * 317-372, section II: what is measured within a cluster may depend on each other in any way where clusters are what is counted.
 */
export function evaluationResults(judgments: readonly Judgment[]): EvaluationResults {
  const items = itemsOf(judgments);
  const conversations = conversationsOf(items);
  const scores = conversations.map(worthOf);
  const wins = scores.filter((score) => score > 0.5 + rounding).length;
  const losses = scores.filter((score) => score < 0.5 - rounding).length;
  return {
    winRate: winRate(sumsOf(scores)),
    deltas: rubricDeltas(conversations),
    items: items.length,
    judgments: countWinners(judgments),
    sign: { wins, losses, ties: scores.length - wins - losses, p: signTest(wins, losses) },
    stillNeeded: comparisonsNeeded(sumsOf(scores)),
    agreement: agreement(conversations),
    intents: [...Map.groupBy(items, ({ intent }) => intent)]
      .map(([intent, ofIntent]) => ({ intent, conversations: conversationsOf(ofIntent) }))
      .toSorted((a, b) => b.conversations.length - a.conversations.length)
      .map(({ intent, conversations }) => ({
        intent,
        winRate: winRate(sumsOf(conversations.map(worthOf))),
        deltas: rubricDeltas(conversations),
      })),
  };
}

/** What a mean of means may be off. */
const rounding = 1e-9;

function itemsOf(judgments: readonly Judgment[]): Item[] {
  return [...Map.groupBy(judgments, ({ itemId }) => itemId)].flatMap(([itemId, judgments]) =>
    judgments.slice(0, 1).map(({ conversation, intent }) => ({ itemId, conversation, intent, judgments })),
  );
}

/** An item of a conversation without a name is one of its own. */
function conversationsOf(items: readonly Item[]): Turns[] {
  const keyOf = ({ itemId, conversation }: Item) => (conversation === null ? `item ${itemId}` : `of ${conversation}`);
  return [...Map.groupBy(items, keyOf).values()];
}

function worthOf(turns: Turns): number {
  return average(turns.map(scoreOf));
}

/** What an item is worth to the tuned model, from 0 to 1: the mean of its judges. */
export function scoreOf({ judgments }: { judgments: readonly Pick<Judgment, 'winner'>[] }): number {
  return average(judgments.map(({ winner }) => worth[winner]));
}

function average(values: readonly number[]): number {
  return mean(sumsOf(values));
}

function winRate(scores: Sums): WinRate | null {
  return scores.n === 0 ? null : { conversations: scores.n, rate: mean(scores), ...winRateInterval(scores) };
}

function countWinners(judgments: readonly Judgment[]): Record<Winner, number> {
  const counts = { base: 0, tuned: 0, tie: 0, both_bad: 0 };
  for (const { winner } of judgments) counts[winner]++;
  return counts;
}

/** Scores are 1 to 5: no two differ by more, and an interval of few conversations says no more than that. */
const widest = 4;

/** Scales that no judge scored on both answers are left out. */
function rubricDeltas(conversations: readonly Turns[]): RubricDelta[] {
  return scaleIds.flatMap((scale) => {
    const pairs = conversations.flatMap((turns) => meanPair(turns.flatMap((item) => pairOf(item, scale))));
    if (pairs.length === 0) return [];
    const deltas = sumsOf(pairs.map(({ base, tuned }) => tuned - base));
    const interval = meanInterval(deltas);
    return {
      scale,
      conversations: pairs.length,
      base: average(pairs.map(({ base }) => base)),
      tuned: average(pairs.map(({ tuned }) => tuned)),
      delta: mean(deltas),
      low: interval && Math.max(-widest, interval.low),
      high: interval && Math.min(widest, interval.high),
    };
  });
}

/** The scores of both answers by each judge who scored both, as their mean. */
function pairOf({ judgments }: Item, scale: ScaleId): Pair[] {
  return meanPair(
    judgments.flatMap(({ scores }) => {
      const base = scores?.base[scale];
      const tuned = scores?.tuned[scale];
      return base === undefined || tuned === undefined ? [] : { base, tuned };
    }),
  );
}

type Pair = { base: number; tuned: number };

/** None of none. */
function meanPair(pairs: readonly Pair[]): Pair[] {
  if (pairs.length === 0) return [];
  return [{ base: average(pairs.map(({ base }) => base)), tuned: average(pairs.map(({ tuned }) => tuned)) }];
}

/** Two judges say the same where their judgments are worth the same: that both are bad is a tie too. */
function agreement(conversations: readonly Turns[]): EvaluationResults['agreement'] {
  const shares = conversations.flatMap((turns) => {
    const ofItems = turns.flatMap(agreedOn);
    return ofItems.length === 0 ? [] : [average(ofItems)];
  });
  const sums = sumsOf(shares);
  return sums.n === 0 ? null : { conversations: sums.n, share: mean(sums), ...winRateInterval(sums) };
}

/** The share of the pairs of an item's judges who say the same; none where there is no pair. */
function agreedOn({ judgments }: Item): number[] {
  const pairs = judgments.flatMap((one, index) => judgments.slice(index + 1).map((other) => [one, other] as const));
  return pairs.length === 0
    ? []
    : [average(pairs.map(([one, other]) => Number(worth[one.winner] === worth[other.winner])))];
}
