/** The formats of a dataset, by what reads them. */
export const formatIds = [
  'openai-chat',
  'openai-preference',
  'trl-sft',
  'trl-prompt-completion',
  'trl-dpo',
  'trl-kto',
  'sharegpt',
  'csv',
  'parquet',
] as const;
export type FormatId = (typeof formatIds)[number];
