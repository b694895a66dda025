import { expect, it } from 'vitest';
import { isConfirmed, mustBeConfirmed, toConfirm } from '../../shared/rules/spending.ts';

it('asks to type an amount above the limit, and what nobody knows whatever the limit', () => {
  const currency = 'USD';
  expect(toConfirm({ amount: 10, currency }, 10)).toBeNull();
  expect(toConfirm({ amount: 10.01, currency }, 10)).toBe('10.01 USD');
  expect(toConfirm({ amount: 0, currency }, 0)).toBeNull();
  expect(toConfirm({ amount: null, currency }, 1_000)).toBe('unknown cost');
});

it('takes what was typed but for blanks around it, and says of what it lacks the amount', () => {
  expect(isConfirmed(null, null)).toBe(true);
  expect(isConfirmed('10.01 USD', ' 10.01 USD ')).toBe(true);
  expect(isConfirmed('10.01 USD', '10.01')).toBe(false);
  expect(() => mustBeConfirmed('evaluation', '10.01 USD', null)).toThrow(
    'This evaluation has to be confirmed by typing “10.01 USD”.',
  );
});
