import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeOf } from '../../electron/service/samples/query/random.ts';
import { shuffleOf } from '../../electron/service/samples/write.ts';
import { type LoopOrder, orderStrategies } from '../../shared/domain/order.ts';
import { own, writerOf } from '../fixtures/labeling.ts';
import { finish, openQueryParts, type QueryParts } from '../fixtures/query.ts';
import { verdict } from '../fixtures/samples.ts';
import { putSamples, workspaceWith } from '../fixtures/workspace.ts';
import {
  type Asked,
  asked,
  asksForStanding,
  commit,
  filterOf,
  type Known,
  loopOrders,
  makeRows,
  makeWorkspace,
  numbers,
  offered,
} from './query-oracle.ts';

const anySeed = fc.nat({ max: 0xffff_ffff });
const limits = fc.integer({ min: 1, max: 40 });
const ids = (known: readonly Known[]) => known.map(({ sampleId }) => sampleId);
const rotation: LoopOrder = { strategy: 'by_intent', seed: null };
const random = (seed: number): LoopOrder => ({ strategy: 'random', seed });

function next({ loop }: QueryParts, order: LoopOrder, wanted: Asked, after: string | null, limit: number): string[] {
  return finish(loop.next({ order, filter: filterOf(wanted), after, limit }));
}

/** Asks on and on, each time beyond what was offered last, until nothing comes. */
function offersOf(
  parts: QueryParts,
  order: LoopOrder,
  wanted: Asked,
  limit: number,
  between: (all: readonly string[], last: readonly string[]) => void = () => {},
): string[] {
  const all: string[] = [];
  for (let after: string | undefined; ; after = all.at(-1)) {
    const offers = next(parts, order, wanted, after ?? null, limit);
    if (offers.length === 0) return all;
    all.push(...offers);
    between(all, offers);
  }
}

describe('the loop', () => {
  it.each([
    { size: 9, seed: 11 },
    { size: 600, seed: 12 },
  ])('offers of $size samples what comes next in the order, wherever it stands', ({ size, seed }) => {
    const { workspace, known } = makeWorkspace(seed, size);
    const parts = openQueryParts(workspace);
    const strategies = orderStrategies.filter((strategy) => strategy !== 'by_intent');
    const from = fc.option(fc.constantFrom(...known), { freq: 4 });
    fc.assert(
      fc.property(asked, fc.constantFrom(...strategies), from, limits, (wanted, strategy, at, limit) => {
        const inOrder = known.toSorted(loopOrders(7)[strategy]);
        const beyond = at ? inOrder.slice(inOrder.indexOf(at) + 1) : inOrder;
        const expected = beyond.filter((sample) => offered(wanted, sample)).slice(0, limit);
        expect(next(parts, { strategy, seed: 7 }, wanted, at?.sampleId ?? null, limit)).toEqual(ids(expected));
      }),
      { numRuns: 500 },
    );
  });

  it('offers each open sample once under every order, while samples are dealt with', () => {
    const order = fc.record({ strategy: fc.constantFrom(...orderStrategies), seed: anySeed });
    fc.assert(
      fc.property(anySeed, order, asked, limits, (seed, order, wanted, limit) => {
        const { workspace, known } = makeWorkspace(seed, 200);
        const parts = openQueryParts(workspace);
        const chance = numbers(seed);
        const open = new Set(ids(known.filter((sample) => offered(wanted, sample))));
        const offers = offersOf(parts, order, wanted, limit, (all, last) => {
          workspace.work.transaction(() => {
            for (const sampleId of last) if (chance() < 0.6) commit(workspace, sampleId, verdict(''));
            // Somebody jumps ahead: that sample's turn is over before it comes.
            const jumped = [...open].filter((id) => !all.includes(id))[Math.floor(chance() * 50)];
            if (jumped === undefined || asksForStanding(wanted)) return;
            writerOf(workspace).skip(own(jumped), 'other');
            open.delete(jumped);
          })();
        });
        expect(offers.toSorted()).toEqual([...open].sort());
      }),
      { numRuns: 30 },
    );
  });

  it('answers the same question again with the same samples', () => {
    const { workspace } = makeWorkspace(13, 300);
    const parts = openQueryParts(workspace);
    const order = fc.record({ strategy: fc.constantFrom(...orderStrategies), seed: fc.constant(3) });
    fc.assert(
      fc.property(order, asked, limits, (order, wanted, limit) => {
        const first = next(parts, order, wanted, null, limit);
        const second = next(parts, order, wanted, first.at(-1) ?? null, limit);
        expect(next(parts, order, wanted, null, limit)).toEqual(first);
        expect(next(parts, order, wanted, first.at(-1) ?? null, limit)).toEqual(second);
      }),
      { numRuns: 60 },
    );
  });

  it('offers nothing where a filter contradicts itself', () => {
    const parts = openQueryParts(makeWorkspace(15, 200).workspace);
    for (const strategy of orderStrategies)
      expect(next(parts, { strategy, seed: 5 }, { status: 'unlabeled', decision: 'approve' }, null, 10)).toEqual([]);
  });

  it('starts from the beginning after a sample that it does not know', () => {
    const parts = openQueryParts(makeWorkspace(14, 200).workspace);
    for (const strategy of orderStrategies) {
      const order = { strategy, seed: 5 };
      expect(next(parts, order, {}, 'never seen', 10)).toEqual(next(parts, order, {}, null, 10));
    }
  });
});

describe('the random order', () => {
  it('is the same for the same samples, however they were imported', () => {
    fc.assert(
      fc.property(anySeed, anySeed, (made, seed) => {
        const rows = makeRows(made, 150);
        const chance = numbers(made);
        const one = openQueryParts(workspaceWith(rows));
        const other = openQueryParts(workspaceWith(rows.toSorted(() => chance() - 0.5)));
        expect(offersOf(one, random(seed), {}, 33)).toEqual(offersOf(other, random(seed), {}, 40));
      }),
      { numRuns: 4 },
    );
  });

  it('takes in what was imported meanwhile, each sample at its place', () => {
    const rows = makeRows(16, 300);
    const workspace = workspaceWith(rows.slice(0, 200));
    const parts = openQueryParts(workspace);
    const before = offersOf(parts, random(9), {}, 40);
    putSamples(workspace, rows.slice(200));
    const after = offersOf(parts, random(9), {}, 40);
    expect(after.toSorted()).toEqual(rows.map(({ sample_id }) => sample_id).sort());
    expect(after.filter((sampleId) => before.includes(sampleId))).toEqual(before);
  });

  it('is another permutation for every seed, independent of the others', () => {
    const shuffles = Array.from({ length: 2000 }, (_, i) => shuffleOf(`sample ${i}`));
    const firstHalf = (seed: number) => {
      const order = shuffles.toSorted((a, b) => placeOf(a, seed) - placeOf(b, seed));
      return new Set(order.slice(0, 1000));
    };
    fc.assert(
      fc.property(anySeed, fc.oneof(fc.integer({ min: 1, max: 32 }), anySeed), (seed, distance) => {
        const other = firstHalf((seed ^ distance) >>> 0);
        const shared = [...firstHalf(seed)].filter((shuffle) => other.has(shuffle)).length;
        // 500 by chance, with a standard deviation of 11: six of them on either side.
        if (distance !== 0) expect(Math.abs(shared - 500)).toBeLessThan(67);
      }),
      { numRuns: 100 },
    );
  });
});

describe('the rotation of intents', () => {
  const intents = (known: readonly Known[], sampleIds: readonly string[]) => {
    const of = new Map(known.map(({ sampleId, row }) => [sampleId, row.query.intent ?? null]));
    return sampleIds.map((sampleId) => of.get(sampleId) ?? null);
  };

  it('gives every intent that has samples left its turn, each oldest first', () => {
    const { workspace, known } = makeWorkspace(20, 500);
    const parts = openQueryParts(workspace);
    fc.assert(
      fc.property(asked, limits, (wanted, limit) => {
        const offers = offersOf(parts, rotation, wanted, limit);
        const open = known.filter((sample) => offered(wanted, sample)).sort((a, b) => a.id - b.id);
        const lanes = Map.groupBy(open, ({ row }) => row.query.intent ?? null);
        // Turn by turn: the n-th of every lane that is so long, by name, those without an intent last.
        const names = [...lanes.keys()].sort((a, b) => (a === null ? 1 : b === null || a < b ? -1 : 1));
        const longest = Math.max(0, ...[...lanes.values()].map((lane) => lane.length));
        const turns = Array.from({ length: longest }, (_, n) => names.flatMap((name) => lanes.get(name)?.[n] ?? []));
        expect(offers).toEqual(ids(turns.flat()));
      }),
      { numRuns: 60 },
    );
  });

  it('goes on with the next intent from anywhere, and passes over nothing that is open', () => {
    const { workspace, known } = makeWorkspace(21, 300);
    const parts = openQueryParts(workspace);
    const open = known.filter((sample) => offered({}, sample));
    const names = [...new Set(intents(known, offersOf(parts, rotation, {}, 25)))];
    for (const at of known.slice(0, 40)) {
      const beyond = next(openQueryParts(workspace), rotation, {}, at.sampleId, 500);
      expect(beyond.toSorted()).toEqual(ids(open.filter((sample) => sample !== at)).sort());
      const turn = names.indexOf(at.row.query.intent ?? null) + 1;
      expect(intents(known, beyond).slice(0, names.length)).toEqual([...names.slice(turn), ...names.slice(0, turn)]);
    }
  });

  it('lets no intent wait because much of it was labeled before', () => {
    const { workspace, known } = makeWorkspace(22, 400);
    const refunds = known.filter(({ row }) => row.query.intent === 'refund').sort((a, b) => a.id - b.id);
    workspace.work.transaction(() => {
      for (const { sampleId } of refunds.slice(0, -1)) commit(workspace, sampleId, verdict(''));
      commit(workspace, refunds.at(-1)?.sampleId ?? '', null);
    })();
    const parts = openQueryParts(workspace);
    const names = new Set(intents(known, offersOf(parts, rotation, {}, 50)));
    expect(names.has('refund')).toBe(!refunds.at(-1)?.skipped);
    expect(new Set(intents(known, next(parts, rotation, {}, null, names.size)))).toEqual(names);
  });
});
