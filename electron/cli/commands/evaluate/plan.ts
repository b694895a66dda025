import { type EvaluationPlan, evaluationPlanSchema } from '../../../../shared/domain/comparison.ts';
import { datasetIn } from '../../../service/dataset/lockfile/store.ts';
import { writer } from '../../../service/dataset/writer.ts';
import { UsageError } from '../../exit.ts';
import { parsed, typedNumber } from '../../parsed.ts';
import type { Terminal } from '../../terminal.ts';

export const planOptions = {
  name: { type: 'string' },
  dataset: { type: 'string' },
  base: { type: 'string' },
  tuned: { type: 'string' },
  items: { type: 'string' },
  draw: { type: 'string' },
  temperature: { type: 'string' },
  'max-tokens': { type: 'string' },
  seed: { type: 'string' },
  judges: { type: 'string' },
  scored: { type: 'boolean' },
  confirm: { type: 'string' },
} as const;

export type Values = { [K in Exclude<keyof typeof planOptions, 'scored'>]?: string | undefined } & {
  scored?: boolean | undefined;
  open?: boolean | undefined;
  early?: boolean | undefined;
};
export type Call = { workspace: string; terminal: Terminal; values: Values; named: string[] };

/** What the options say. @throws UsageError with the option that says nothing that can be */
export function readPlan({ workspace, values }: Call): EvaluationPlan {
  const { name, dataset, base, tuned } = values;
  if (!name || !dataset || !base || !tuned)
    throw new UsageError('It takes --name, --dataset, --base and --tuned.', 'evaluate');
  const plan = {
    name,
    datasetId: datasetIn(workspace, writer, dataset).id,
    base: readModel('base', base),
    tuned: readModel('tuned', tuned),
    sampling: {
      temperature: values.temperature === 'server' ? null : typedNumber(values.temperature ?? '0'),
      maxTokens: typedNumber(values['max-tokens'] ?? '600'),
      seed: typedNumber(values.seed ?? '1'),
    },
    sample:
      values.items === undefined ? null : { items: typedNumber(values.items), seed: typedNumber(values.draw ?? '1') },
    judges: typedNumber(values.judges ?? '1'),
    scored: values.scored ?? false,
  };
  if (plan.base.providerId !== plan.tuned.providerId)
    throw new UsageError(
      'Both models are of one provider here, because one key is given. The window takes two.',
      'evaluate',
    );
  return parsed(evaluationPlanSchema, plan, 'evaluate');
}

function readModel(option: string, text: string): EvaluationPlan['base'] {
  const [, providerId = '', model = ''] = /^([a-z0-9-]+):(.+)$/.exec(text) ?? [];
  if (model === '')
    throw new UsageError(
      `--${option} is a provider and a model, as in “openai:gpt-4.1-mini”, not “${text}”.`,
      'evaluate',
    );
  return { providerId, model };
}
