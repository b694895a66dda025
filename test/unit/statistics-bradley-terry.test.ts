import { expect, it } from 'vitest';
import { bradleyTerry } from '../../shared/statistics/bradley-terry.ts';

const won = (winner: string, loser: string, times: number) => ({ winner, loser, times });

it('finds the strengths of four who met in part', () => {
  const strengths = bradleyTerry([
    won('A', 'B', 2),
    won('A', 'D', 1),
    won('B', 'A', 3),
    won('B', 'C', 5),
    won('C', 'B', 3),
    won('C', 'D', 1),
    won('D', 'A', 4),
    won('D', 'C', 3),
  ]);
  expect([...strengths].map(([name, strength]) => `${name} ${strength.toFixed(3)}`)).toEqual([
    'A 0.640',
    'B 1.043',
    'C 0.660',
    'D 2.270',
  ]);
});

it('finds the odds of two', () => {
  const strengths = bradleyTerry([won('base', 'tuned', 20), won('tuned', 'base', 40)]);
  expect((strengths.get('tuned') ?? 0) / (strengths.get('base') ?? 0)).toBeCloseTo(2, 9);
});

it('refuses where no strengths are likeliest', () => {
  expect(() => bradleyTerry([won('A', 'B', 3)])).toThrow(RangeError);
  expect(() => bradleyTerry([won('A', 'B', 3), won('B', 'A', 0)])).toThrow(RangeError);
  expect(() => bradleyTerry([won('A', 'B', 1), won('B', 'A', 1), won('C', 'D', 1), won('D', 'C', 1)])).toThrow(
    RangeError,
  );
  expect(bradleyTerry([]).size).toBe(0);
});
