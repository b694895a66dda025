import type { RecipeInput } from './content.ts';
import { baseModel, batch, decimal, epochsFor, lora, maxLength, packages, resultFolder, warmup } from './settings.ts';

/** Lines of the entry of a file under `datasets`, with what its method needs. */
export function axolotlData(key: 'datasets' | 'test_datasets', path: string, type: readonly string[]): string {
  return [
    `${key}:`,
    `  - path: ${path}`,
    '    ds_type: json',
    '    split: train',
    ...type.map((line) => `    ${line}`),
  ].join('\n');
}

/**
 * What axolotl's recipes share.
 *
 * Source: `AxolotlInputConfig` in axolotl's src/axolotl/utils/schemas, in the version of `settings.ts`.
 *
 * @param method the top of the recipe, with its data
 */
export function axolotlRecipe(
  { data, seed, mostTokens }: RecipeInput,
  { name, learningRate, method }: { name: string; learningRate: number; method: string },
): string {
  return `# README.md beside this file has the commands. Checked with axolotl ${packages.axolotl.axolotl}. Paths are those from the dataset's folder.
# Any model with a chat template will do.
base_model: ${baseModel}
chat_template: tokenizer_default

${method}
# Beside the dataset's folder, whose files stay as they were built.
dataset_prepared_path: ${resultFolder}/axolotl-prepared
output_dir: ${resultFolder}/axolotl-${name}

# The longest example has ${mostTokens} tokens of another tokenizer; this is half as many again, rounded up.
sequence_len: ${maxLength(mostTokens)}
sample_packing: false

# On every linear layer: an adapter with more parameters than the answers have tokens learns as a full training does.
adapter: lora
lora_r: ${lora.rank}
lora_alpha: ${lora.alpha}
lora_dropout: ${lora.dropout}
lora_target_linear: true

# The seed of the dataset's split.
seed: ${seed}
num_epochs: ${epochsFor(data.rows)}
# Together ${batch.size * batch.accumulation} examples a step; LoRA learns worse from more than 32. For less memory: 1 and ${batch.size * batch.accumulation}.
micro_batch_size: ${batch.size}
gradient_accumulation_steps: ${batch.accumulation}
learning_rate: ${decimal(learningRate)}
lr_scheduler: cosine
warmup_ratio: ${warmup}
optimizer: adamw_torch
bf16: auto
gradient_checkpointing: true
attn_implementation: sdpa
logging_steps: 10
saves_per_epoch: 1
save_total_limit: 1
${data.validation === null ? '' : '# Of the epochs, the one that says the validation split best is kept.\nevals_per_epoch: 1\nload_best_model_at_end: true\n'}`;
}
