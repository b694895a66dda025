import type { Recipe, Side } from '../../../shared/domain/dataset.ts';
import type { Groups } from './duplicates/groups.ts';
import { mix } from './hash.ts';
import type { Columns } from './survey/columns.ts';

/** The sides that datasets have put a sample on, their codes added up in one byte; 0 for one that was in none. */
export type Ledger = Uint8Array;
export const ledgerCodes: Record<Side, number> = { train: 1, validation: 2, holdout: 4 };

/** Held out in one dataset, and trained on or looked at while training in another. */
export function isParted(sides: number): boolean {
  return (sides & ledgerCodes.holdout) !== 0 && (sides & (ledgerCodes.train | ledgerCodes.validation)) !== 0;
}

const evaluation = 8;
const unseen = -1;

/** Where a sample would go. Quarantined: its group has been held out in one dataset and trained on in another. */
export type Place = Side | 'quarantined';

/**
 * Puts every group of samples on one side, before anything is filtered.
 *
 * What was held out once is never trained on, and what was trained on is never held out: a group goes where its members
 * have been. One that is for evaluation is held out. Any other goes where chance, drawn from the seed and its first
 * sample's id, puts it: the same on every machine, whatever was imported first.
 *
 * @returns of a sample, by its place: the side of its group, and whether earlier datasets have settled that
 */
export function splitGroups(
  { columns, groups }: { columns: Columns; groups: Groups },
  ledger: Ledger,
  split: Recipe['split'],
): { placeOf: (index: number) => Place; isSettled: (index: number) => boolean } {
  const known = new Uint8Array(columns.size);
  const first = new Int32Array(columns.size).fill(unseen);
  for (let index = 0; index < columns.size; index++) {
    const group = groups.find(index);
    if (first[group] === unseen) first[group] = index;
    known[group] = (known[group] ?? 0) | (ledger[index] ?? 0) | (columns.is(index, 'evaluation') ? evaluation : 0);
  }
  const seenOf = (index: number) => known[groups.find(index)] ?? 0;
  const placeOf = (index: number): Place => {
    const seen = seenOf(index);
    if (isParted(seen)) return 'quarantined';
    if ((seen & ledgerCodes.holdout) !== 0) return 'holdout';
    if ((seen & ledgerCodes.train) !== 0) return 'train';
    if ((seen & ledgerCodes.validation) !== 0) return 'validation';
    if ((seen & evaluation) !== 0) return 'holdout';
    return drawn(columns.idHash[first[groups.find(index)] ?? 0] ?? 0, split);
  };
  return { placeOf, isSettled: (index) => (seenOf(index) & ~evaluation) !== 0 };
}

function drawn(idHash: number, { seed, holdout, validation }: Recipe['split']): Side {
  const chance = mix((idHash >>> 0) ^ mix(Math.floor(idHash / 2 ** 32) ^ mix(seed ^ 0x5a17))) / 2 ** 32;
  if (chance < holdout) return 'holdout';
  return chance < holdout + validation ? 'validation' : 'train';
}
