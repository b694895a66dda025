import { type BuiltDataset, type DatasetCounts, sides } from '../../shared/domain/dataset.ts';
import { sideNames } from './formats.ts';
import { stepNames } from './steps.ts';

export type Change = { name: string; before: number; now: number };

/**
 * What the recipe of a dataset gives now and gave then, where the numbers differ.
 *
 * Other numbers are another dataset. The same numbers are nearly always the same one: that the tokens of all examples add
 * up alike leaves little room, and no proof.
 */
export function changesSince(built: BuiltDataset, counts: DatasetCounts): Change[] {
  const steps = built.funnel.map(({ step, count }) => ({
    name: stepNames[step],
    before: count,
    now: counts.funnel.find((other) => other.step === step)?.count ?? 0,
  }));
  const split = sides.map((side) => ({
    name: sideNames[side],
    before: built.examples[side] ?? 0,
    now: counts.sides[side] ?? 0,
  }));
  return [
    ...steps,
    ...split,
    { name: 'Rejected drafts', before: built.rejected, now: counts.rejected },
    { name: 'Tokens', before: built.tokens.total, now: counts.tokens.total },
  ].filter(({ before, now }) => before !== now);
}
