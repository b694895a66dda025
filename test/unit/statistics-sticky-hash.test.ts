import { expect, it } from 'vitest';
import { sampleRatio } from '../../shared/statistics/sample-ratio.ts';
import { stickyBucket } from '../../shared/statistics/sticky-hash.ts';

it.each([
  ['seed', 'a', 505],
  ['seed', 'b', 2_696],
  ['foo', 'ab', 2_575],
  ['foo', 'def', 2_019],
])('of %s and %s is GrowthBook’s bucket %d', (seed, value, bucket) => {
  expect(stickyBucket(seed, value)).toBe(bucket);
});

it('fills its buckets evenly, and those of two seeds apart from each other', () => {
  const values = Array.from({ length: 20_000 }, (_, index) => `conversation ${index}`);
  const tenths = (seed: string) => values.map((value) => Math.floor(stickyBucket(seed, value) / 1_000));
  const [one, other] = [tenths('experiment 1'), tenths('experiment 2')];
  const counts = (of: readonly number[], parts: number) =>
    Array.from({ length: parts }, (_, part) => of.filter((tenth) => tenth === part).length);
  const even = (parts: number) => Array.from({ length: parts }, () => 1);
  expect(sampleRatio(counts(one, 10), even(10))).toBeGreaterThan(0.001);
  const both = one.map((tenth, index) => 10 * tenth + (other[index] ?? 0));
  expect(sampleRatio(counts(both, 100), even(100))).toBeGreaterThan(0.001);
});

it('hashes bytes, so that a database finds the same bucket of any name', () => {
  // FNV-1a of the bytes of UTF-8, twice, computed elsewhere.
  expect(stickyBucket('seed', 'Grüße 🙂')).toBe(8636);
});
