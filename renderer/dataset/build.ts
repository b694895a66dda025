import type { DatasetCounts } from '../../shared/domain/dataset.ts';
import { isLargeGroup } from '../../shared/rules/large-group.ts';
import { ask } from '../client.ts';
import { isActive, useJobs } from '../stores/jobs.ts';
import { announce } from '../ui/announce.tsx';
import { count, plural } from '../ui/format.ts';
import { examplesOf } from './formats.ts';
import { planned, useDataset } from './store.ts';

/** The group that a person has to accept before such a dataset is built; null where none is that large. */
export function largeGroupOf(counts: DatasetCounts): DatasetCounts['largestGroup'] {
  const { largestGroup, sides } = counts;
  return largestGroup && isLargeGroup(largestGroup.size, examplesOf(sides)) ? largestGroup : null;
}

/** Why the plan cannot be built, with what to do; null when it can, or when nothing is counted that says otherwise. */
export function refusalOf(counts: DatasetCounts, largeGroupAccepted: boolean): string | null {
  const examples = examplesOf(counts.sides);
  if (examples === 0) return 'No sample passes: the dataset would be empty. The overview says why they stay out.';
  const large = largeGroupOf(counts);
  if (large && !largeGroupAccepted)
    return `${count(large.size)} of ${plural(examples, 'example')} are of one conversation or nearly alike. Look at them and leave some out, or accept it.`;
  return null;
}

/** Builds what is planned; says why where that cannot be. */
export async function build(): Promise<void> {
  const recipe = planned();
  if (!recipe) return;
  const { counted } = useDataset.getState();
  const running = Object.values(useJobs.getState().byId).some((job) => job.kind === 'dataset' && isActive(job));
  const refusal = running
    ? 'A dataset is being built.'
    : counted && refusalOf(counted.counts, recipe.largeGroupAccepted);
  if (refusal) {
    announce(refusal);
    document.querySelector<HTMLElement>('[data-refusal] input, [data-refusal] button')?.focus();
    return;
  }
  useJobs.getState().begin(await ask('jobs.dataset', recipe));
}
