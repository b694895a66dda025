import type { FormatId } from '../../../../shared/domain/dataset.ts';
import { formats } from '../formats/formats.ts';
import { type Columns, columnsOf } from './columns.ts';
import { type Content, filesOf } from './content.ts';
import { oneLine } from './escape.ts';
import { type YamlValue, yaml } from './yaml.ts';

const methods: Partial<Record<FormatId, string>> = {
  'openai-chat': 'sft',
  'openai-preference': 'dpo',
  'trl-sft': 'sft',
  'trl-prompt-completion': 'sft',
  'trl-dpo': 'dpo',
  'trl-kto': 'kto',
  sharegpt: 'sft',
  'sharegpt-preference': 'dpo',
};

/**
 * What the Hugging Face Hub and `datasets` read of a card: one configuration a format, one split a side.
 *
 * The hold-out is a split of that name. As `test` it would be looked at while training, by whoever goes by habit. No
 * license is claimed and no language guessed.
 *
 * Source: https://github.com/huggingface/hub-docs/blob/main/datasetcard.md, https://huggingface.co/docs/hub/datasets-manual-configuration.
 */
export function frontMatter(content: Content): string {
  const { manifest } = content;
  const { train = 0, validation = 0, holdout = 0 } = manifest.examples;
  const written = formatsOf(content);
  const read = configurations(written);
  const info = read.flatMap((format): YamlValue[] => {
    const columns = columnsOf(format, content.shape);
    return columns ? [{ config_name: format, features: features(columns) }] : [];
  });
  return yaml({
    pretty_name: oneLine(manifest.recipe.name),
    task_categories: ['text-generation'],
    size_categories: [sizeCategory(train + validation + holdout + manifest.rejected)],
    tags: ['customer-support', ...new Set(written.flatMap((format) => methods[format] ?? []))],
    configs: read.map((format, index) => configuration(content, format, index === 0)),
    ...(info.length === 0 ? {} : { dataset_info: info }),
  });
}

/** The formats that there are files of. */
export function formatsOf({ manifest }: Content): FormatId[] {
  return [...new Set(manifest.recipe.formats)].filter((format) => filesOf(manifest, format).length > 0);
}

const containers = ['jsonl', 'parquet', 'csv'] as const;

/** The formats that are configurations: `datasets` reads all of a folder with the reader of the first. */
export function configurations(written: readonly FormatId[]): FormatId[] {
  const first = containers.find((container) => written.some((format) => formats[format].container === container));
  return written.filter((format) => formats[format].container === first);
}

function configuration({ manifest }: Content, format: FormatId, isDefault: boolean): YamlValue {
  return {
    config_name: format,
    ...(isDefault ? { default: true } : {}),
    // Without it a customer who says “null” or “NaN” says nothing.
    ...(format === 'csv' ? { keep_default_na: false } : {}),
    data_files: filesOf(manifest, format).map(({ side, path }) => ({ split: side, path })),
  };
}

function features(columns: Columns): YamlValue {
  return Object.entries(columns).map(
    ([name, type]): YamlValue => (type === 'list of json' ? { name, list: { dtype: 'json' } } : { name, dtype: type }),
  );
}

const bounds = ['1K', '10K', '100K', '1M', '10M', '100M', '1B'];

function sizeCategory(rows: number): string {
  const above = bounds.findIndex((_, index) => rows < 10 ** (index + 3));
  if (above === 0) return 'n<1K';
  return above < 0 ? 'n>1B' : `${bounds[above - 1]}<n<${bounds[above]}`;
}
