import type { PreflightCheck } from '../../shared/domain/preflight.ts';
import type { ListedProvider, ProviderKind, TrainingMethod } from '../../shared/domain/provider.ts';

export const methodNames: Record<TrainingMethod, string> = { supervised: 'Supervised', dpo: 'Preferences (DPO)' };

/** Nebius takes the rate itself where others take a factor of their own. */
export const rateName = (kind: ProviderKind): string =>
  kind === 'nebius' ? 'Learning rate' : 'Learning rate multiplier';

export const checkNames: Record<PreflightCheck, string> = {
  access: 'Access',
  clock: 'Clock',
  deadline: 'Deadline',
  newcomer: 'New accounts',
  model: 'Model',
  method: 'Method',
  dataset: 'Dataset',
  file: 'Files',
  length: 'Length',
  holdout: 'Hold-out',
  repeat: 'Earlier runs',
  cost: 'Cost',
};

export const keyTexts: Record<ListedProvider['key'], string> = {
  none: 'No key',
  keyring: 'Key kept in the keyring',
  memory: 'Key kept until Assay closes',
};
