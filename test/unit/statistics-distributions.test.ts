import { describe, expect, it } from 'vitest';
import { incompleteBeta } from '../../shared/statistics/beta.ts';
import { logGamma, upperGamma } from '../../shared/statistics/gamma.ts';
import { normalQuantile, normalTail } from '../../shared/statistics/normal.ts';
import { studentQuantile, studentTail } from '../../shared/statistics/student.ts';

/** Equal to so many significant digits. */
const near = (value: number, expected: number, digits = 11) =>
  expect(Math.abs(value - expected)).toBeLessThanOrEqual(Math.abs(expected) * 10 ** -digits);

// Expected values are scipy 1.17's.
describe('distributions', () => {
  it.each([
    [0.5, 0.5723649429247001],
    [1, 0],
    [3.3, 0.9870985778947355],
    [100, 359.1342053695754],
  ])('the logarithm of gamma at %d is %d', (x, expected) => {
    expect(logGamma(x)).toBeCloseTo(expected, 11);
  });

  it.each([
    [0.5, 1.6, 0.07363827012030258],
    [1.5, 3.75, 0.0575584519726364],
    [5, 20, 1.694474393006737e-5],
    [50, 40, 0.9296649333406051],
    [2, 0, 1],
  ])('the upper gamma of %d at %d is %d', (a, x, expected) => {
    near(upperGamma(a, x), expected);
  });

  it.each([
    [0.3, 0.5, 0.5, 0.36901011956554536],
    [0.2, 2.5, 10, 0.5569748153151206],
    [0.9998, 5_000, 0.5, 0.15728882758981746],
    [0.42, 200, 300, 0.8196010664172663],
    [0, 3, 4, 0],
    [1, 3, 4, 1],
  ])('the beta of %d at %d, %d is %d', (x, a, b, expected) => {
    near(incompleteBeta(x, a, b), expected, 9);
  });

  it.each([
    [1.959963984540054, 0.025],
    [5, 2.866515718791933e-7],
    [-1.2, 0.8849303297782918],
    [10, 7.61985302416047e-24],
    [0, 0.5],
  ])('the normal tail beyond %d is %d', (z, expected) => {
    near(normalTail(z), expected);
  });

  it.each([
    [2.5, 3.7, 0.03591101145591339],
    [1.96, 1e5, 0.02499928159715084],
    [-1, 10, 0.8295534338489701],
    [60, 1, 0.005304673632623272],
  ])('Student’s tail beyond %d with %d degrees is %d', (t, df, expected) => {
    near(studentTail(t, df), expected, 9);
  });

  it.each([
    [0.025, 10, 2.2281388519862753],
    [0.025, 3.7, 2.8675207071911903],
    [1e-6, 30, 5.871117120418882],
    [0.0125, 9_998, 2.241740392958983],
    [0.001, 1, 318.30883898555044],
  ])('Student’s quantile of %d with %d degrees is %d', (tail, df, expected) => {
    near(studentQuantile(tail, df), expected, 9);
  });

  it('of Student becomes the normal one', () => {
    expect(studentQuantile(0.025, 1e9)).toBeCloseTo(normalQuantile(0.975), 6);
  });

  it('refuse what they are not defined for', () => {
    expect(() => logGamma(0.4)).toThrow(RangeError);
    expect(() => upperGamma(1, -1)).toThrow(RangeError);
    expect(() => incompleteBeta(1.1, 1, 1)).toThrow(RangeError);
    expect(() => studentQuantile(0.5, 10)).toThrow(RangeError);
  });
});
