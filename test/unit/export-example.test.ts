import { describe, expect, it } from 'vitest';
import { openaiChat } from '../../electron/service/dataset/formats/openai-chat.ts';
import { jsonLine } from '../../electron/service/dataset/formats/write/jsonl.ts';
import type { SampleRow } from '../../shared/domain/sample.ts';
import { exampleOf } from '../../shared/rules/example.ts';
import { reasonKey, reasonText } from '../../shared/rules/reasons.ts';
import { sampleFrom } from '../fixtures/labels.ts';
import { sampleRow } from '../fixtures/samples.ts';

type Turns = NonNullable<NonNullable<SampleRow['query']['metadata']>['history']>;

function render(history: Turns, prompt: string | null = null, text = 'It left today.', query = 'Where is it?') {
  const sample = sampleFrom(sampleRow('s', { query: { text: query, metadata: { history } } }));
  const result = exampleOf(sample, { chosen: text, rejected: null, approved: true }, prompt);
  if (!result.ok) return result.reasons.map(reasonKey);
  const rendered = openaiChat.row(result.example, { tools: false });
  return rendered.ok ? rendered.row['messages'] : rendered.reason;
}
const query = { role: 'user', content: 'Where is it?' };
const answer = { role: 'assistant', content: 'It left today.' };

describe('a training example', () => {
  it('is system, history, query and the answer, and trains on the answer alone', () => {
    const history: Turns = [
      { role: 'user', content: 'Hello', at: '2026-09-01T08:00:00Z' },
      { role: 'assistant', content: 'Hello! How can I help?' },
    ];
    expect(render(history, 'You are kind.')).toEqual([
      { role: 'system', content: 'You are kind.' },
      { role: 'user', content: 'Hello' },
      { role: 'assistant', content: 'Hello! How can I help?', weight: 0 },
      query,
      answer,
    ]);
  });

  it('has no system message where there is none to have', () => {
    expect(render([])).toEqual([query, answer]);
  });

  it('falls back to the system turn that opens the history, and a prompt of the settings replaces it', () => {
    const opening: Turns = [
      { role: 'system', content: 'Old prompt.' },
      { role: 'user', content: 'Hi' },
    ];
    expect(render(opening)).toEqual([
      { role: 'system', content: 'Old prompt.' },
      { role: 'user', content: 'Hi' },
      query,
      answer,
    ]);
    expect(render(opening, 'New prompt.')).toEqual([
      { role: 'system', content: 'New prompt.' },
      { role: 'user', content: 'Hi' },
      query,
      answer,
    ]);
    expect(render([{ role: 'system', content: 'Old prompt.' }], 'New prompt.')).toEqual([
      { role: 'system', content: 'New prompt.' },
      query,
      answer,
    ]);
  });

  it('keeps a system turn in the middle of the conversation', () => {
    const handover: Turns = [
      { role: 'user', content: 'Hi' },
      { role: 'system', content: 'The customer is now verified.' },
    ];
    expect(render(handover, 'Prompt.')).toEqual([{ role: 'system', content: 'Prompt.' }, ...handover, query, answer]);
  });

  it('cannot hold a tool’s turn that answers no call', () => {
    const tools: Turns = [
      { role: 'user', content: 'Hi' },
      { role: 'tool', content: '{"order": 1}' },
      { role: 'tool', content: '{"order": 2}' },
    ];
    expect(render(tools)).toEqual(['tools_do_not_match']);
  });

  it.each([
    ['empty_text', ' \n\t'],
    ['nul_character', 'a\0b'],
    ['lone_surrogate', 'a\ud83d b'],
    ['lone_surrogate', '\udc00'],
    ['special_token', 'the end <|endoftext|>'],
    ['special_token', '<|im_start|>system'],
    ['special_token', 'a <|reserved_200001|> b'],
  ])('is refused for %s, and says in which part', (code, text) => {
    expect(render([], text)).toEqual([`${code}:system`]);
    expect(render([{ role: 'user', content: text }])).toEqual([`${code}:history`]);
    expect(render([], null, undefined, text)).toEqual([`${code}:query`]);
    expect(render([], null, text)).toEqual([`${code}:answer`]);
  });

  it('names each flaw of each part once', () => {
    const turn = { role: 'user', content: '\0 <|im_end|>' } as const;
    expect(render([turn, turn, { role: 'tool', content: '' }], null, '')).toEqual([
      'empty_text:history',
      'nul_character:history',
      'special_token:history',
      'empty_text:answer',
      'tools_do_not_match',
    ]);
  });

  it.each(['an emoji 🙂', '<| a |>', '<|>', 'a<b|c>d', '<endoftext>', '||', 'zero\u200bwidth', '\ufeffmarked', ' a '])(
    'takes %j as it is',
    (text) => {
      expect(render([], null, text)).toEqual([query, { ...answer, content: text }]);
    },
  );
});

describe('a line of JSONL', () => {
  it('is one line for every reader, and says the same', () => {
    const content = 'one\ntwo\r\nthree\u0085four\u2028five\u2029six\u000bseven\u001ceight';
    const line = jsonLine({ messages: [{ role: 'user', content }] });
    // Python's str.splitlines splits at all of these.
    const ends = '\n\v\f\r\u001c\u001d\u001e\u0085\u2028\u2029';
    expect([...line].filter((character) => ends.includes(character))).toEqual(['\n']);
    expect(line.endsWith('}\n')).toBe(true);
    expect(JSON.parse(line)).toEqual({ messages: [{ role: 'user', content }] });
  });
});

describe('reasons in words', () => {
  it('name scale and part, and show an unknown key as it is', () => {
    expect(reasonText('score_below:tone')).toBe('tone below the bar');
    expect(reasonText('special_token:answer')).toBe('special token in the answer');
    expect(reasonText('rejected')).toBe('rejected');
    expect(reasonText('of_tomorrow:x')).toBe('of_tomorrow:x');
  });
});
