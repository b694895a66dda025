import { trainingMethods } from '../../../../shared/domain/provider.ts';
import { type RunPlan, runPlanSchema } from '../../../../shared/domain/run.ts';
import { datasetIn } from '../../../service/dataset/lockfile/store.ts';
import { writer } from '../../../service/dataset/writer.ts';
import type { WorkspaceContext } from '../../command.ts';
import { UsageError } from '../../exit.ts';
import { parsed, typedNumber } from '../../parsed.ts';

export const planOptions = {
  dataset: { type: 'string' },
  provider: { type: 'string' },
  model: { type: 'string' },
  method: { type: 'string' },
  epochs: { type: 'string' },
  batch: { type: 'string' },
  'learning-rate': { type: 'string' },
  beta: { type: 'string' },
  seed: { type: 'string' },
  suffix: { type: 'string' },
  validation: { type: 'boolean' },
  confirm: { type: 'string' },
  add: { type: 'string' },
} as const;

export const planHelp = `      --dataset ID         the dataset to train on; may be cut short
      --provider ID        openai, nebius, or a server of your own (see providers)
      --model NAME         the model to tune, by its server's name
      --method M           ${trainingMethods.join(' or ')}; supervised without it
      --epochs N --batch N --learning-rate R --beta B --seed N
                           what is not given the provider chooses
      --suffix S           part of the tuned model's name
      --validation         sends the validation file along
      --confirm TEXT       what the preflight asks to be typed, such as “12.40 USD”`;

type Values = Partial<Record<Exclude<keyof typeof planOptions, 'validation'>, string>> & { validation?: boolean };

/** What an action of `finetune` is called with. */
export type Call = WorkspaceContext & { values: Values; named: readonly string[] };

/** @throws UsageError for what is missing or out of bounds */
export function readPlan({ workspace, values }: Call): RunPlan {
  const { dataset, provider, model } = values;
  for (const [name, value] of Object.entries({ dataset, provider, model }))
    if (value === undefined) throw new UsageError(`--${name} is missing.`, 'finetune');
  const plan = {
    datasetId: datasetIn(workspace, writer, dataset ?? '').id,
    providerId: provider,
    model,
    method: values.method ?? 'supervised',
    epochs: readNumber(values.epochs),
    batchSize: readNumber(values.batch),
    learningRate: readNumber(values['learning-rate']),
    beta: readNumber(values.beta),
    seed: readNumber(values.seed),
    suffix: values.suffix ?? null,
    validation: values.validation ?? false,
  };
  return parsed(runPlanSchema, plan, 'finetune');
}

const readNumber = (text: string | undefined): number | null => (text === undefined ? null : typedNumber(text));
