import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdList, includes, indexOf, Sorter } from '../../electron/service/samples/query/ids.ts';
import { afterAll, beforeAll, type Source, sourceOf } from '../../electron/service/samples/query/source.ts';
import { walk } from '../../electron/service/samples/query/walk.ts';
import { collect } from '../fixtures/query.ts';
import { numbers } from './query-oracle.ts';

/** A set of ids below `range` of which about `share` are in it: from all but empty to all, so that pieces end anywhere. */
const idSet = fc
  .record({
    seed: fc.nat(),
    range: fc.constantFrom(0, 1, 127, 128, 129, 5_000, 30_000),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  })
  .map(({ seed, range, share }) => {
    const next = numbers(seed);
    return Float64Array.from(Array.from({ length: range }, (_, id) => id).filter(() => next() < share ** 3));
  });
const direction = fc.constantFrom('ascending' as const, 'descending' as const);

describe('a walk through id sets', () => {
  it('finds what is in every set, in none of the barred ones, between the bounds, in order', () => {
    const bound = fc.integer({ min: -1, max: 30_001 });
    fc.assert(
      fc.property(
        fc.array(idSet, { minLength: 1, maxLength: 3 }),
        fc.array(idSet, { maxLength: 2 }),
        direction,
        fc.option(fc.tuple(bound, bound)),
        (include, exclude, direction, bounds) => {
          const [low, high] = bounds ? bounds.toSorted((a, b) => a - b) : [beforeAll, afterAll];
          const [from, to] = direction === 'ascending' ? [low, high] : [high, low];
          const sources = { include: include.map(sourceOf), exclude: exclude.map(sourceOf) };
          const sets = include.map((ids) => new Set(ids));
          const barred = exclude.map((ids) => new Set(ids));
          const expected = Array.from(include[0] ?? []).filter(
            (id) =>
              id > (low ?? 0) &&
              id < (high ?? 0) &&
              sets.every((set) => set.has(id)) &&
              !barred.some((set) => set.has(id)),
          );
          const found = collect(walk(sources, { direction, from: from ?? 0, to: to ?? 0 }));
          expect(found).toEqual(direction === 'ascending' ? expected : expected.reverse());
        },
      ),
      { numRuns: 300 },
    );
  });

  it('reads no more of the others than the rarest set makes it', () => {
    const everything = Float64Array.from({ length: 200_000 }, (_, id) => id);
    let read = 0;
    const counted: Source = {
      read(direction, from, limit) {
        const piece = sourceOf(everything).read(direction, from, limit);
        read += piece.length;
        return piece;
      },
    };
    const rare = sourceOf(Float64Array.of(7, 100_000, 199_000));
    const found = collect(
      walk({ include: [counted, rare], exclude: [] }, { direction: 'descending', from: afterAll, to: beforeAll }),
    );
    expect(found).toEqual([199_000, 100_000, 7]);
    expect(read).toBeLessThan(20_000);
  });

  it('pauses even where sets share nothing', () => {
    const every = (first: number) => sourceOf(Float64Array.from({ length: 50_000 }, (_, i) => 2 * i + first));
    const steps = [
      ...walk(
        { include: [every(0), every(1)], exclude: [] },
        { direction: 'ascending', from: beforeAll, to: afterAll },
      ),
    ];
    expect(steps.flat()).toEqual([]);
    expect(steps.length).toBeGreaterThan(3);
  });

  it('gives its first ids after one small piece of each set', () => {
    const ids = Float64Array.from({ length: 50_000 }, (_, id) => id);
    const limits: number[] = [];
    const counted: Source = {
      read(direction, from, limit) {
        limits.push(limit);
        return sourceOf(ids).read(direction, from, limit);
      },
    };
    const steps = walk(
      { include: [counted, counted], exclude: [] },
      { direction: 'ascending', from: beforeAll, to: afterAll },
    );
    expect(steps.next().value).toHaveLength(128);
    expect(limits).toEqual([128, 128]);
  });
});

describe('lists of ids', () => {
  it('sort ids that come in pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.uniqueArray(fc.maxSafeNat(), { maxLength: 50 }), { maxLength: 20 }), (pieces) => {
        const sorter = new Sorter();
        for (const piece of pieces) sorter.push(piece);
        expect([...sorter.sorted()]).toEqual(pieces.flat().sort((a, b) => a - b));
      }),
    );
  });

  it('grow without losing any, and find them', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat({ max: 2_000 }), { maxLength: 600 }), fc.nat({ max: 2_001 }), (some, probe) => {
        const sorted = some.toSorted((a, b) => a - b);
        const list = new IdList();
        for (let at = 0; at < sorted.length; at += 37) list.push(sorted.slice(at, at + 37));
        expect([...list.all()]).toEqual(sorted);
        expect(indexOf(list.all(), probe)).toBe(sorted.filter((id) => id < probe).length);
        expect(includes(list.all(), probe)).toBe(sorted.includes(probe));
      }),
    );
  });
});
