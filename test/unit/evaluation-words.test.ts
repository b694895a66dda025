import { expect, it } from 'vitest';
import { answersCostText } from '../../shared/rules/evaluation-words.ts';

it('never tells a cost as nothing, unless it is nothing or not known', () => {
  expect(answersCostText(0.004, 'USD')).toBe('under 0.01 USD');
  expect(answersCostText(0.01, 'USD')).toBe('0.01 USD');
  expect(answersCostText(0, 'USD')).toBe('0.00 USD');
  expect(answersCostText(null, 'USD')).toBe('not known');
});
