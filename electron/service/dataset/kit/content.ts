import { type FormatId, type Side, sides } from '../../../../shared/domain/dataset.ts';
import type { DatasetShape } from '../formats/format.ts';
import type { Manifest } from '../lockfile/manifest.ts';

/** What a dataset holds, as its manifest will say it, and the shape of its rows. */
export type Content = { manifest: Manifest; shape: DatasetShape };

/** A file of text that goes into a dataset's folder. */
export type TextFile = { path: string; text: string };

export type TrainingFile = Manifest['files'][number] & { format: FormatId; side: Side };

/** The training files of a format, in the order of the sides. */
export function filesOf({ files }: Manifest, format: FormatId): TrainingFile[] {
  const known = files.filter((file): file is TrainingFile => file.format !== null && file.side !== null);
  return sides.flatMap((side) => known.filter((file) => file.format === format && file.side === side));
}

/** What a training of a format reads: never the hold-out. Null where there is nothing to train on. */
export type TrainingData = { format: FormatId; train: string; validation: string | null; rows: number };

export function trainingData(manifest: Manifest, format: FormatId): TrainingData | null {
  const files = filesOf(manifest, format);
  const train = files.find(({ side }) => side === 'train');
  if (!train) return null;
  const validation = files.find(({ side }) => side === 'validation');
  return { format, train: train.path, validation: validation?.path ?? null, rows: train.rows };
}

/** What a recipe for a trainer is told about a dataset. */
export type RecipeInput = { data: TrainingData; shape: DatasetShape; seed: number; mostTokens: number };
