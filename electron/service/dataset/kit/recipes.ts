import type { FormatId } from '../../../../shared/domain/dataset.ts';
import { datasetInfo, type SharegptFile } from '../formats/sharegpt-info.ts';
import { axolotlDpo } from './axolotl-dpo.ts';
import { axolotlSft } from './axolotl-sft.ts';
import { type Content, filesOf, type RecipeInput, type TextFile, trainingData } from './content.ts';
import { entryName, llamafactory } from './llamafactory.ts';
import { trlDpo } from './trl-dpo.ts';
import { trlKto } from './trl-kto.ts';
import { trlSft } from './trl-sft.ts';

export type Trainer = 'TRL' | 'axolotl' | 'LLaMA-Factory';
export type Method = 'SFT' | 'DPO' | 'KTO';

/** A training that this dataset has the rows for. */
export type Recipe = TextFile & { trainer: Trainer; method: Method; format: FormatId };

type Known = {
  trainer: Trainer;
  method: Method;
  file: string;
  /** The formats that it reads; of those that are there, the first one. */
  formats: readonly FormatId[];
  text: (input: RecipeInput) => string;
};

/**
 * LLaMA-Factory has no recipe for KTO, as it wants the label among ShareGPT's columns; axolotl none, as its types for KTO are
 * of one question each.
 */
const known: readonly Known[] = [
  { trainer: 'TRL', method: 'SFT', file: 'trl_sft.py', formats: ['trl-prompt-completion', 'trl-sft'], text: trlSft },
  { trainer: 'TRL', method: 'DPO', file: 'trl_dpo.py', formats: ['trl-dpo'], text: trlDpo },
  { trainer: 'TRL', method: 'KTO', file: 'trl_kto.py', formats: ['trl-kto'], text: trlKto },
  { trainer: 'axolotl', method: 'SFT', file: 'axolotl_sft.yaml', formats: ['openai-chat'], text: axolotlSft },
  { trainer: 'axolotl', method: 'DPO', file: 'axolotl_dpo.yaml', formats: ['trl-dpo'], text: axolotlDpo },
  {
    trainer: 'LLaMA-Factory',
    method: 'SFT',
    file: 'llamafactory_sft.yaml',
    formats: ['sharegpt'],
    text: (input) => llamafactory('sft', input),
  },
  {
    trainer: 'LLaMA-Factory',
    method: 'DPO',
    file: 'llamafactory_dpo.yaml',
    formats: ['sharegpt-preference'],
    text: (input) => llamafactory('dpo', input),
  },
];

/** The recipes for which a dataset has rows to train on. */
export function recipesOf({ manifest, shape }: Content): Recipe[] {
  return known.flatMap(({ trainer, method, file, formats, text }): Recipe[] => {
    // With one kind of answers alone there is nothing that KTO could tell apart.
    if (method === 'KTO' && manifest.rejected === 0) return [];
    if (trainer === 'axolotl' && method === 'DPO' && shape.tools) return [];
    const data = formats.map((format) => trainingData(manifest, format)).find((found) => found !== null);
    if (!data) return [];
    const { seed } = manifest.recipe.split;
    const input = { data, shape, seed, mostTokens: manifest.tokens.most };
    return [{ trainer, method, format: data.format, path: `kit/${file}`, text: text(input) }];
  });
}

/** dataset_info.json beside LLaMA-Factory's recipes, which name its folder as their `dataset_dir`. Without the hold-out. */
export function datasetInfoOf({ manifest }: Content): TextFile[] {
  const entries = (['sharegpt', 'sharegpt-preference'] as const).flatMap((format) =>
    filesOf(manifest, format).flatMap(({ path, side }): SharegptFile[] => {
      if (side === 'holdout') return [];
      return [{ name: entryName(format === 'sharegpt' ? 'sft' : 'dpo', side), fileName: `../${path}`, format }];
    }),
  );
  if (entries.length === 0) return [];
  return [{ path: 'kit/dataset_info.json', text: `${JSON.stringify(datasetInfo(entries), null, 2)}\n` }];
}
