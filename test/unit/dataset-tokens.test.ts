import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { tokensOf, tokensOfExample } from '../../electron/service/dataset/tokens.ts';
import type { Example } from '../../shared/domain/example.ts';

/** By OpenAI's own tiktoken, o200k_base. */
const known: [string, number][] = [
  ['', 0],
  ['hello world', 2],
  ['tiktoken is great!', 6],
  ['antidisestablishmentarianism', 6],
  ['2 + 2 = 4', 7],
  ['お誕生日おめでとう', 8],
];

describe('tokens', () => {
  it.each(known)('of %j are as many as the tokenizer makes', (text, count) => {
    expect(tokensOf(text)).toBe(count);
  });

  it.each([
    ['letters', 'A'.repeat(2 ** 20), 131_072],
    ['signs', '='.repeat(2 ** 20), 16_384],
    ['words that no space parts', '我们的订单在哪里'.repeat(2 ** 17), 393_216],
    ['joined emoji', '👩🏽‍🚀'.repeat(2 ** 16), 458_752],
  ])('of a megabyte of %s are counted, at most two too many for each piece of 512', (_, text, count) => {
    expect(tokensOf(text)).toBeGreaterThanOrEqual(count);
    expect(tokensOf(text)).toBeLessThanOrEqual(count + (2 * text.length) / 512);
  });

  it('of a run that is parted are those of the whole, but for where it is parted', () => {
    for (const text of ['Donaudampfschiffahrt'.repeat(100), 'คำสั่งซื้อของฉันอยู่ที่ไหน'.repeat(100), ' \n'.repeat(1_500)]) {
      const whole = encode(text).length;
      expect(tokensOf(text)).toBeGreaterThanOrEqual(whole);
      expect(tokensOf(text)).toBeLessThanOrEqual(whole + (2 * text.length) / 512);
    }
  });

  it('of a special token are those of its text: it is refused elsewhere', () => {
    expect(tokensOf('<|endoftext|>')).toBe(encode('<|endoftext|>', { disallowedSpecial: new Set() }).length);
    expect(tokensOf('<|endoftext|>')).toBeGreaterThan(1);
  });

  it('of an example are those of its messages, with three a message, the role, and three for the start', () => {
    const example: Example = {
      prompt: [
        { role: 'system', content: 'hello world' },
        { role: 'user', content: 'tiktoken is great!' },
      ],
      tools: [],
      chosen: 'hello world',
      rejected: null,
      approved: true,
    };
    expect(tokensOfExample(example)).toBe(3 * (3 + 1) + 2 + 6 + 2 + 3);
    expect(tokensOfExample({ ...example, rejected: 'tiktoken is great!' })).toBe(3 * (3 + 1) + 2 + 6 + 6 + 3);
    const call = { id: 'a', name: 'find', arguments: '{}' };
    const calling: Example = {
      ...example,
      prompt: [
        ...example.prompt,
        { role: 'assistant', content: '', toolCalls: [call] },
        { role: 'tool', content: 'hello world', toolCallId: 'a' },
      ],
    };
    expect(tokensOfExample(calling)).toBe(
      tokensOfExample(example) + 2 * (3 + 1) + tokensOf('find') + tokensOf('{}') + 2,
    );
  });
});
