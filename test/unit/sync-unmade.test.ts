import { expect, it } from 'vitest';
import { busy, declined, refused, stopped, unmade } from '../../electron/service/sync/failures.ts';
import type { AssayError } from '../../shared/errors.ts';

const safeOf = (error: AssayError) => (unmade(error) as AssayError).report();

it('a change that the server refused is made nowhere, and nothing of it waits', () => {
  const begun = declined(
    'experiment_began',
    'The plan of an experiment that has begun cannot be changed.',
    'Plan another one.',
  );
  expect(safeOf(begun)).toEqual({ ...begun.report(), safe: 'Nothing was changed.' });
  expect(safeOf(refused('permission denied')).safe).toBe('Nothing was changed.');
});

it('nobody knows of a change whose answer was lost or not waited for', () => {
  for (const error of [busy('no answer within 15 s'), stopped()])
    expect(safeOf(error).safe, error.message).toMatch(/^The change does not wait here/);
});

it('a defect stays one', () => {
  const defect = new TypeError('x is undefined');
  expect(unmade(defect)).toBe(defect);
});
