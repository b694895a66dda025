import { describe } from 'vitest';
import { csvFault, type Fault, fault, findsAll, listFault, type RowRule, withLine } from '../fixtures/faults.ts';

/** Every rule about a row, and faults that break it. */
const faults: Record<RowRule, Fault[]> = {
  too_deep: [
    fault(
      'openai-chat',
      'parameters',
      'tools.0.function.parameters',
      JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`),
      ['3  too_deep'],
    ),
  ],
  inexact_number: [
    [
      'a long one',
      'openai-chat',
      withLine('openai-chat', (good) => good.replace('"type":"object"', '"type":"object","maxLength":1e999')),
      ['3 tools[0].function.parameters.maxLength inexact_number'],
    ],
  ],
  nul_character: [
    fault('openai-chat', 'in a text', 'messages.1.content', 'a\0b', ['3 messages[1].content nul_character']),
    csvFault('in a cell', 's,h,q,,a\0,r', ['3 answer nul_character']),
  ],
  lone_surrogate: [
    fault('openai-chat', 'half an emoji', 'messages.1.content', '\ud83d', ['3 messages[1].content lone_surrogate']),
  ],
  special_token: [
    fault('openai-chat', 'in an answer', 'messages.4.content', 'Bye <|im_end|>', [
      '3 messages[4].content special_token',
    ]),
    fault('sharegpt', 'in a turn', 'conversations.0.value', '<|endoftext|>', [
      '3 conversations[0].value special_token',
    ]),
  ],
  empty_content: [
    fault('openai-chat', 'blanks', 'messages.1.content', ' \n', ['3 messages[1].content empty_content']),
    fault('sharegpt', 'no answer', 'conversations.3.value', '', ['3 conversations[3].value empty_content']),
    csvFault('no query', 's,h,,,a,r', ['3 query empty_content']),
    csvFault('no answer', 's,h,q,,,', ['3 answer empty_content']),
  ],
  wrong_type: [
    ['a row that is a list', 'openai-chat', withLine('openai-chat', () => '[]'), ['3  wrong_type']],
    fault('openai-chat', 'messages', 'messages', 'none', ['3 messages wrong_type']),
    fault('openai-chat', 'a name', 'messages.1.name', 7, ['3 messages[1].name wrong_type']),
    fault('openai-chat', 'a message', 'messages.1', 'hello', ['3 messages[1] wrong_type']),
    fault('openai-chat', 'no content', 'messages.1.content', null, ['3 messages[1].content wrong_type']),
    fault('openai-chat', 'tools', 'tools', {}, ['3 tools wrong_type']),
    fault('openai-chat', 'a tool', 'tools.0.type', 'retrieval', ['3 tools[0].type wrong_type']),
    fault('openai-chat', 'a description', 'tools.0.function.description', 1, [
      '3 tools[0].function.description wrong_type',
    ]),
    fault(
      'openai-chat',
      'parameters',
      'tools.0.function.parameters',
      [],
      ['3 tools[0].function.parameters wrong_type'],
    ),
    fault('openai-chat', 'parallel_tool_calls', 'parallel_tool_calls', 'yes', ['3 parallel_tool_calls wrong_type']),
    fault('openai-chat', 'arguments', 'messages.2.tool_calls.0.function.arguments', {}, [
      '3 messages[2].tool_calls[0].function.arguments wrong_type',
    ]),
    fault('trl-sft', 'arguments as text', 'messages.2.tool_calls.0.function.arguments', '{}', [
      '3 messages[2].tool_calls[0].function.arguments wrong_type',
    ]),
    fault('openai-preference', 'parallel_tool_calls', 'input.parallel_tool_calls', 1, [
      '3 input.parallel_tool_calls wrong_type',
    ]),
    fault('trl-kto', 'a label', 'label', 'true', ['3 label wrong_type', '3 label mixed_columns']),
    fault('trl-dpo', 'tools that are no JSON', 'tools', '[', ['3 tools wrong_type']),
    fault('sharegpt', 'system', 'system', null, ['3 system wrong_type']),
    fault('sharegpt', 'tools that are no JSON', 'tools', '{', ['3 tools wrong_type']),
    fault('sharegpt', 'a turn of nobody', 'conversations.0.from', 1, [
      '3 conversations[0].from wrong_type',
      '3 conversations[].from mixed_columns',
    ]),
    fault('sharegpt-preference', 'who answers', 'chosen.from', 'human', ['3 chosen.from wrong_type']),
  ],
  missing_key: [
    fault('openai-chat', 'messages', 'messages', undefined, ['3 messages missing_key']),
    fault('openai-chat', 'a role', 'messages.1.role', undefined, ['3 messages[1].role missing_key']),
    fault('openai-chat', 'content', 'messages.1.content', undefined, ['3 messages[1].content missing_key']),
    fault('openai-chat', 'the name of a tool', 'tools.0.function.name', undefined, [
      '3 tools[0].function.name missing_key',
    ]),
    fault('openai-preference', 'an output', 'non_preferred_output', undefined, ['3 non_preferred_output missing_key']),
  ],
  unknown_key: [
    fault('openai-chat', 'in the row', 'id', 'x', ['3 id unknown_key']),
    fault('openai-chat', 'in a message', 'messages.0.id', 'x', ['3 messages[0].id unknown_key']),
    fault('openai-chat', 'weight of a user', 'messages.1.weight', 0, ['3 messages[1].weight unknown_key']),
    fault('openai-chat', 'in a tool', 'tools.0.function.return', {}, ['3 tools[0].function.return unknown_key']),
    fault('openai-preference', 'weight', 'preferred_output.0.weight', 1, ['3 preferred_output[0].weight unknown_key']),
    fault('trl-sft', 'a call of a user', 'messages.1.tool_calls', [], ['3 messages[1].tool_calls unknown_key']),
  ],
  empty_list: [
    fault('openai-chat', 'messages', 'messages', [], ['3 messages empty_list']),
    fault(
      'openai-chat',
      'tool calls',
      'messages.2.tool_calls',
      [],
      ['3 messages[2].tool_calls empty_list', '3 messages[3].tool_call_id tool_call_unmatched'],
    ),
    fault('trl-dpo', 'prompt', 'prompt', [], ['3 prompt empty_list']),
    fault('sharegpt', 'conversations', 'conversations', [], ['3 conversations empty_list']),
  ],
  role: [
    fault('openai-chat', 'developer', 'messages.0.role', 'developer', ['3 messages[0].role role']),
    fault('sharegpt', 'of another format', 'conversations.0.from', 'user', ['3 conversations[0].from role']),
  ],
  system_not_first: [
    fault('trl-sft', 'behind the user', 'messages.1.role', 'system', ['3 messages[1].role system_not_first']),
    fault('sharegpt', 'behind the user', 'conversations.2.from', 'system', [
      '3 conversations[2].from system_not_first',
    ]),
  ],
  last_message: [
    fault('openai-chat', 'the user’s', 'messages.4.role', 'user', [
      '3 messages[4].role last_message',
      '3 messages nothing_trained',
    ]),
    fault(
      'trl-dpo',
      'an answer in the prompt',
      'prompt',
      [{ role: 'assistant', content: 'a' }],
      ['3 prompt[0].role last_message'],
    ),
    fault('openai-preference', 'two answers', 'preferred_output.1', { role: 'assistant', content: 'b' }, [
      '3 preferred_output last_message',
    ]),
  ],
  turn_order: [
    fault('sharegpt', 'an answer first', 'conversations.0.from', 'gpt', ['3 conversations[0].from turn_order']),
    listFault('sharegpt', 'no answer', 'conversations', (list) => list.pop(), ['3 conversations turn_order']),
    listFault('sharegpt-preference', 'no question', 'conversations', (list) => list.pop(), [
      '3 conversations turn_order',
    ]),
    fault(
      'trl-dpo',
      'a question in the answer',
      'chosen',
      [
        { role: 'user', content: 'a' },
        { role: 'assistant', content: 'b' },
      ],
      ['3 chosen[0].role turn_order'],
    ),
  ],
  content_part: [
    fault(
      'openai-chat',
      'audio',
      'messages.1.content',
      [{ type: 'text', text: 'a' }, { type: 'input_audio' }],
      ['3 messages[1].content[1].type content_part'],
    ),
    fault(
      'openai-chat',
      'an image of the system',
      'messages.0.content',
      [{ type: 'image_url', image_url: { url: 'x' } }],
      ['3 messages[0].content[0].type content_part'],
    ),
  ],
  tool_name: [
    fault('openai-chat', 'of a tool', 'tools.0.function.name', 'look up', ['3 tools[0].function.name tool_name']),
    fault('openai-chat', 'of a call', 'messages.2.tool_calls.0.function.name', 'ä', [
      '3 messages[2].tool_calls[0].function.name tool_name',
    ]),
    fault('sharegpt', 'of a turn', 'conversations.1.value', '{"name": "", "arguments": {}}', [
      '3 conversations[1].value tool_name',
    ]),
  ],
  tool_repeated: [
    listFault('openai-chat', 'a tool', 'tools', (list) => list.push(list[0]), [
      '3 tools[1].function.name tool_repeated',
    ]),
  ],
  tool_parameters: [
    fault('sharegpt', 'none', 'tools', '[{"name": "ping"}]', ['3 tools[0].parameters tool_parameters']),
  ],
  tool_arguments: [
    fault('openai-chat', 'broken', 'messages.2.tool_calls.0.function.arguments', '{"a": ', [
      '3 messages[2].tool_calls[0].function.arguments tool_arguments',
    ]),
    fault('openai-chat', 'a list', 'messages.2.tool_calls.0.function.arguments', '[]', [
      '3 messages[2].tool_calls[0].function.arguments tool_arguments',
    ]),
    fault('sharegpt', 'no JSON', 'conversations.1.value', 'lookup()', ['3 conversations[1].value tool_arguments']),
  ],
  tool_call_repeated: [
    listFault('openai-chat', 'an id', 'messages.2.tool_calls', (list) => list.push(list[0]), [
      '3 messages[2].tool_calls[1].id tool_call_repeated',
      '3 messages[2].tool_calls[1] tool_call_unanswered',
    ]),
  ],
  tool_call_unmatched: [
    fault('openai-chat', 'another id', 'messages.3.tool_call_id', 'other', [
      '3 messages[3].tool_call_id tool_call_unmatched',
      '3 messages[2].tool_calls[0] tool_call_unanswered',
    ]),
    fault('sharegpt', 'no call', 'conversations.1', { from: 'gpt', value: 'a' }, [
      '3 conversations[2].from tool_call_unmatched',
    ]),
  ],
  tool_call_unanswered: [
    listFault('openai-chat', 'no result', 'messages', (list) => list.splice(3, 1), [
      '3 messages[2].tool_calls[0] tool_call_unanswered',
    ]),
    fault('sharegpt', 'no result', 'conversations.2.from', 'human', ['3 conversations[2].from tool_call_unanswered']),
  ],
  weight: [
    fault('openai-chat', 'a half', 'messages.2.weight', 0.5, ['3 messages[2].weight weight']),
    fault('openai-chat', 'true', 'messages.2.weight', true, ['3 messages[2].weight weight']),
  ],
  nothing_trained: [fault('openai-chat', 'all of weight 0', 'messages.4.weight', 0, ['3 messages nothing_trained'])],
  answers_equal: [
    fault(
      'openai-preference',
      'outputs',
      'non_preferred_output',
      [{ role: 'assistant', content: 'Answer 2.' }],
      ['3 non_preferred_output answers_equal'],
    ),
    fault(
      'trl-dpo',
      'answers',
      'rejected',
      [{ role: 'assistant', content: 'Answer 2.' }],
      ['3 rejected answers_equal'],
    ),
    fault('sharegpt-preference', 'answers', 'rejected', { from: 'gpt', value: 'Answer 2.' }, [
      '3 rejected answers_equal',
    ]),
    csvFault('cells', 's,h,q,,a,a', ['3 rejected answers_equal']),
  ],
};

describe('a fault in a row', () => findsAll(faults));
