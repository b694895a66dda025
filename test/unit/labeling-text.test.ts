import fc from 'fast-check';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { markdown, slug } from '../../renderer/guidelines/markdown.tsx';
import { citations, paragraphs } from '../../renderer/labeling/citations.ts';
import { editDistance, liveEditDistance } from '../../renderer/labeling/edit-distance.ts';
import { folded, knownTurns } from '../../renderer/labeling/history-fold.ts';
import { beginning, fullText } from '../../renderer/labeling/source-text.ts';
import { suggestions, tagOf } from '../../renderer/labeling/tag-input.ts';
import { shortened, wordDiff } from '../../renderer/labeling/word-diff.ts';
import type { Sample, Turn } from '../../shared/domain/sample.ts';
import { sampleFrom } from '../fixtures/labels.ts';

describe('citations', () => {
  it('become marks where there is such a source', () => {
    expect(citations('Yes [1], as said [2][1].', 2)).toEqual([
      { text: 'Yes ' },
      { text: '1', source: 0 },
      { text: ', as said ' },
      { text: '2', source: 1 },
      { text: '1', source: 0 },
      { text: '.' },
    ]);
    expect(citations('[1, 3]', 3)).toEqual([
      { text: '1', source: 0 },
      { text: '3', source: 2 },
    ]);
  });
  it.each(['[3]', '[0]', '[1, 9]', 'a[b]', '[]', '[1', ''])('%s stays text', (text) =>
    expect(citations(text, 2)).toEqual([{ text }]),
  );
});

it('paragraphs part at empty lines and keep their own breaks and indents', () => {
  expect(paragraphs('a\nb\n\n  code\n \n\nc\n')).toEqual(['a\nb', '  code', 'c\n']);
});

describe('sources', () => {
  it('JSON is indented, and what only begins like it is as it came', () => {
    expect(fullText('{"a":[1]}')).toEqual({ text: '{\n  "a": [\n    1\n  ]\n}', json: true });
    expect(fullText('{not json')).toEqual({ text: '{not json', json: false });
    expect(fullText('12')).toEqual({ text: '12', json: false });
  });
  it('the first line of a megabyte costs no more than that of a sentence', () => {
    expect(beginning('a\n  b'.padEnd(1_000_000, 'x')).length).toBeLessThanOrEqual(400);
  });
});

describe('the diff', () => {
  const words = fc.array(fc.constantFrom('parcel', 'arrives', 'on', 'Friday.', '\n\n', 'ü', '👍🏽'), { maxLength: 40 });
  const text = words.map((all) => all.join(' '));
  it('gives both texts back, for any two', () => {
    fc.assert(
      fc.property(text, text, (from, to) => {
        const parts = wordDiff(from, to);
        const without = (kind: string) => parts.filter((part) => part.kind !== kind).map(({ text }) => text);
        expect(without('added').join('')).toBe(from);
        expect(without('removed').join('')).toBe(to);
      }),
    );
  });
  it('marks whole words', () => {
    expect(wordDiff('It arrives on Thursday.', 'It arrives on Tuesday.').map(({ kind, text }) => [kind, text])).toEqual(
      [
        ['same', 'It arrives on '],
        ['removed', 'Thursday'],
        ['added', 'Tuesday'],
        ['same', '.'],
      ],
    );
  });
  it('leaves out what is unchanged and far away, and nothing else', () => {
    fc.assert(
      fc.property(text, text, fc.string({ maxLength: 600 }), (from, to, between) => {
        const parts = wordDiff(`${from} ${between} ${from}`, `${to} ${between} ${to}`);
        const short = shortened(parts);
        expect(short.map(({ text }) => text).join('')).toBe(parts.map(({ text }) => text).join(''));
        expect(short.filter(({ kind }) => kind === 'added')).toEqual(parts.filter(({ kind }) => kind === 'added'));
      }),
    );
  });
  it('a rewrite of ten thousand words is shown, as one removal and one addition if need be', () => {
    const from = Array.from({ length: 10_000 }, (_, n) => `a${n}`).join(' ');
    const to = Array.from({ length: 10_000 }, (_, n) => `b${n}`).join(' ');
    expect(wordDiff(from, to).some(({ kind }) => kind === 'added')).toBe(true);
  });
});

describe('the edit distance', () => {
  it.each([
    ['', '', 0],
    ['abc', 'abc', 0],
    ['kitten', 'sitting', 3],
    ['', 'four', 4],
    ['👍', '👎', 1],
  ])('%s → %s is %i', (a, b, distance) => expect(editDistance(a, b)).toBe(distance));
  it('is the textbook’s for any two texts', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' '), maxLength: 12 });
    fc.assert(
      fc.property(short, short, (a, b) => {
        expect(editDistance(a, b)).toBe(textbook(a, b));
      }),
    );
  });
  it('is not reckoned between two keys where it would be felt', () => {
    expect(liveEditDistance('a'.repeat(50_000), 'b'.repeat(50_000))).toBeNull();
    expect(liveEditDistance('a'.repeat(50_000), `${'a'.repeat(50_000)}b`)).toBe(1);
  });
});

function textbook(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, n) => n);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1)
      next[j] = Math.min(
        (next[j - 1] ?? 0) + 1,
        (row[j] ?? 0) + 1,
        (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1),
      );
    row = next;
  }
  return row[b.length] ?? 0;
}

describe('the history', () => {
  const turn = (content: string): Turn => ({ role: 'user', content, at: null, toolCalls: [], toolCallId: null });
  const sample = (change: Partial<Sample>): Sample => ({ ...sampleFrom(), conversationId: 'c', ...change });
  it('folds from the oldest turn, and keeps the last two whatever their length', () => {
    const short = Array.from({ length: 6 }, () => turn('A short turn.'));
    expect(folded(short, 600)).toBe(0);
    expect(folded([turn('long '.repeat(200)), ...short], 400)).toBe(0);
    expect(folded([turn('a'), turn('long '.repeat(200)), ...short], 400)).toBe(2);
    expect(folded([turn('a'), turn('b'), turn('long '.repeat(900)), turn('long '.repeat(900))], 400)).toBe(2);
  });
  it('knows the turns that the sample before this one ended with', () => {
    const first = sample({ history: [turn('a')], query: 'q', response: 'r' });
    const next = sample({
      history: [turn('a'), turn('q'), { ...turn('r'), role: 'assistant' }, turn('new')],
    });
    expect(knownTurns(next, first)).toBe(3);
    expect(knownTurns(next, { ...first, response: 'another' })).toBe(2);
    expect(knownTurns(next, { ...first, conversationId: 'd' })).toBe(0);
    expect(knownTurns(next, null)).toBe(0);
  });
});

describe('tags', () => {
  it('are trimmed and of one space', () => expect(tagOf('  late \t refund ')).toBe('late refund'));
  it('suggests what begins so, then what holds it, and nothing that is there', () => {
    expect(suggestions('re', ['card', 'store credit', 'refund', 'return'], ['return'], 6)).toEqual([
      'refund',
      'store credit',
    ]);
  });
});

describe('guidelines', () => {
  const html = (text: string) => renderToStaticMarkup(createElement('div', null, markdown(text)));
  it('are headings, lists, quotes and emphasis', () => {
    expect(html('## Tone\n\nSay *how*, **kindly**.\n\n- one\n- two\n\n> A quote')).toBe(
      '<div><h3 data-slug="tone" tabindex="-1">Tone</h3><p>Say <em>how</em>, <strong>kindly</strong>.</p>' +
        '<ul><li>one</li><li>two</li></ul><blockquote><p>A quote</p></blockquote></div>',
    );
  });
  it('follow the heading of their panel, whatever level they begin with', () => {
    const levels = (text: string) => [...html(text).matchAll(/<(h\d)/g)].map(([, level]) => level);
    expect(levels('# Refunds\n\n## Late')).toEqual(levels('### Refunds\n\n#### Late'));
  });
  it.each([
    '<script>alert(1)</script>',
    '<img src=x onerror=alert(1)>',
    'a <b onclick="x()">b</b>',
    '[a link](javascript:alert(1))',
    '![an image](https://evil.example/x.png)',
    '<https://evil.example>',
    '`<i>`',
  ])('let nothing through: %s', (text) => {
    // Nothing but our own elements, and none with an attribute.
    const tags = [...html(text).matchAll(/<([^/>][^>]*)>/g)].map(([, tag]) => tag);
    expect(tags.filter((tag) => !['div', 'p', 'code'].includes(tag ?? ''))).toEqual([]);
  });
  it('a heading is found by its words', () => expect(slug('Edit reasons: why?')).toBe('edit-reasons-why'));
});
