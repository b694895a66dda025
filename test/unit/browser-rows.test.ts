import { describe, expect, test } from 'vitest';
import { chunkSize, RowCache } from '../../renderer/browser/row-cache.ts';
import type { SampleSummary } from '../../shared/domain/browse.ts';

function row(index: number): SampleSummary {
  return {
    sampleId: `s${index}`,
    createdAt: '2026-09-01T00:00:00Z',
    agent: 'a',
    intent: null,
    confidence: null,
    tags: [],
    query: '',
    response: '',
    decision: null,
    overall: null,
    hasCorrection: false,
    skipped: false,
    flagged: false,
    legacy: false,
    team: [],
  };
}

/** A service that answers when it is told to. */
function serviceOf(total: number) {
  const asked: { offset: number; answer: () => Promise<void>; fail: (thrown: unknown) => Promise<void> }[] = [];
  const failures: unknown[] = [];
  let arrivals = 0;
  const cache = new RowCache(
    {
      fetch: (offset, limit) => {
        const { promise, resolve, reject } = Promise.withResolvers<SampleSummary[]>();
        const settle = () => promise.then(() => {}).catch(() => {});
        asked.push({
          offset,
          answer: () => {
            resolve(Array.from({ length: Math.min(limit, total - offset) }, (_, index) => row(offset + index)));
            return settle();
          },
          fail: (thrown) => {
            reject(thrown);
            return settle();
          },
        });
        return promise;
      },
      changed: () => {
        arrivals += 1;
      },
      failed: (thrown) => failures.push(thrown),
    },
    Array.from({ length: Math.min(chunkSize, total) }, (_, index) => row(index)),
  );
  return { cache, asked, failures, arrivals: () => arrivals };
}

describe('the rows of a result set', () => {
  test('the rows that came with the search are not asked for again', () => {
    const { cache, asked } = serviceOf(80);
    cache.want(0, 20, 80);
    expect(cache.get(79)?.sampleId).toBe('s79');
    expect(asked).toEqual([]);
  });

  test('what is looked at is asked for first, its neighbours after it', async () => {
    const { cache, asked, arrivals } = serviceOf(100_000);
    cache.want(50_010, 50_025, 100_000);
    expect(asked.map(({ offset }) => offset)).toEqual([50_000, 50_100]);
    expect(cache.get(50_010)).toBeUndefined();
    await asked[0]?.answer();
    expect(cache.get(50_010)?.sampleId).toBe('s50010');
    expect(arrivals()).toBe(1);
    expect(asked.map(({ offset }) => offset)).toEqual([50_000, 50_100, 49_900]);
  });

  test('chunks that a fast drag passed by are never asked for', async () => {
    const { cache, asked } = serviceOf(1_000_000);
    for (let first = 10_000; first <= 900_000; first += 10_000) cache.want(first, first + 15, 1_000_000);
    expect(asked).toHaveLength(2);
    await asked[0]?.answer();
    expect(asked.at(-1)?.offset).toBe(900_000);
    expect(asked).toHaveLength(3);
  });

  test('memory is bounded, and what is looked at stays', async () => {
    const { cache, asked } = serviceOf(1_000_000);
    for (let first = 0; first < 200; first += 1) {
      cache.want(first * chunkSize, first * chunkSize + 15, 1_000_000);
      for (let next = asked.shift(); next; next = asked.shift()) await next.answer();
    }
    const held = Array.from({ length: 10_000 }, (_, chunk) => cache.get(chunk * chunkSize)).filter(Boolean);
    expect(held.length).toBeLessThanOrEqual(60);
    expect(cache.get(199 * chunkSize)?.sampleId).toBe('s19900');
  });

  test('a failure is told, and the next look asks again', async () => {
    const { cache, asked, failures } = serviceOf(1000);
    cache.want(500, 515, 1000);
    await asked[0]?.fail(new Error('gone'));
    expect(failures).toHaveLength(1);
    cache.want(500, 515, 1000);
    expect(asked.filter(({ offset }) => offset === 500)).toHaveLength(2);
  });
});
