import type { BuiltDataset, FormatId } from '../../shared/domain/dataset.ts';
import type { TrainingMethod } from '../../shared/domain/provider.ts';
import type { RunSide } from '../../shared/domain/run.ts';

const formats: Record<TrainingMethod, FormatId> = { supervised: 'openai-chat', dpo: 'openai-preference' };

/** How many examples a dataset has for a method: none where it was built without its format. */
export function rowsFor({ files }: BuiltDataset, method: TrainingMethod, side: RunSide): number {
  return files.find((file) => file.format === formats[method] && file.side === side)?.rows ?? 0;
}
