import { join } from 'node:path';
import type { Prompt } from '../../../shared/domain/comparison.ts';
import type { NearestSamples } from '../../../shared/domain/opened-evaluation.ts';
import { readRecords } from '../dataset/lockfile/records.ts';
import { samplesAt } from '../dataset/lockfile/samples-at.ts';
import type { StoredDataset } from '../dataset/lockfile/store.ts';
import { lineSchema, readableFormats } from './lines.ts';

type Near = NearestSamples['samples'][number];

/** A text is compared by its runs of so many words. */
const width = 3;
/** Those that share less say nothing. */
const least = 0.1;

type Candidate = Omit<Near, 'sampleId' | 'share'> & { row: number; shared: string[] };

/**
 * The samples that a dataset trains on which are nearest to a question: by the word 3-grams that they share with it, each
 * weighted by how rare it is among the training samples, ln(1 + N / n) for one that n of N have. What is told is the share
 * of the question's own weight. One pass over the training file; only what shares something is held.
 *
 * @returns the nearest first; fewer than `count` where fewer share enough
 */
export function nearestIn({ folder, manifest }: StoredDataset, question: string, count: number): NearestSamples {
  const datasetName = manifest.recipe.name;
  const file = readableFormats
    .map((format) =>
      manifest.files.find((known) => known.side === 'train' && known.format === format && known.rows > 0),
    )
    .find((found) => found !== undefined);
  const wanted = gramsOf(question);
  if (!file || wanted.size === 0) return { datasetName, samples: [] };
  const having = new Map<string, number>();
  const candidates: Candidate[] = [];
  let row = 0;
  for (const { prompt, answer } of readRecords(join(folder, file.path), lineSchema)) {
    row++;
    const asked = questionOf(prompt);
    const shared = [...gramsOf(asked)].filter((gram) => wanted.has(gram));
    for (const gram of shared) having.set(gram, (having.get(gram) ?? 0) + 1);
    if (shared.length > 0) candidates.push({ row, question: asked, answer, shared });
  }
  const weightOf = (grams: Iterable<string>) => {
    let weight = 0;
    // One that no sample has is as rare as one that a single sample has.
    for (const gram of grams) weight += Math.log(1 + row / (having.get(gram) ?? 1));
    return weight;
  };
  const whole = weightOf(wanted);
  const nearest = candidates
    .map(({ shared, ...candidate }) => ({ ...candidate, share: weightOf(shared) / whole }))
    .filter(({ share }) => share >= least)
    .sort((a, b) => b.share - a.share || a.row - b.row)
    .slice(0, count);
  const samples = samplesAt(folder, file.path, new Set(nearest.map((near) => near.row)));
  return {
    datasetName,
    samples: nearest.flatMap(({ row: place, ...near }) => {
      const sampleId = samples.get(place);
      return sampleId === undefined ? [] : [{ ...near, sampleId }];
    }),
  };
}

/** What the customer said last. */
export function questionOf({ messages }: Prompt): string {
  return messages.findLast(({ role }) => role === 'user')?.content ?? '';
}

/** A text of fewer words is one run; letter case and punctuation do not count. */
function gramsOf(text: string): Set<string> {
  const words =
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? [];
  if (words.length === 0) return new Set();
  const runs = Math.max(1, words.length - width + 1);
  return new Set(Array.from({ length: runs }, (_, start) => words.slice(start, start + width).join(' ')));
}
