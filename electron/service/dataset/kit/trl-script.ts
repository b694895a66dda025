import { type Columns, type ColumnType, columnsOf } from './columns.ts';
import type { RecipeInput } from './content.ts';
import { baseModel, batch, decimal, epochsFor, lora, maxLength, packages, warmup } from './settings.ts';

/** What one of the scripts has of its own. */
type Method = {
  trainer: 'SFT' | 'DPO' | 'KTO';
  summary: string;
  learningRate: number;
  /** Lines of Python between the data and the training, and arguments of the configuration, each with its reason. */
  prepare: readonly string[];
  config: readonly string[];
};

const features: Record<ColumnType, string> = {
  json: 'Json()',
  'list of json': 'List(Json())',
  string: 'Value("string")',
  bool: 'Value("bool")',
};

export const featuresOf = (columns: Columns): string =>
  `Features({${Object.entries(columns)
    .map(([name, type]) => `"${name}": ${features[type]}`)
    .join(', ')}})`;

/**
 * A training with TRL. What comes from the dataset is numbers and the names of its files, so that nobody's text is code.
 *
 * Source: `SFTConfig`, `DPOConfig`, `KTOConfig` of TRL and `TrainingArguments` of transformers, in the packages of
 * `settings.ts`.
 */
export function trlScript({ data, shape, seed, mostTokens }: RecipeInput, method: Method): string {
  const { trainer, summary, learningRate, prepare, config } = method;
  const columns = columnsOf(data.format, shape) ?? {};
  const names = [
    'Features',
    'Json',
    'List',
    ...(Object.values(columns).every(isList) ? [] : ['Value']),
    'load_dataset',
  ];
  const evaluated = data.validation !== null;
  const result = `trl-${trainer.toLowerCase()}`;
  return `"""${summary}

README.md beside this file has the commands. Nothing is reported or pushed anywhere.
"""

from pathlib import Path

from datasets import ${names.join(', ')}
from peft import LoraConfig
from trl import ${trainer}Config, ${trainer}Trainer

# Checked with TRL ${packages.TRL.trl}. Any model with a chat template will do.
MODEL = "${baseModel}"
# The seed of the dataset's split.
SEED = ${seed}

DATASET = Path(__file__).resolve().parent.parent
# Beside the dataset's folder, whose files stay as they were built.
RESULT = str(DATASET.parent / "trained" / "${result}")
# The hold-out is not here: it judges the model that comes out.
FILES = {${[
    `"train": "${data.train}"`,
    ...(data.validation === null ? [] : [`"validation": "${data.validation}"`]),
  ].join(', ')}}
# Told and not inferred from the first rows: later messages have keys that those do not have.
FEATURES = ${featuresOf(columns)}

rows = load_dataset("json", data_files={side: str(DATASET / path) for side, path in FILES.items()}, features=FEATURES)
${prepare.map((line) => `${line}\n`).join('')}
config = ${trainer}Config(
    output_dir=RESULT,
    seed=SEED,
${config.map((line) => `    ${line}\n`).join('')}    # The longest example has ${mostTokens} tokens of another tokenizer; this is half as many again, rounded up.
    max_length=${maxLength(mostTokens)},
    num_train_epochs=${epochsFor(data.rows)},
    # Together ${batch.size * batch.accumulation} examples a step; LoRA learns worse from more than 32. For less memory: 1 and ${batch.size * batch.accumulation}${trainer === 'KTO' ? ', but KTO needs 2 at once' : ''}.
    per_device_train_batch_size=${batch.size},
    gradient_accumulation_steps=${batch.accumulation},
    per_device_eval_batch_size=${batch.size},
    learning_rate=${decimal(learningRate)},
    lr_scheduler_type="cosine",
    warmup_steps=${warmup},
    save_strategy="epoch",
${evaluated ? '    # Of the epochs, the one that says the validation split best is kept.\n    eval_strategy="epoch",\n    load_best_model_at_end=True,\n' : ''}    save_total_limit=1,
    report_to="none",
)

# On every linear layer: an adapter with more parameters than the answers have tokens learns as a full training does.
adapter = LoraConfig(
    r=${lora.rank},
    lora_alpha=${lora.alpha},
    lora_dropout=${lora.dropout},
    target_modules="all-linear",
    task_type="CAUSAL_LM",
)

trainer = ${trainer}Trainer(
    model=MODEL,
    args=config,
    train_dataset=rows["train"],
    eval_dataset=rows.get("validation"),
    peft_config=adapter,
)
trainer.train()
trainer.save_model(RESULT)
print(f"The adapter is in {RESULT}")
`;
}

const isList = (type: ColumnType) => type === 'list of json';
