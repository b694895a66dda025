import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ArraySplitter } from '../../electron/service/samples/import/array.ts';
import { CsvSplitter, delimiters, readFields } from '../../electron/service/samples/import/csv.ts';
import { LineSplitter } from '../../electron/service/samples/import/lines.ts';
import type { Position, Splitter } from '../../electron/service/samples/import/records.ts';

const start: Position = { offset: 0, line: 1 };
type Cut = { line: number; text: string; position: Position };

/** Cuts bytes that come in chunks of the given sizes, in turn, through one buffer that is used again and again. */
function cut(splitter: Splitter, bytes: Buffer, sizes: readonly number[]): Cut[] {
  const found: Cut[] = [];
  const take = (records: ReturnType<Splitter['finish']>) => {
    for (const { line, bytes } of records)
      found.push({ line, text: bytes?.toString() ?? '(too long)', position: splitter.position });
  };
  const buffer = Buffer.alloc(Math.max(...sizes));
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const length = bytes.copy(buffer, 0, at, at + (sizes[turn % sizes.length] ?? 1));
    at += length;
    take(splitter.split(buffer.subarray(0, length)));
  }
  take(splitter.finish());
  return found;
}

const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 6 });
const whole = [2 ** 20];

/** Cut in any chunks it is the same, and cut again from any place between two records it is the same from there. */
function holds(make: (from: Position) => Splitter, bytes: Buffer, chunks: readonly number[]): Cut[] {
  const all = cut(make(start), bytes, whole);
  expect(cut(make(start), bytes, chunks)).toEqual(all);
  for (const [index, { position }] of all.entries())
    expect(cut(make(position), bytes.subarray(position.offset), chunks)).toEqual(all.slice(index + 1));
  return all;
}

const newline = fc.constantFrom('\n', '\r\n');

describe('cutting a file into records', () => {
  it('gives every line once, with its number', () => {
    const line = fc.string({ unit: fc.constantFrom('a', 'é', '☕', ' ', '"', ',', '\r'), maxLength: 12 });
    fc.assert(
      fc.property(fc.array(fc.tuple(line, newline)), line, sizes, (lines, last, chunks) => {
        const text = `${lines.map((pair) => pair.join('')).join('')}${last}`;
        const expected = text.split('\n').flatMap((raw, index) => {
          const kept = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
          return kept.trim() === '' ? [] : [[index + 1, kept]];
        });
        const found = holds((from) => new LineSplitter(from), Buffer.from(text), chunks);
        expect(found.map(({ line, text }) => [line, text])).toEqual(expected);
      }),
    );
  });

  it('gives every element of an array as JSON.parse does', () => {
    const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r\n'), maxLength: 3 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.jsonValue(), space, space, fc.nat(3))), sizes, (items, chunks) => {
        const elements = items.map(
          ([value, before, after, indent]) => before + JSON.stringify(value, null, indent) + after,
        );
        const text = ` [${elements.join(',')}]\n`;
        const make = (from: Position) => new ArraySplitter(from, from.offset > 0);
        const found = holds(make, Buffer.from(text), chunks);
        expect(found.map((record) => JSON.parse(record.text))).toEqual(JSON.parse(text));
        // The line of an element is that of its first character.
        let at = 2;
        const lines = elements.map((element) => {
          const first = at + element.length - element.trimStart().length;
          at += element.length + 1;
          return text.slice(0, first).split('\n').length;
        });
        expect(found.map(({ line }) => line)).toEqual(lines);
      }),
    );
  });

  it('reads the cells of CSV as they were written', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\t', '\n', '\r\n', ' '), maxLength: 8 });
    const row = fc.array(fc.tuple(text, fc.boolean()), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(
        fc.constantFrom(...delimiters),
        fc.array(fc.tuple(row, newline)),
        sizes,
        (delimiter, rows, chunks) => {
          // The first cell is quoted always: a line of blanks alone would be no record.
          const write = ([value, quoted]: [string, boolean], index: number) =>
            quoted || index === 0 || value.startsWith('"') || /[,;\t\n\r]/.test(value)
              ? `"${value.replaceAll('"', '""')}"`
              : value;
          const file = rows.map(([cells, end]) => cells.map(write).join(delimiter) + end).join('');
          const found = holds((from) => new CsvSplitter(from, delimiter), Buffer.from(file), chunks);
          expect(found.map((record) => readFields(record.text, delimiter))).toEqual(
            rows.map(([cells]) => ({ ok: true, fields: cells.map(([value]) => value) })),
          );
          let line = 1;
          const lines = rows.map(([cells]) => {
            const first = line;
            line += cells
              .map(([value]) => value)
              .join('')
              .split('\n').length;
            return first;
          });
          expect(found.map((record) => record.line)).toEqual(lines);
        },
      ),
    );
  });
});
