import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countSamples } from '../../electron/service/samples/query/counts.ts';
import { sampleSorts } from '../../shared/domain/browse.ts';
import { collect, finish, openQueryParts } from '../fixtures/query.ts';
import { asked, filterOf, makeWorkspace, passes, sorts } from './query-oracle.ts';

// Sizes on both sides of the first piece that is read (128), and far enough beyond it for the larger ones.
const corpora = [
  { size: 0, seed: 1 },
  { size: 9, seed: 2 },
  { size: 300, seed: 3 },
  { size: 2500, seed: 4 },
];

describe('a search', () => {
  it.each(corpora)('of $size samples finds what looking at each alone finds, in order', ({ size, seed }) => {
    const { workspace, known } = makeWorkspace(seed, size);
    const { orders, filters } = openQueryParts(workspace);
    const names = new Map(known.map(({ id, sampleId }) => [id, sampleId]));
    fc.assert(
      fc.property(asked, fc.constantFrom(...sampleSorts), (wanted, sort) => {
        const found = collect(orders.sorted(sort, filterOf(wanted))).map((id) => names.get(id));
        const expected = known.filter((sample) => passes(wanted, sample)).sort(sorts[sort]);
        expect(found).toEqual(expected.map(({ sampleId }) => sampleId));
        expect(finish(countSamples(filters, filterOf(wanted)))).toEqual({
          total: expected.length,
          labeled: expected.filter(({ verdict }) => verdict).length,
          skipped: expected.filter(({ skipped }) => skipped).length,
        });
      }),
      { numRuns: 400 },
    );
  });

  it('never takes what was typed for a query of its own', () => {
    const { workspace } = makeWorkspace(5, 40);
    const { orders } = openQueryParts(workspace);
    const hostile = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 60 }),
      fc
        .array(
          fc.constantFrom(
            '"',
            "'",
            '*',
            '^',
            ':',
            '(',
            ')',
            'AND',
            'OR',
            'NOT',
            'NEAR',
            'query:',
            '-',
            '{',
            ' ',
            'late',
            '\0',
          ),
          { maxLength: 12 },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(hostile, (text) => {
        collect(orders.sorted('newest', { text }));
      }),
      { numRuns: 500 },
    );
  });
});
