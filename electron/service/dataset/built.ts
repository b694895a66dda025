import { isDeepStrictEqual } from 'node:util';
import type { CallOutput } from '../../../shared/contract/calls.ts';
import { type BuiltDataset, recipeParts } from '../../../shared/domain/dataset.ts';
import { diffDatasets } from './lockfile/diff.ts';
import type { StoredDataset } from './lockfile/store.ts';

/** A built dataset as a person looks at it, but for what only the team knows. */
export function builtOf(
  { id, folder, builtAt, manifest }: StoredDataset,
  erased: number,
): Omit<BuiltDataset, 'recorded'> {
  const { recipe, tool, funnel, examples, rejected, tokens, files, unformatted } = manifest;
  const figures = { funnel, examples, rejected, tokens, files, unformatted };
  return { id, name: recipe.name, folder, builtAt, version: tool.version, recipe, ...figures, erased };
}

/** All differences counted, and the first of them; and in what the recipes differ, which every line may show. */
export function summaryOfDiff(before: StoredDataset, after: StoredDataset, limit: number): CallOutput<'dataset.diff'> {
  const counts = { came: 0, left: 0, changed: 0 };
  const because: Record<string, number> = {};
  const differences: CallOutput<'dataset.diff'>['differences'] = [];
  for (const difference of diffDatasets(before, after)) {
    counts[difference.what]++;
    for (const reason of difference.because) {
      const key = `${difference.what}:${reason}`;
      because[key] = (because[key] ?? 0) + 1;
    }
    if (differences.length < limit) differences.push(difference);
  }
  const [one, other] = [before.manifest.recipe, after.manifest.recipe];
  const recipe = recipeParts.filter((part) => !isDeepStrictEqual(one[part], other[part]));
  return { ...counts, because, differences, recipe };
}
