import { expect, it } from 'vitest';
import { coverageFinding, type IntentCount } from '../../electron/service/readiness/coverage.ts';

const counts = (rows: [string | null, number, number][]): IntentCount[] =>
  rows.map(([intent, inDataset, collected]) => ({ intent, inDataset, collected }));

/** The dataset after what the finding asks for; rare intents get theirs on the first of them. */
function grown(rows: readonly IntentCount[]): IntentCount[] {
  const { cells } = coverageFinding(rows);
  const named = new Set(cells.map(({ intent }) => intent).filter((intent) => intent !== null));
  let rest = cells.find(({ intent }) => intent === null)?.more ?? 0;
  return rows.map((row) => {
    const more = cells.find(({ intent }) => intent === row.intent && intent !== null)?.more ?? 0;
    if (row.intent === null || named.has(row.intent)) return { ...row, inDataset: row.inDataset + more };
    const all = { ...row, inDataset: row.inDataset + rest };
    rest = 0;
    return all;
  });
}

it('is met where every intent has its part', () => {
  const finding = coverageFinding(
    counts([
      ['refund', 300, 3_000],
      ['hours', 200, 2_000],
      ['menu', 100, 1_000],
    ]),
  );
  expect(finding).toMatchObject({ verdict: 'met', thin: 0, settle: null });
  expect(finding.entropy).toBeCloseTo(finding.collectedEntropy ?? 0, 10);
});

it('names the thin cells, why they are thin, and how many more they need', () => {
  const rows = counts([
    ['refund', 500, 2_000],
    ['hours', 300, 2_000],
    ['menu', 40, 1_000],
    ['decaf', 6, 100],
  ]);
  const finding = coverageFinding(rows);
  expect(finding.cells.map(({ intent, thin, more }) => [intent, thin, more])).toEqual([
    ['hours', null, 0],
    ['refund', null, 0],
    ['menu', 'under half', 49],
    ['decaf', 'few', 4],
  ]);
  expect(finding).toMatchObject({ verdict: 'not met', thin: 2, settle: { samples: 53, intents: ['menu', 'decaf'] } });
  expect(coverageFinding(grown(rows)).verdict).toBe('met');
});

it('holds nothing against a share that chance may explain', () => {
  // 2 of 40 where 4.4 would be even: too few, but not under half for sure.
  const finding = coverageFinding(
    counts([
      ['a', 180, 900],
      ['b', 12, 100],
    ]),
  );
  expect(finding.cells[1]).toMatchObject({ thin: null });
  expect(
    coverageFinding(
      counts([
        ['a', 98, 600],
        ['b', 10, 130],
      ]),
    ).cells[1],
  ).toMatchObject({ thin: null });
});

it('judges rare intents as one', () => {
  const rare = Array.from({ length: 30 }, (_, i): [string, number, number] => [`rare ${i}`, i < 12 ? 1 : 0, 5]);
  const finding = coverageFinding(counts([['a', 300, 3_000], ['b', 300, 3_000], ...rare]));
  expect(finding).toMatchObject({ verdict: 'met', rareIntents: 30 });
  expect(finding.cells.at(-1)).toMatchObject({ intent: null, inDataset: 12, collected: 150, thin: null });
});

it.each<[string, [string | null, number, number][]]>([
  [
    'nothing is in the dataset',
    [
      ['a', 0, 10],
      ['b', 0, 10],
    ],
  ],
  ['there is one intent', [['a', 100, 100]]],
  [
    'most samples name none',
    [
      ['a', 50, 100],
      ['b', 50, 100],
      [null, 0, 201],
    ],
  ],
  ['nothing is there', []],
])('cannot tell where %s', (_, rows) => {
  expect(coverageFinding(counts(rows))).toMatchObject({ verdict: 'cannot tell', settle: null });
});
