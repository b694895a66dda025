import { describe, expect, test } from 'vitest';
import {
  bytes,
  count,
  date,
  dateTime,
  dayBounds,
  duration,
  ending,
  percent,
  plural,
} from '../../renderer/ui/format.ts';

describe('numbers for a person', () => {
  test('plurals are right', () => {
    expect([0, 1, 2, 1234].map((n) => plural(n, 'sample'))).toEqual([
      '0 samples',
      '1 sample',
      '2 samples',
      '1,234 samples',
    ]);
    expect(plural(2, 'reply', 'replies')).toBe('2 replies');
  });

  test('a share that is not all never reads as all, and one that is not nothing never as nothing', () => {
    expect([0, 0.0001, 0.005, 0.5, 0.995, 0.9999, 1].map(percent)).toEqual([
      '0 %',
      '< 1 %',
      '1 %',
      '50 %',
      '> 99 %',
      '> 99 %',
      '100 %',
    ]);
  });

  test('sizes and times keep two figures that matter', () => {
    expect([0, 999, 1000, 999_950, 12_345_678, 3.2e12].map(bytes)).toEqual([
      '0 bytes',
      '999 bytes',
      '1.0 kB',
      '1.0 MB',
      '12.3 MB',
      '3.2 TB',
    ]);
    expect([400, 59_600, 75_000, 120_000, 3_600_000, 5_400_000].map(duration)).toEqual([
      '0 s',
      '1 min',
      '1 min 15 s',
      '2 min',
      '1 h',
      '1 h 30 min',
    ]);
    expect(count(1_000_000)).toBe('1,000,000');
  });

  test('what ends with a day is said to, and names that day', () => {
    const { begin, end } = dayBounds('2026-11-29') ?? { begin: '', end: '' };
    expect(ending(end)).toBe(`the end of ${date(begin)}`);
    const noon = new Date(Date.parse(begin) + 12 * 3_600_000).toISOString();
    expect(ending(noon)).toBe(dateTime(noon));
  });
});
