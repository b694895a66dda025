import type { RecipeInput } from './content.ts';
import {
  baseModel,
  batch,
  beta,
  decimal,
  epochsFor,
  learningRate,
  llamafactoryTemplate,
  lora,
  maxLength,
  packages,
  resultFolder,
  warmup,
} from './settings.ts';

type Method = 'sft' | 'dpo';

/** How dataset_info.json names a side of a method. */
export const entryName = (method: Method, side: 'train' | 'validation'): string => `${method}_${side}`;

const methods: Record<Method, { rate: number; lines: readonly string[] }> = {
  sft: {
    rate: learningRate.supervised,
    lines: [
      '# Earlier answers of a conversation are what the model reads: nobody approved them.',
      'mask_history: true',
    ],
  },
  dpo: {
    rate: learningRate.preference,
    lines: ['# How far the model may go from what it was.', `pref_beta: ${beta}`, 'pref_loss: sigmoid'],
  },
};

/**
 * A training with LLaMA-Factory on one of the ShareGPT formats.
 *
 * Source: `DataArguments`, `FinetuningArguments` in LLaMA-Factory's src/llamafactory/hparams, examples/train_lora.
 */
export function llamafactory(method: Method, { data, seed, mostTokens }: RecipeInput): string {
  const { rate, lines } = methods[method];
  return `# README.md beside this file has the commands. Checked with LLaMA-Factory ${packages['LLaMA-Factory'].llamafactory}. Paths are those from the dataset's folder.
# With another model comes another template: the README of LLaMA-Factory lists which one goes with which.
model_name_or_path: ${baseModel}
template: ${llamafactoryTemplate}

stage: ${method}
do_train: true
${lines.join('\n')}

# Where dataset_info.json is, which says what the files are. The hold-out is not in it: it judges the model that comes out.
dataset_dir: kit
dataset: ${entryName(method, 'train')}
${data.validation === null ? '' : `eval_dataset: ${entryName(method, 'validation')}\n`}# Beside the dataset's folder, whose files stay as they were built.
output_dir: ${resultFolder}/llamafactory-${method}
# The longest example has ${mostTokens} tokens of another tokenizer; this is half as many again, rounded up.
cutoff_len: ${maxLength(mostTokens)}

# On every linear layer: an adapter with more parameters than the answers have tokens learns as a full training does.
finetuning_type: lora
lora_rank: ${lora.rank}
lora_alpha: ${lora.alpha}
lora_dropout: ${lora.dropout}
lora_target: all

# The seed of the dataset's split.
seed: ${seed}
num_train_epochs: ${epochsFor(data.rows)}
# Together ${batch.size * batch.accumulation} examples a step; LoRA learns worse from more than 32. For less memory: 1 and ${batch.size * batch.accumulation}.
per_device_train_batch_size: ${batch.size}
gradient_accumulation_steps: ${batch.accumulation}
learning_rate: ${decimal(rate)}
lr_scheduler_type: cosine
warmup_ratio: ${warmup}
bf16: true
logging_steps: 10
save_strategy: epoch
save_total_limit: 1
report_to: none
${data.validation === null ? '' : `# Of the epochs, the one that says the validation split best is kept.\neval_strategy: epoch\nper_device_eval_batch_size: ${batch.size}\nload_best_model_at_end: true\n`}`;
}
