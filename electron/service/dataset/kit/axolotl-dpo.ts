import { axolotlData, axolotlRecipe } from './axolotl.ts';
import type { RecipeInput } from './content.ts';
import { beta, learningRate } from './settings.ts';

/**
 * Direct preference optimization with axolotl, on TRL's preference type. It is for talk alone: of a message axolotl shows the
 * model role and content, so that a prompt in which a tool is called has a hole there.
 *
 * Source: `default` in axolotl's src/axolotl/prompt_strategies/dpo/chat_template.py.
 */
export function axolotlDpo(input: RecipeInput): string {
  const { train, validation } = input.data;
  const type = [
    'type: chat_template.default',
    'field_messages: prompt',
    'field_chosen: chosen',
    'field_rejected: rejected',
  ];
  return axolotlRecipe(input, {
    name: 'dpo',
    learningRate: learningRate.preference,
    method: [
      'rl: dpo',
      '# How far the model may go from what it was.',
      `rl_beta: ${beta}`,
      axolotlData('datasets', train, type),
      ...(validation === null ? [] : [axolotlData('test_datasets', validation, type)]),
      '',
    ].join('\n'),
  });
}
