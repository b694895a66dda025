import { expect, it } from 'vitest';
import { answersCostText, signSentence } from '../../shared/rules/evaluation-words.ts';

it('never tells a cost as nothing, unless it is nothing or not known', () => {
  expect(answersCostText(0.004, 'USD')).toBe('under 0.01 USD');
  expect(answersCostText(0.01, 'USD')).toBe('0.01 USD');
  expect(answersCostText(0, 'USD')).toBe('0.00 USD');
  expect(answersCostText(null, 'USD')).toBe('not known');
});

it('tells items that were tied from items that nobody judged', () => {
  const none = { wins: 0, losses: 0, ties: 0, p: 1 };
  expect(signSentence({ sign: none })).toBe('No item was judged: there is nothing to test.');
  expect(signSentence({ sign: { ...none, ties: 2 } })).toBe('Every item was a tie: there is nothing to test.');
});
