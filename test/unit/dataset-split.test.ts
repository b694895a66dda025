import { describe, expect, it } from 'vitest';
import { Groups } from '../../electron/service/dataset/duplicates/groups.ts';
import { hashes } from '../../electron/service/dataset/hash.ts';
import { ledgerCodes, type Place, splitGroups } from '../../electron/service/dataset/split.ts';
import { Columns } from '../../electron/service/dataset/survey/columns.ts';
import type { Side } from '../../shared/domain/dataset.ts';

type Ask = {
  size: number;
  together?: [number, number][];
  known?: Record<number, Side>;
  evaluation?: number[];
  seed?: number;
};

function split(ask: Ask): Place[] {
  const { placeOf } = splitOf(ask);
  return Array.from({ length: ask.size }, (_, index) => placeOf(index));
}

function splitOf({ size, together = [], known = {}, evaluation = [], seed = 1 }: Ask): ReturnType<typeof splitGroups> {
  const columns = new Columns(size);
  const groups = new Groups(size);
  const ledger = new Uint8Array(size);
  for (let index = 0; index < size; index++) columns.idHash[index] = hashes(`sample ${index}`)[0];
  for (const [a, b] of together) groups.join(a, b);
  for (const [index, side] of Object.entries(known)) ledger[Number(index)] = ledgerCodes[side];
  for (const index of evaluation) columns.set(index, 'evaluation');
  return splitGroups({ columns, groups }, ledger, { seed, validation: 0.1, holdout: 0.2 });
}

const shareOf = (places: readonly Place[], place: Place) =>
  places.filter((one) => one === place).length / places.length;

describe('a split', () => {
  it('gives each side its share, drawn by the seed and by nothing else', () => {
    const places = split({ size: 20_000 });
    expect(shareOf(places, 'holdout')).toBeCloseTo(0.2, 1);
    expect(shareOf(places, 'validation')).toBeCloseTo(0.1, 1);
    expect(split({ size: 20_000 })).toEqual(places);
    const other = split({ size: 20_000, seed: 2 });
    // Two draws are on the same side as often as chance has it: 0.7² + 0.2² + 0.1².
    expect(places.filter((place, index) => place === other[index]).length / places.length).toBeCloseTo(0.54, 1);
  });

  it('keeps a group on the side of its first sample', () => {
    const alone = split({ size: 300 });
    const together: [number, number][] = Array.from({ length: 299 }, (_, index) => [index, index + 1]);
    expect(new Set(split({ size: 300, together }))).toEqual(new Set([alone[0]]));
  });

  it('goes where members of the group have been, whatever the draw', () => {
    for (let seed = 0; seed < 30; seed++)
      for (const side of ['train', 'validation', 'holdout'] as const)
        expect(split({ size: 2, together: [[0, 1]], known: { 1: side }, seed })).toEqual([side, side]);
  });

  it('tells where members of the group have been from what was drawn, or is for evaluation', () => {
    const { isSettled } = splitOf({ size: 4, together: [[0, 1]], known: { 1: 'train' }, evaluation: [2] });
    expect([0, 1, 2, 3].map(isSettled)).toEqual([true, true, false, false]);
  });

  it('trains on what was looked at and trained on, and quarantines what was held out and trained on', () => {
    const together: [number, number][] = [[0, 1]];
    expect(split({ size: 2, together, known: { 0: 'validation', 1: 'train' } })).toEqual(['train', 'train']);
    for (const side of ['train', 'validation'] as const)
      expect(split({ size: 2, together, known: { 0: side, 1: 'holdout' } })).toEqual(['quarantined', 'quarantined']);
  });

  it('holds out what is for evaluation, with what is like it, unless that was trained on', () => {
    for (let seed = 0; seed < 30; seed++) {
      expect(split({ size: 2, together: [[0, 1]], evaluation: [1], seed })).toEqual(['holdout', 'holdout']);
      expect(split({ size: 2, together: [[0, 1]], evaluation: [1], known: { 0: 'train' }, seed })).toEqual([
        'train',
        'train',
      ]);
    }
  });
});
