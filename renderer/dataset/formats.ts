import { type DatasetCounts, type FormatId, rejectedFormats, type Side } from '../../shared/domain/dataset.ts';
import { count } from '../ui/format.ts';

/** The formats, by who reads them. */
export const formatGroups: readonly { reader: string; formats: readonly FormatId[] }[] = [
  { reader: 'OpenAI, and servers of its shape', formats: ['openai-chat', 'openai-preference'] },
  { reader: 'TRL', formats: ['trl-sft', 'trl-prompt-completion', 'trl-dpo', 'trl-kto'] },
  { reader: 'Axolotl, LLaMA-Factory', formats: ['sharegpt', 'sharegpt-preference'] },
  { reader: 'Spreadsheets and data frames', formats: ['csv', 'parquet'] },
];

export const formatNames: Record<FormatId, string> = {
  'openai-chat': 'Chat',
  'openai-preference': 'Preference pairs',
  'trl-sft': 'SFT',
  'trl-prompt-completion': 'Prompt and completion',
  'trl-dpo': 'DPO pairs',
  'trl-kto': 'KTO, good and bad',
  sharegpt: 'ShareGPT',
  'sharegpt-preference': 'ShareGPT pairs',
  csv: 'CSV',
  parquet: 'Parquet',
};

export const sideNames: Record<Side, string> = { train: 'Train', validation: 'Validation', holdout: 'Hold-out' };

export function examplesOf({ train = 0, validation = 0, holdout = 0 }: Partial<Record<Side, number>>): number {
  return train + validation + holdout;
}

/**
 * The most rows that a format can get: what single examples it cannot hold is known once it was built. Rejected drafts are
 * counted where a format of the recipe has a place for them; `open` where this one has, and they are not.
 */
export function rowsOf(
  format: FormatId,
  { sides, pairs, rejected }: DatasetCounts,
  chosen: readonly FormatId[],
): { rows: number; open: boolean } {
  const examples = examplesOf(sides);
  if (pairFormats.includes(format)) return { rows: pairs, open: false };
  if (!rejectedFormats.includes(format)) return { rows: examples, open: false };
  return { rows: examples + rejected, open: !chosen.some((one) => rejectedFormats.includes(one)) };
}

const pairFormats: readonly FormatId[] = ['openai-preference', 'trl-dpo', 'sharegpt-preference'];

/** How many examples are on each side, in a line. */
export function sidesText(examples: Partial<Record<Side, number>>): string {
  const { train = 0, validation = 0, holdout = 0 } = examples;
  return `${count(train)} train, ${count(validation)} validation, ${count(holdout)} hold-out`;
}
