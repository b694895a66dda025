import { describe, expect, test } from 'vitest';
import { paceText } from '../../renderer/ui/job-words.ts';
import { follow, type Moment, paceOf } from '../../renderer/ui/progress.ts';

const moments = (...pairs: [at: number, done: number][]): Moment[] =>
  pairs.reduce<Moment[]>((all, [at, done]) => follow(all, { at, done }), []);

describe('the pace of a job', () => {
  test('is unknown until it was watched for a second', () => {
    expect(paceOf(moments([0, 0], [900, 500]), 1000)).toBeNull();
  });

  test('is what was done in the time watched, and tells what remains', () => {
    expect(paceOf(moments([0, 0], [1000, 100], [2000, 300]), 900)).toEqual({ rate: 150, remainingMs: 4000 });
  });

  test('has no end where the total cannot be known', () => {
    expect(paceOf(moments([0, 0], [2000, 300]), null)).toEqual({ rate: 150, remainingMs: null });
  });

  test('forgets what is long ago, so that a machine that slows down shows it', () => {
    const slowed = moments([0, 0], [1000, 10_000], [10_000, 10_100], [12_000, 10_200]);
    expect(paceOf(slowed, null)?.rate).toBe(50);
  });

  test('is told in its unit, by the minute where a second is too short', () => {
    expect(paceText(1_900_000, 'bytes')).toBe('1.9 MB a second');
    expect(paceText(1, 'answers')).toBe('1 answer a second');
    expect(paceText(0.05, 'steps')).toBe('3 steps a minute');
  });

  test('starts anew when a job that was resumed goes back', () => {
    expect(paceOf(moments([0, 900], [1000, 950], [1500, 400]), 1000)).toBeNull();
  });
});
