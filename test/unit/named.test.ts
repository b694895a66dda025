import { expect, it } from 'vitest';
import { oneNamed } from '../../electron/service/named.ts';

const runs = [{ id: 'ab12-1' }, { id: 'ab12-2' }, { id: 'cd34-1' }];

it('finds the one whose id begins so', () => {
  expect(oneNamed(runs, 'cd34', 'run')).toBe(runs[2]);
  expect(oneNamed(runs, 'ab12-2', 'run')).toBe(runs[1]);
});

it.each([
  ['', 'There is no run “” in this workspace.'],
  ['cd3', 'There is no run “cd3” in this workspace.'],
  ['ab12', 'Several runs begin with ab12.'],
])('takes none for “%s”', (given, message) => {
  expect(() => oneNamed(runs, given, 'run')).toThrow(message);
});
