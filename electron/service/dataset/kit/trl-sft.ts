import { columnsOf } from './columns.ts';
import type { RecipeInput } from './content.ts';
import { learningRate } from './settings.ts';
import { featuresOf, trlScript } from './trl-script.ts';

/**
 * Supervised fine-tuning on the last answer alone. TRL masks everything before a `completion`, whatever the chat template;
 * `assistant_only_loss` would train on every answer in the history, which nobody approved, and needs a template that marks
 * them.
 */
export function trlSft(input: RecipeInput): string {
  return trlScript(input, {
    trainer: 'SFT',
    summary: 'Supervised fine-tuning with TRL: the model learns to write the answers that passed the gate.',
    learningRate: learningRate.supervised,
    prepare: input.data.format === 'trl-sft' ? lastAnswerApart(input) : [],
    config: [
      '# Earlier answers of a conversation are what the model reads: nobody approved them.',
      'completion_only_loss=True,',
    ],
  });
}

/** Rows of `messages` as prompt and completion. */
function lastAnswerApart({ shape }: RecipeInput): string[] {
  const columns = columnsOf('trl-prompt-completion', shape) ?? {};
  return [
    '# The last message is the answer that was approved; those before it are its prompt.',
    'rows = rows.map(',
    '    lambda row: {"prompt": row["messages"][:-1], "completion": row["messages"][-1:]},',
    '    remove_columns="messages",',
    `    features=${featuresOf(columns)},`,
    ')',
  ];
}
