import { isValidElement } from 'react';
import { describe, expect, it } from 'vitest';
import { breakable } from '../../renderer/ui/breakable.tsx';

/** The pieces of a text between the places to break; null where it has none. */
function pieces(text: string): string[] | null {
  const shown = breakable(text);
  return Array.isArray(shown) ? shown.filter((part) => !isValidElement(part)).map(String) : null;
}

describe('a text with a word that is wider than any line', () => {
  it('has places to break in it, and loses nothing', () => {
    const text = `see ${'A'.repeat(2 ** 20)} and this`;
    const parts = pieces(text) ?? [];
    expect(parts.join('')).toBe(text);
    expect(Math.max(...parts.map((part) => part.length))).toBeLessThanOrEqual(60);
  });

  it.each(['👩🏽‍🚀', 'e\u0301', '\u{1f3f3}\ufe0f\u200d\u{1f308}', 'ก\u0e49'])('is not broken within %s', (cluster) => {
    const parts = pieces(cluster.repeat(600)) ?? [];
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) expect(part).toMatch(new RegExp(`^(?:${cluster})*$`));
  });

  it('is any other text as it is', () => {
    expect(breakable('where is my order? '.repeat(1_000))).toBe('where is my order? '.repeat(1_000));
  });
});
