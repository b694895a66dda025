import { expect, it } from 'vitest';
import { answersCostText, signSentence, verdictSentence } from '../../shared/rules/evaluation-words.ts';

it('never tells a cost as nothing, unless it is nothing or not known', () => {
  expect(answersCostText(0.004, 'USD')).toBe('under 0.01 USD');
  expect(answersCostText(0.01, 'USD')).toBe('0.01 USD');
  expect(answersCostText(0, 'USD')).toBe('0.00 USD');
  expect(answersCostText(null, 'USD')).toBe('not known');
});

it('shows as many digits of a win rate as it takes to see on which side of one half it lies', () => {
  const of = (low: number, high: number, rate = 0.67) =>
    verdictSentence({ winRate: { rate, low, high, conversations: 30 }, stillNeeded: null });
  expect(of(0.5002, 0.833)).toContain(
    '67.0 % of 30 conversations, a tie as half a win (95 % interval 50.02 to 83.3 %). It is better',
  );
  expect(of(0.31, 0.499_97, 0.41)).toContain('(95 % interval 31.0 to 49.997 %). It is worse');
  expect(of(0.499_99, 0.833)).toContain('(95 % interval 49.999 to 83.3 %). That does not tell');
  expect(of(0.5, 0.833)).toContain('(95 % interval 50.0 to 83.3 %). That does not tell');
});

it('tells items that were tied from items that nobody judged', () => {
  const none = { wins: 0, losses: 0, ties: 0, p: 1 };
  expect(signSentence({ sign: none, winRate: null })).toBe('Nothing was judged: there is nothing to test.');
  expect(signSentence({ sign: { ...none, ties: 2 }, winRate: null })).toBe(
    'Every conversation was a tie: there is nothing to test.',
  );
});

it('says why the sign test and the interval may differ, where they do', () => {
  const sign = { wins: 8, losses: 2, ties: 20, p: 0.109 };
  const winRate = { rate: 0.61, low: 0.51, high: 0.7, conversations: 30 };
  const why =
    /^Sign test over the 10 conversations .* 20 ties left out\. It asks only which model a conversation goes to;/;
  expect(signSentence({ sign, winRate })).toMatch(why);
  expect(signSentence({ sign, winRate: { ...winRate, low: 0.5 } })).toMatch(/left out\.$/);
  expect(signSentence({ sign: { ...sign, p: 0.049 }, winRate })).toMatch(/left out\.$/);
});
