import { describe, expect, it } from 'vitest';
import { evaluationResultsSchema, type Judgment, type Winner } from '../../shared/domain/evaluation.ts';
import { evaluationResults } from '../../shared/rules/evaluation.ts';
import { judgmentsSentence } from '../../shared/rules/evaluation-words.ts';

const judgment = (itemId: string, winner: Winner, rest: Partial<Judgment> = {}): Judgment => ({
  itemId,
  conversation: null,
  judge: 'ann',
  winner,
  intent: null,
  scores: null,
  ...rest,
});
const many = (count: number, winner: Winner, from = 0) =>
  Array.from({ length: count }, (_, index) => judgment(`item ${from + index}`, winner));

describe('the results of an evaluation', () => {
  it('count a tie and two bad answers as half a win', () => {
    const { winRate, judgments, sign } = evaluationResults([
      ...many(30, 'tuned'),
      ...many(10, 'base', 30),
      ...many(15, 'tie', 40),
      ...many(5, 'both_bad', 55),
    ]);
    expect(winRate).toMatchObject({ conversations: 60, rate: 40 / 60 });
    expect(judgments).toEqual({ tuned: 30, base: 10, tie: 15, both_bad: 5 });
    expect(sign).toMatchObject({ wins: 30, losses: 10, ties: 20 });
    expect(sign.p).toBeCloseTo(0.0022, 4);
  });

  it('take one item for one score, however many judged it', () => {
    const alone = many(20, 'tuned').concat(many(15, 'base', 20));
    const twice = alone.concat(alone.map((word) => ({ ...word, judge: 'bob' })));
    const results = evaluationResults(twice);
    expect(results.winRate).toEqual(evaluationResults(alone).winRate);
    expect(results.sign).toEqual(evaluationResults(alone).sign);
    expect(results.agreement).toMatchObject({ conversations: 35, share: 1 });
  });

  it('take one conversation for one score, however many of its turns were judged', () => {
    const turn = (conversation: string, at: number, winner: Winner, rest: Partial<Judgment> = {}) =>
      judgment(`${conversation}, ${at}`, winner, { conversation, ...rest });
    const scored = (base: 1 | 3, tuned: 4 | 5) => ({ scores: { base: { tone: base }, tuned: { tone: tuned } } });
    const results = evaluationResults([
      ...[1, 2, 3, 4].map((at) => turn('long', at, 'base', scored(1, 5))),
      turn('even', 1, 'tuned'),
      turn('even', 2, 'base'),
      turn('short', 1, 'tuned', scored(3, 4)),
      judgment('unnamed', 'tuned'),
    ]);
    expect(results).toMatchObject({
      items: 8,
      winRate: { conversations: 4, rate: (0 + 0.5 + 1 + 1) / 4 },
      sign: { wins: 2, losses: 1, ties: 1 },
      deltas: [{ scale: 'tone', conversations: 2, delta: (4 + 1) / 2 }],
      intents: [{ winRate: { conversations: 4 } }],
    });
    expect(judgmentsSentence(results)).toBe(
      'Judgments of 8 items of 4 conversations: 3 for the tuned model, 5 for the base, 0 ties and 0 both bad. Each conversation counts once, with the mean of its items.',
    );
  });

  it('take an item that its judges disagree on for a tie', () => {
    const { winRate, sign, agreement } = evaluationResults([
      judgment('one', 'tuned'),
      judgment('one', 'base', { judge: 'bob' }),
      judgment('two', 'tie'),
      judgment('two', 'both_bad', { judge: 'bob' }),
      judgment('three', 'tuned'),
    ]);
    expect(winRate).toMatchObject({ conversations: 3, rate: 2 / 3 });
    expect(sign).toEqual({ wins: 1, losses: 0, ties: 2, p: 1 });
    // Of two items, one is agreed on; the third has one judge.
    expect(agreement).toMatchObject({ conversations: 2, share: 0.5 });
  });

  it('give the difference of scores per criterion and per intent, of items that have both', () => {
    const scored = (itemId: string, intent: string, base: 2 | 3, tuned: 4 | 5) =>
      judgment(itemId, 'tuned', { intent, scores: { base: { tone: base, policy: 5 }, tuned: { tone: tuned } } });
    const { deltas, intents } = evaluationResults([
      scored('one', 'refund', 2, 4),
      scored('two', 'refund', 3, 4),
      scored('three', 'refund', 2, 5),
      scored('four', 'delivery', 3, 4),
      judgment('five', 'base', { intent: 'delivery' }),
    ]);
    expect(deltas).toHaveLength(1);
    expect(deltas[0]).toMatchObject({ scale: 'tone', conversations: 4, base: 2.5, tuned: 4.25, delta: 1.75 });
    // Student's interval of 2, 1, 3, 1: a standard error of .4787 and a quantile of 3.182.
    expect(deltas[0]?.low).toBeCloseTo(0.2265, 4);
    expect(deltas[0]?.high).toBeCloseTo(3.2735, 4);
    expect(intents.map(({ intent, winRate }) => [intent, winRate?.rate])).toEqual([
      ['refund', 1],
      ['delivery', 0.5],
    ]);
    expect(intents[1]?.deltas[0]).toMatchObject({ conversations: 1, delta: 1, low: null, high: null });
  });

  it('never claim a difference of more steps than the rubric has', () => {
    const scored = (itemId: string, base: 1 | 5, tuned: 1 | 5) =>
      judgment(itemId, 'tie', { scores: { base: { tone: base }, tuned: { tone: tuned } } });
    const { deltas } = evaluationResults([scored('one', 1, 5), scored('two', 5, 1)]);
    expect(deltas[0]).toMatchObject({ delta: 0, low: -4, high: 4 });
  });

  it('say how many comparisons are still needed, and none where the interval is clear of one half', () => {
    const close = evaluationResults([...many(33, 'tuned'), ...many(27, 'base', 33)]);
    // (1.96 + .8416)² × .2497 / .05² = 784 in all.
    expect(close.stillNeeded).toBeGreaterThan(700);
    expect(close.stillNeeded).toBeLessThan(740);
    expect(evaluationResults([...many(45, 'tuned'), ...many(15, 'base', 45)]).stillNeeded).toBe(0);
    expect(evaluationResults([...many(5, 'tuned'), ...many(5, 'base', 5)]).stillNeeded).toBeNull();
  });

  it('are plain data where nothing was judged', () => {
    const results = evaluationResults([]);
    expect(evaluationResultsSchema.parse(results)).toEqual(results);
    expect(results).toMatchObject({ winRate: null, agreement: null, stillNeeded: null, deltas: [], intents: [] });
    expect(results.sign).toEqual({ wins: 0, losses: 0, ties: 0, p: 1 });
  });
});
