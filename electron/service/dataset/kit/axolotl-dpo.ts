import { axolotlData, axolotlRecipe } from './axolotl.ts';
import type { RecipeInput } from './content.ts';
import { beta, learningRate } from './settings.ts';

/**
 * Direct preference optimization with axolotl, on TRL's preference type.
 *
 * Source: `default` in axolotl's src/axolotl/prompt_strategies/dpo/chat_template.py.
 */
export function axolotlDpo(input: RecipeInput): string {
  const { train, validation } = input.data;
  const { tools } = input.shape;
  const type = [
    'type: chat_template.default',
    'field_messages: prompt',
    'field_chosen: chosen',
    'field_rejected: rejected',
    // Its strategy leaves out every other key of a message, and the column `tools`.
    ...(tools
      ? ['# Calls of tools are shown to the model, and what the tools are is not: trl_dpo.py shows both.']
      : []),
    'message_property_mappings:',
    '  role: role',
    '  content: content',
    '  name: name',
    '  tool_calls: tool_calls',
    '  tool_call_id: tool_call_id',
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
