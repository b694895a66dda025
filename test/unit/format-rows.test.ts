import { describe, expect, it } from 'vitest';
import { formats } from '../../electron/service/dataset/formats/formats.ts';
import { shapeOf } from '../../electron/service/dataset/formats/prompt.ts';
import { datasetInfo } from '../../electron/service/dataset/formats/sharegpt-info.ts';
import { type FormatId, type FormatReason, formatIds } from '../../shared/domain/dataset.ts';
import type { Example } from '../../shared/domain/example.ts';
import {
  assistant,
  bytesOf,
  call,
  example,
  lookup,
  plain,
  result,
  rowOf,
  system,
  toolExample,
  tooled,
  user,
} from '../fixtures/examples.ts';

const kind = { role: 'system', content: 'You are kind.' };
const hello = { role: 'user', content: 'Hello' };
const help = { role: 'assistant', content: 'Hello! How can I help?' };
const where = { role: 'user', content: 'Where is my order?' };
const left = { role: 'assistant', content: 'It left today.' };
const noIdea = { role: 'assistant', content: 'No idea.' };
const tool = {
  type: 'function',
  function: { name: 'lookup_order', description: 'Looks an order up.', parameters: lookup.parameters },
};

/** What a line says, with its keys in the order in which they are written. */
const line = (format: FormatId, from: Example, shape = plain) =>
  bytesOf(format, [rowOf(format, from, shape)]).toString();
const json = (row: object) => `${JSON.stringify(row)}\n`;

describe('a row', () => {
  it('of openai-chat trains on the last answer alone', () => {
    expect(line('openai-chat', example())).toBe(json({ messages: [kind, hello, { ...help, weight: 0 }, where, left] }));
    const called = { id: 'call_1', type: 'function', function: { name: lookup.name, arguments: '{"order_id": "A1"}' } };
    expect(line('openai-chat', toolExample())).toBe(
      json({
        messages: [
          kind,
          where,
          { role: 'assistant', tool_calls: [called], weight: 0 },
          { role: 'tool', tool_call_id: 'call_1', content: '{"state": "sent"}' },
          left,
        ],
        tools: [tool],
      }),
    );
  });

  it('of openai-preference sets one answer against the other', () => {
    expect(line('openai-preference', example())).toBe(
      json({
        input: { messages: [kind, hello, help, where], tools: [], parallel_tool_calls: true },
        preferred_output: [left],
        non_preferred_output: [noIdea],
      }),
    );
    expect(rowOf('openai-preference', toolExample())).toMatchObject({ input: { tools: [tool] } });
  });

  it('of TRL has the columns of its type', () => {
    const prompt = [kind, hello, help, where];
    expect(line('trl-sft', example())).toBe(json({ messages: [...prompt, left] }));
    expect(line('trl-prompt-completion', example())).toBe(json({ prompt, completion: [left] }));
    expect(line('trl-dpo', example())).toBe(json({ prompt, chosen: [left], rejected: [noIdea] }));
    expect(line('trl-kto', example())).toBe(json({ prompt, completion: [left], label: true }));
    expect(line('trl-kto', example({ chosen: null }))).toBe(json({ prompt, completion: [noIdea], label: false }));
    expect(line('trl-kto', example({ approved: false }))).toBe(json({ prompt, completion: [left], label: false }));
  });

  it('of TRL has tools as text in a column of their own, and arguments as objects', () => {
    const called = { id: 'call_1', type: 'function', function: { name: lookup.name, arguments: { order_id: 'A1' } } };
    expect(line('trl-sft', toolExample(), tooled)).toBe(
      json({
        messages: [
          kind,
          where,
          { role: 'assistant', content: '', tool_calls: [called] },
          { role: 'tool', name: lookup.name, tool_call_id: 'call_1', content: '{"state": "sent"}' },
          left,
        ],
        tools: JSON.stringify([tool]),
      }),
    );
    expect(rowOf('trl-dpo', example(), tooled)['tools']).toBe(null);
  });

  it('of sharegpt alternates, with system and tools in columns of their own', () => {
    expect(line('sharegpt', example())).toBe(
      json({
        conversations: [
          { from: 'human', value: 'Hello' },
          { from: 'gpt', value: 'Hello! How can I help?' },
          { from: 'human', value: 'Where is my order?' },
          { from: 'gpt', value: 'It left today.' },
        ],
        system: 'You are kind.',
        tools: '',
      }),
    );
    const question = [
      { from: 'human', value: 'Where is my order?' },
      { from: 'function_call', value: '{"name":"lookup_order","arguments":{"order_id":"A1"}}' },
      { from: 'observation', value: '{"state": "sent"}' },
    ];
    const { name, description, parameters } = lookup;
    expect(line('sharegpt-preference', toolExample())).toBe(
      json({
        conversations: question,
        chosen: { from: 'gpt', value: 'It left today.' },
        rejected: { from: 'gpt', value: 'No idea.' },
        system: 'You are kind.',
        tools: JSON.stringify([{ name, description, parameters }]),
      }),
    );
  });

  it('of sharegpt gives every tool the properties that LLaMA-Factory reads', () => {
    const bare = { name: 'ping', description: null, parameters: {} };
    expect(rowOf('sharegpt', example({ tools: [bare] }))['tools']).toBe(
      JSON.stringify([{ name: 'ping', description: '', parameters: { type: 'object', properties: {} } }]),
    );
  });

  it('of csv is for reading', () => {
    expect(line('csv', example({ chosen: 'It left\r\n"today", it did.' }))).toBe(
      '\ufeffsystem,history,query,steps,answer,rejected\r\n' +
        'You are kind.,"user: Hello\n\nassistant: Hello! How can I help?",Where is my order?,,' +
        '"It left\r\n""today"", it did.",No idea.\r\n',
    );
    expect(rowOf('csv', toolExample({ rejected: null }))).toEqual({
      system: 'You are kind.',
      history: '',
      query: 'Where is my order?',
      steps: 'assistant calls lookup_order({"order_id": "A1"})\n\ntool: {"state": "sent"}',
      answer: 'It left today.',
      rejected: '',
    });
  });

  it('of parquet has every field in every message where there are tools, and none of them elsewhere', () => {
    expect(rowOf('parquet', example())).toEqual({ messages: [kind, hello, help, where, left] });
    const none = { tool_calls: null, tool_call_id: null };
    const called = { id: 'call_1', type: 'function', function: { name: lookup.name, arguments: '{"order_id": "A1"}' } };
    expect(rowOf('parquet', toolExample(), tooled)).toEqual({
      messages: [
        { ...kind, ...none },
        { ...where, ...none },
        { role: 'assistant', content: '', tool_calls: [called], tool_call_id: null },
        { role: 'tool', content: '{"state": "sent"}', tool_calls: null, tool_call_id: 'call_1' },
        { ...left, ...none },
      ],
      tools: JSON.stringify([tool]),
    });
  });
});

describe('an example that is no row', () => {
  const pairs: FormatId[] = ['openai-preference', 'trl-dpo', 'sharegpt-preference'];
  const chosen: FormatId[] = ['openai-chat', 'trl-sft', 'trl-prompt-completion', 'sharegpt', 'parquet'];
  const systemLater: FormatId[] = formatIds.filter((id) => !id.startsWith('openai') && id !== 'csv');
  const malformed = (...prompt: Example['prompt']) => example({ prompt });
  const cases: [FormatReason, string, readonly FormatId[], Example][] = [
    ['no_pair', 'one answer', pairs, example({ rejected: null })],
    ['no_pair', 'two equal answers', pairs, example({ rejected: 'It left today.' })],
    ['no_chosen', 'no answer that passes', chosen, example({ chosen: null })],
    [
      'no_chosen',
      'no answer',
      formatIds.filter((id) => !pairs.includes(id)),
      example({ chosen: null, rejected: null }),
    ],
    ['no_question', 'no prompt', formatIds, malformed()],
    ['no_question', 'a prompt that the agent ends', formatIds, malformed(user('Hi'), assistant('Hello'))],
    ['system_not_first', 'a system turn later on', systemLater, malformed(user('a'), system('b'), user('c'))],
    ['system_not_first', 'two system turns', systemLater, malformed(system('a'), system('b'), user('c'))],
    ['tool_use_malformed', 'a result without its call', formatIds, malformed(user('a'), result('call_1', 'b'))],
    ['tool_use_malformed', 'another id', formatIds, malformed(user('a'), assistant('', call('1')), result('2', 'b'))],
    ['tool_use_malformed', 'a call without its result', formatIds, malformed(assistant('', call('1')), user('b'))],
    [
      'tool_use_malformed',
      'arguments that are no object',
      formatIds,
      malformed(user('a'), assistant('', call('1', '[1]')), result('1', 'b')),
    ],
    [
      'tool_use_malformed',
      'arguments that reading would change',
      formatIds,
      malformed(user('a'), assistant('', call('1', '{"id": 12345678901234567890}')), result('1', 'b')),
    ],
    [
      'tool_use_malformed',
      'a name that no tool can have',
      formatIds,
      malformed(user('a'), assistant('', { id: '1', name: 'look up', arguments: '{}' }), result('1', 'b')),
    ],
    [
      'turns_not_alternating',
      'two questions in a row',
      ['sharegpt', 'sharegpt-preference'],
      malformed(user('a'), user('b')),
    ],
    [
      'turns_not_alternating',
      'two calls at once',
      ['sharegpt', 'sharegpt-preference'],
      malformed(user('a'), assistant('', call('1'), call('2')), result('1', 'b'), result('2', 'c')),
    ],
    [
      'text_beside_tool_call',
      'a turn that speaks and calls',
      ['sharegpt', 'sharegpt-preference'],
      malformed(user('a'), assistant('One moment.', call('1')), result('1', 'b')),
    ],
  ];
  it.each(cases)('is told as %s for %s', (reason, _, ids, from) => {
    const told = formatIds.filter((id) => {
      const made = formats[id].row(from, tooled);
      return !made.ok && made.reason === reason;
    });
    expect(told).toEqual(ids);
  });
});

describe('the shape of a dataset', () => {
  it('has tools where an example offers or calls one', () => {
    expect(shapeOf(example())).toEqual(plain);
    expect(shapeOf(example({ tools: [lookup] }))).toEqual(tooled);
    expect(shapeOf(toolExample({ tools: [] }))).toEqual(tooled);
  });
});

describe('dataset_info.json', () => {
  it('says how LLaMA-Factory reads each file', () => {
    const columns = { messages: 'conversations', system: 'system', tools: 'tools' };
    expect(
      datasetInfo([
        { name: 'support', fileName: 'train.jsonl', format: 'sharegpt' },
        { name: 'support_pairs', fileName: 'pairs.jsonl', format: 'sharegpt-preference' },
      ]),
    ).toEqual({
      support: { file_name: 'train.jsonl', formatting: 'sharegpt', columns },
      support_pairs: {
        file_name: 'pairs.jsonl',
        formatting: 'sharegpt',
        ranking: true,
        columns: { ...columns, chosen: 'chosen', rejected: 'rejected' },
      },
    });
  });
});
