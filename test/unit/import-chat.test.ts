import { describe, expect, it } from 'vitest';
import { jsonRow } from '../../electron/service/samples/import/rows.ts';

const facts = { name: 'support-2026', modifiedAt: '2026-09-01T08:00:00.000Z' };

const user = (content: unknown) => ({ role: 'user', content });
const assistant = (content: unknown, more: object = {}) => ({ role: 'assistant', content, ...more });
const system = { role: 'system', content: 'You are the support.' };
const call = (id: string, name: string, args: string) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});

function rowOf(chat: object) {
  const read = jsonRow(JSON.stringify(chat), facts);
  if (!read.ok) throw new Error(JSON.stringify(read.problems));
  return { ...read.row, dated: read.dated };
}
function reasons(chat: object): [string | null, string][] {
  const read = jsonRow(JSON.stringify(chat), facts);
  return read.ok ? [] : read.problems.map(({ field, reason }) => [field, reason]);
}

describe('a chat', () => {
  it('is its last answer, the question before it, and what was said before', () => {
    const row = rowOf({
      messages: [system, user('Hello'), assistant('Hi!'), user('Where is it?'), assistant('In Oslo.')],
    });
    expect(row).toMatchObject({
      created_at: facts.modifiedAt,
      dated: false,
      source: { agent_name: 'support-2026' },
      query: {
        text: 'Where is it?',
        metadata: { history: [system, { role: 'user', content: 'Hello' }, { role: 'assistant', content: 'Hi!' }] },
      },
      agent_response: { text: 'In Oslo.', sources: [] },
    });
  });

  it('has an id that comes from what it says, and from nothing else', () => {
    const chat = { messages: [user('a'), assistant('b')] };
    const id = rowOf(chat).sample_id;
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const again = jsonRow(JSON.stringify(chat, null, 1), { name: 'other', modifiedAt: '2026-10-01T00:00:00.000Z' });
    expect(again).toMatchObject({ ok: true, row: { sample_id: id } });
    expect(rowOf({ ...chat, metadata: { conversation_id: 'c' } }).sample_id).not.toBe(id);
    expect(rowOf({ ...chat, id: 7 })).toMatchObject({ id: 7 });
    for (const id of [7, '7']) expect(rowOf({ ...chat, id }).sample_id).toMatch(/^[0-9a-f-]{36}$/);
    expect(rowOf({ ...chat, id: 'mine' })).toMatchObject({ id: 'mine', sample_id: 'mine' });
    expect(rowOf({ ...chat, id: 'mine', sample_id: 'yours' }).sample_id).toBe('yours');
  });

  it('takes from its metadata what the table has a place for, and keeps the rest', () => {
    const metadata = {
      agent_name: 'Returns',
      conversation_id: 'c1',
      intent: 'refund',
      model: 'm-1',
      prompt_version: 'p-2',
      created_at: '2026-05-01T00:00:00Z',
      channel: 'mail',
    };
    const row = rowOf({ messages: [user('a'), assistant('b')], metadata, tags: ['x'], split: 'train' });
    expect(row).toMatchObject({
      created_at: '2026-05-01T00:00:00Z',
      dated: true,
      source: { agent_name: 'Returns', conversation_id: 'c1', model: 'm-1', prompt_version: 'p-2' },
      query: { text: 'a', intent: 'refund', metadata: { channel: 'mail', history: [] } },
      tags: ['x'],
      split: 'train',
    });
  });

  it('has the results of tools as sources of its answer', () => {
    const row = rowOf({
      messages: [
        user('Where is it?'),
        assistant(null, { tool_calls: [call('t1', 'get_order', '{"id":5}'), call('t2', 'get_stock', '{}')] }),
        { role: 'tool', tool_call_id: 't1', content: '{"city":"Oslo"}' },
        { role: 'function', name: 'get_weather', content: 'rain' },
        assistant('In Oslo.'),
      ],
      tools: [{ type: 'function', function: { name: 'get_order' } }],
    });
    expect(row.agent_response.sources).toEqual([
      { id: 't1', text: '{"city":"Oslo"}', metadata: { tool: 'get_order', arguments: '{"id":5}' } },
      { id: null, text: 'rain', metadata: { tool: 'get_weather' } },
      { id: 't2', text: '', metadata: { tool: 'get_stock', arguments: '{}' } },
    ]);
    expect(row).toHaveProperty('tools');
  });

  it('shows the tool calls of its history, and keeps them', () => {
    const calls = [call('t1', 'get_order', '{"id":5}')];
    const before = [
      user('a'),
      assistant(null, { tool_calls: calls }),
      { role: 'tool', tool_call_id: 't1', content: 'x' },
      assistant('b', { weight: 0 }),
    ];
    const row = rowOf({ messages: [...before, user('c'), assistant('d')] });
    expect(row.query.metadata?.history).toEqual([
      { role: 'user', content: 'a' },
      { role: 'assistant', content: 'get_order({"id":5})', tool_calls: calls },
      { role: 'tool', tool_call_id: 't1', content: 'x' },
      { role: 'assistant', content: 'b', weight: 0 },
    ]);
  });

  it('stays out of training when its answer has no weight', () => {
    expect(rowOf({ messages: [user('a'), assistant('b', { weight: 1 })] }).training_flags).toBeUndefined();
    const weightless = { messages: [user('a'), assistant('b', { weight: 0 })], training_flags: { pii_redacted: true } };
    expect(rowOf(weightless).training_flags).toEqual({ include_in_training: false, pii_redacted: true });
    expect(reasons({ messages: [user('a'), assistant('b', { weight: 0.5 })] })).toEqual([
      ['messages[1].weight', '`messages[1].weight` is 0.5, but must be 0 or 1.'],
    ]);
  });

  it('keeps what else its messages carry', () => {
    const row = rowOf({
      messages: [{ ...user('a'), name: 'Ann', metadata: { device: 'phone' } }, assistant('b', { sources: 3 })],
    });
    expect(row.query).toEqual({
      text: 'a',
      message: { name: 'Ann', metadata: { device: 'phone' } },
      metadata: { history: [] },
    });
    expect(row.agent_response).toEqual({ text: 'b', sources: [], message: { sources: 3 } });
  });

  it('may write its texts in parts', () => {
    const parts = [
      { type: 'text', text: 'Where ' },
      { type: 'text', text: 'is it?' },
    ];
    expect(rowOf({ messages: [user(parts), assistant('b')] }).query.text).toBe('Where is it?');
    expect(reasons({ messages: [user([{ type: 'image_url', image_url: {} }]), assistant('b')] })).toEqual([
      ['messages[0].content', 'Message 1 holds a part of type image_url: only text can be labeled.'],
    ]);
  });

  it.each<[string, unknown[], string, string]>([
    ['says nothing', [], 'messages', 'There are no messages.'],
    [
      'ends with a question',
      [user('a')],
      'messages[0]',
      'The last message is from user, so there is no answer to score.',
    ],
    ['answers nobody', [system, assistant('b')], 'messages', 'There is no message of a user before the answer.'],
    [
      'ends with a tool call',
      [user('a'), assistant('x', { tool_calls: [call('t', 'f', '')] })],
      'messages[1]',
      'The last message calls a tool: it is no answer that can be scored.',
    ],
    [
      'has an empty answer',
      [user('a'), assistant(null, { refusal: 'no' })],
      'messages[1]',
      'The last message has no text.',
    ],
    [
      'has an empty question',
      [user(''), assistant('b')],
      'messages[0]',
      'The question, the last message of the user, is empty.',
    ],
    [
      'answers twice',
      [user('a'), assistant('b'), assistant('c')],
      'messages[1]',
      'Message 2, from assistant, stands between the question and the answer, where only tool calls and their results can be.',
    ],
    [
      'is instructed late',
      [user('a'), system, assistant('c')],
      'messages[1]',
      'Message 2, from system, stands between the question and the answer, where only tool calls and their results can be.',
    ],
    [
      'knows another role',
      [{ role: 'bot', content: 'x' }],
      'messages[0].role',
      '`messages[0].role` is “bot”, but must be one of “system”, “developer”, “user”, “assistant”, “tool”, “function”.',
    ],
  ])('is refused when it %s', (_, messages, field, reason) => {
    expect(reasons({ messages })).toEqual([[field, reason]]);
  });

  it('is refused when it says the same in two ways', () => {
    const messages = [user('a'), assistant('b')];
    expect(reasons({ messages, query: { text: 'a' } })).toEqual([
      ['query', 'It has `query` beside `messages`, which say the same.'],
    ]);
    expect(reasons({ messages, metadata: { history: [] } })).toEqual([
      ['history', 'It has `history` beside `messages`, which say the same.'],
    ]);
  });
});
