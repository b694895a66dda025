import { describe, expect, it } from 'vitest';
import { ArraySplitter } from '../../electron/service/samples/import/array.ts';
import { CsvSplitter } from '../../electron/service/samples/import/csv.ts';
import { LineSplitter } from '../../electron/service/samples/import/lines.ts';
import { maxRecordBytes, type Splitter } from '../../electron/service/samples/import/records.ts';

const start = { offset: 0, line: 1 };

/** The records of a text as [line, text]; null for one that is too long. */
function cut(splitter: Splitter, ...chunks: string[]): [number, string | null][] {
  const records: [number, string | null][] = [];
  const take = (found: ReturnType<Splitter['finish']>) => {
    for (const { line, bytes } of found) records.push([line, bytes?.toString() ?? null]);
  };
  for (const chunk of chunks) take(splitter.split(Buffer.from(chunk)));
  take(splitter.finish());
  return records;
}

describe('lines', () => {
  const lines = (...chunks: string[]) => cut(new LineSplitter(start), ...chunks);

  it('end with LF, CRLF, a lone CR at the end, or with the file', () => {
    expect(lines('a\nb\r\nc\r')).toEqual([
      [1, 'a'],
      [2, 'b'],
      [3, 'c'],
    ]);
    expect(lines('a\n')).toEqual([[1, 'a']]);
    expect(lines('')).toEqual([]);
  });

  it('keep a carriage return that ends no line', () => {
    expect(lines('a\rb\n')).toEqual([[1, 'a\rb']]);
  });

  it('count when they are empty, and are no records', () => {
    expect(lines('\n \t\r\na\n\n\nb')).toEqual([
      [3, 'a'],
      [6, 'b'],
    ]);
  });

  it('are whole however the bytes come', () => {
    expect(lines('a', 'b', '\r', '\nc', '\n', '', 'd')).toEqual([
      [1, 'ab'],
      [2, 'c'],
      [3, 'd'],
    ]);
  });

  it('are given up when they are longer than the limit, and by no byte earlier', () => {
    const piece = 'x'.repeat(2 ** 20);
    const longest = Array.from({ length: maxRecordBytes / piece.length }, () => piece);
    const found = lines('a\n', ...longest, '\nb\n', ...longest, 'y\nc\n', ...longest, 'z');
    expect(found.map(([line, text]) => [line, text?.length ?? null])).toEqual([
      [1, 1],
      [2, maxRecordBytes],
      [3, 1],
      [4, null],
      [5, 1],
      [6, null],
    ]);
  });
});

describe('elements of an array', () => {
  const elements = (...chunks: string[]) => cut(new ArraySplitter(start, false), ...chunks);

  it('are found at any depth of nesting, whatever their texts hold', () => {
    expect(elements('[{"a":[1,{"b":2}]},\n {"t":"],[{\\"}\\\\"},\n[3]]\n')).toEqual([
      [1, '{"a":[1,{"b":2}]}'],
      [2, '{"t":"],[{\\"}\\\\"}'],
      [3, '[3]'],
    ]);
  });

  it('start where they start, though they go over lines', () => {
    expect(elements('[\n  {\n    "a": 1\n  },\n  {"b": 2}\n]')).toEqual([
      [2, '{\n    "a": 1\n  }'],
      [5, '{"b": 2}\n'],
    ]);
  });

  it('are whole however the bytes come', () => {
    expect(elements('  [', '{"a', '":"\\', '"]"', '}', ',', '1', '2', ']')).toEqual([
      [1, '{"a":"\\"]"}'],
      [1, '12'],
    ]);
  });

  it('say that the array was cut off', () => {
    expect(elements('[{"a":1},\n{"b"')).toEqual([
      [1, '{"a":1}'],
      [2, '{"b"'],
    ]);
    expect(elements('[{"a":1},\n')).toEqual([
      [1, '{"a":1}'],
      [2, ''],
    ]);
  });

  it('do not hide what follows the array', () => {
    expect(elements('[1]\noops')).toEqual([
      [1, '1'],
      [2, 'oops'],
    ]);
    expect(elements('[1]\n[2]')).toEqual([
      [1, '1'],
      [2, '2'],
    ]);
  });

  it('lose no neighbour to one closing brace too many', () => {
    expect(elements('[{"a":1}},{"b":2}]')).toEqual([
      [1, '{"a":1}}'],
      [1, '{"b":2}'],
    ]);
  });
});

describe('CSV records', () => {
  const records = (...chunks: string[]) => cut(new CsvSplitter(start, ','), ...chunks);

  it('hold the line breaks inside their quotes', () => {
    expect(records('a,"b\r\nc",d\r\n', '\n"say ""\n"" twice",e\n', 'f')).toEqual([
      [1, 'a,"b\r\nc",d'],
      [4, '"say ""\n"" twice",e'],
      [6, 'f'],
    ]);
  });

  it('take a quote inside an unquoted field for text', () => {
    expect(records('5" pipe,x\n6" pipe,y\n')).toEqual([
      [1, '5" pipe,x'],
      [2, '6" pipe,y'],
    ]);
  });

  it('end with the file when a quote is never closed', () => {
    expect(records('a,b\nc,"d\ne,f\n')).toEqual([
      [1, 'a,b'],
      [2, 'c,"d\ne,f\n'],
    ]);
  });
});
