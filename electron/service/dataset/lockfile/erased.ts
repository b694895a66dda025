import { join } from 'node:path';
import type { Connection } from '../../store/database.ts';
import { lineageName, lineageSchema } from './lineage.ts';
import { readRecords } from './records.ts';
import type { StoredDataset } from './store.ts';

/**
 * Counts the samples of datasets that the team has erased since they were built. A dataset is never changed: what it holds
 * of them goes only with the whole of it.
 */
export class ErasedSamples {
  readonly #all;
  /** By dataset, for as many erasures as there were when it was counted. */
  readonly #counted = new Map<string, { erasures: number; samples: number }>();

  /** @param db with work.db attached as `work` */
  constructor(db: Connection) {
    this.#all = db.prepare<[], string>('SELECT sample_id FROM work.erased').pluck();
  }

  /** @throws AssayError invalid-input when somebody has changed the records of the dataset */
  in({ id, folder }: Pick<StoredDataset, 'id' | 'folder'>): number {
    const erased = new Set(this.#all.all());
    if (erased.size === 0) return 0;
    const known = this.#counted.get(id);
    if (known?.erasures === erased.size) return known.samples;
    let samples = 0;
    for (const { sample } of readRecords(join(folder, lineageName), lineageSchema)) if (erased.has(sample)) samples++;
    this.#counted.set(id, { erasures: erased.size, samples });
    return samples;
  }
}
