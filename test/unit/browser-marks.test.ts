import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { excerpt, mark, termsOf } from '../../renderer/browser/marks.ts';

const hits = (text: string, search: string) =>
  mark(text, termsOf(search))
    .filter(({ hit }) => hit)
    .map(({ text }) => text);

describe('marking what a search matched', () => {
  test('words match whole, whatever their case and accents', () => {
    expect(hits('Réfund my refunds, REFUND!', 'refund ')).toEqual(['Réfund', 'REFUND']);
  });

  test('the word that is being typed matches as a beginning, from two letters on', () => {
    expect(hits('weeks without a refund', 'refund we')).toEqual(['weeks', 'refund']);
    expect(hits('weeks', 'w')).toEqual([]);
  });

  test('words in quotes match whole, and excluded ones are not marked', () => {
    expect(hits('store credit, credits', '"store credit"')).toEqual(['store', 'credit']);
    expect(hits('store credit', 'store -credit')).toEqual(['store']);
  });

  test('nothing in a search is a pattern', () => {
    expect(hits('a.c abc', 'a.c ')).toEqual(['a', 'c']);
    expect(hits('anything', '.* ')).toEqual([]);
  });

  test('the pieces are the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, search) => {
        expect(
          mark(text, termsOf(search))
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });

  test('an excerpt is one line with the first match near its start', () => {
    const text = `${'long ago and far away '.repeat(8)}\n\nthe refund came`;
    const pieces = excerpt(text, termsOf('refund '));
    expect(pieces[0]?.text.startsWith('… ')).toBe(true);
    expect(pieces[0]?.text.length).toBeLessThan(40);
    expect(pieces[1]).toEqual({ text: 'refund', hit: true });
    expect(pieces.some(({ text }) => text.includes('\n'))).toBe(false);
  });

  test('an excerpt without a match is the beginning', () => {
    expect(excerpt('a\n b', termsOf('zebra '))).toEqual([{ text: 'a b', hit: false }]);
  });
});
