import { join } from 'node:path';
import type { TrainedNearby } from '../../../shared/domain/experiment-loss.ts';
import { type Lineage, lineageName, lineageSchema } from '../dataset/lockfile/lineage.ts';
import { readRecords } from '../dataset/lockfile/records.ts';
import type { StoredDataset } from '../dataset/lockfile/store.ts';
import { nearestIn } from '../evaluation/nearest.ts';

/** So many training samples are told of a loss. */
const nearestTold = 3;

/**
 * The training samples of a dataset that are nearest to a question, each with the labels that put it there.
 *
 * @param nameOf a member of the team by id
 */
export function trainedNearby(
  dataset: StoredDataset,
  question: string,
  nameOf: (memberId: string) => string,
): TrainedNearby {
  const { datasetName, samples } = nearestIn(dataset, question, nearestTold);
  const lineages = lineagesOf(dataset, new Set(samples.map(({ sampleId }) => sampleId)));
  return {
    datasetName,
    samples: samples.map((sample) => {
      const lineage = lineages.get(sample.sampleId);
      return { ...sample, lineage: lineage === undefined ? null : told(lineage, nameOf) };
    }),
  };
}

function lineagesOf({ folder }: StoredDataset, sampleIds: ReadonlySet<string>): Map<string, Lineage> {
  const found = new Map<string, Lineage>();
  for (const lineage of readRecords(join(folder, lineageName), lineageSchema)) {
    if (!sampleIds.has(lineage.sample)) continue;
    found.set(lineage.sample, lineage);
    if (found.size === sampleIds.size) break;
  }
  return found;
}

function told(
  { rows, by, labels, adjudication }: Lineage,
  nameOf: (memberId: string) => string,
): TrainedNearby['samples'][number]['lineage'] {
  const [place] = Object.entries(rows);
  if (!place) return null;
  const [file, line] = place;
  return {
    ...{ file, line, by },
    labels: labels.map(({ id, labeler, at }) => ({ id, labeler: nameOf(labeler), at })),
    adjudicatedBy: adjudication === null ? null : nameOf(adjudication.lead),
  };
}
