import type { JsonObject } from './format.ts';

/** A file of one of the ShareGPT formats. */
export type SharegptFile = {
  /** What a training names it by. */
  name: string;
  /** From the folder of dataset_info.json. */
  fileName: string;
  format: 'sharegpt' | 'sharegpt-preference';
};

const columns = { messages: 'conversations', system: 'system', tools: 'tools' };

/**
 * LLaMA-Factory's dataset_info.json: it finds no data without. The folder of it is the training's `dataset_dir`.
 *
 * Source: https://github.com/hiyouga/LLaMA-Factory/blob/main/data/README.md.
 */
export function datasetInfo(files: readonly SharegptFile[]): JsonObject {
  return Object.fromEntries(
    files.map(({ name, fileName, format }): [string, JsonObject] => {
      const common = { file_name: fileName, formatting: 'sharegpt' };
      if (format === 'sharegpt') return [name, { ...common, columns }];
      return [name, { ...common, ranking: true, columns: { ...columns, chosen: 'chosen', rejected: 'rejected' } }];
    }),
  );
}
