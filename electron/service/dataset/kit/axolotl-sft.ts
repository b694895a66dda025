import { axolotlData, axolotlRecipe } from './axolotl.ts';
import type { RecipeInput } from './content.ts';
import { learningRate } from './settings.ts';

/**
 * Supervised fine-tuning with axolotl, on the last answer alone: axolotl trains on every turn of the assistant that its
 * `message_field_training` does not forbid, and OpenAI's `weight: 0` forbids the earlier ones.
 *
 * Source: `ChatTemplateStrategy` in axolotl's src/axolotl/prompt_strategies/chat_template.py.
 */
export function axolotlSft(input: RecipeInput): string {
  const { train, validation } = input.data;
  const type = [
    'type: chat_template',
    'field_messages: messages',
    '# Earlier answers of a conversation have the weight 0: nobody approved them.',
    'message_field_training: weight',
    'roles_to_train: [assistant]',
    'train_on_eos: turn',
  ];
  return axolotlRecipe(input, {
    name: 'sft',
    learningRate: learningRate.supervised,
    method: [
      axolotlData('datasets', train, type),
      ...(validation === null ? [] : [axolotlData('test_datasets', validation, type)]),
      '',
    ].join('\n'),
  });
}
