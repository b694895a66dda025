import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { describe, expect, it } from 'vitest';
import { fromCell, toCell } from '../../electron/service/dataset/formats/csv-cell.ts';
import { openWriter } from '../../electron/service/dataset/formats/write/open.ts';
import { FileReplacement } from '../../electron/service/dataset/replace.ts';
import { type FormatId, formatIds } from '../../shared/domain/dataset.ts';
import { bytesOf, example, rowOf, toolExample, tooled, user } from '../fixtures/examples.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const rowsOf = (format: FormatId) =>
  [example(), toolExample(), example({ chosen: 'Zoë said: "naïve 🙂"\u2028\r\n' })].map((each) =>
    rowOf(format, each, tooled),
  );
const buffer = (bytes: Buffer) => Uint8Array.from(bytes).buffer;

describe('the bytes of a file', () => {
  // A change here changes every dataset that was ever exported: it needs a reason, and a word in the changelog.
  it.each<[FormatId, string]>([
    ['openai-chat', '5f6aa6596cabf3d1'],
    ['openai-preference', 'c048042628ca0ba7'],
    ['trl-sft', 'a8ca8a725fb2ebae'],
    ['trl-prompt-completion', 'e7211b5e21670563'],
    ['trl-dpo', 'af1bf59e920d1fb4'],
    ['trl-kto', 'f851636d730552a3'],
    ['sharegpt', 'da604a5d3c64077f'],
    ['sharegpt-preference', '68a22600b03c8a64'],
    ['csv', 'f1f9a3b122acc015'],
    ['parquet', '4db060fcf98c2843'],
  ])('of %s are the same on every machine', (format, sha256) => {
    const bytes = bytesOf(format, rowsOf(format), tooled);
    expect(createHash('sha256').update(bytes).digest('hex').slice(0, 16)).toBe(sha256);
  });

  it.each(formatIds)('of %s go whole into the file that replaces another', (format) => {
    const path = join(temporaryFolder(), 'train');
    const file = new FileReplacement(path, { pid: process.pid, token: 'a' }, () => false);
    const writer = openWriter(format, file, tooled);
    for (const row of rowsOf(format)) writer.write(row);
    writer.finish();
    const { bytes, sha256 } = file.commit();
    const written = readFileSync(path);
    expect(written.equals(bytesOf(format, rowsOf(format), tooled))).toBe(true);
    expect({ bytes, sha256 }).toEqual({
      bytes: written.length,
      sha256: createHash('sha256').update(written).digest('hex'),
    });
  });

  it('keep one line a row for readers that split at every line end of Unicode', () => {
    const row = rowOf('trl-sft', example({ chosen: 'a\u0085b\u2028c\u2029d' }));
    expect(bytesOf('trl-sft', [row]).toString()).toMatch(/^[^\u0085\u2028\u2029\n]+\n$/);
  });
});

describe('a cell', () => {
  it.each(['=1', '+1', '-1', '@a', '\tx', '\rx', '\nx', '＝1', '＋1', '－1', '＠a', "'a", "''", "'=1"])(
    'that holds %j is no formula, and comes back as it was',
    (text) => {
      expect(toCell(text)).toBe(`'${text}`);
      expect(fromCell(toCell(text))).toBe(text);
    },
  );

  it.each(['', 'a=1', ' =1', '1-1', 'it’s', '🙂'])('that holds %j is left as it is', (text) => {
    expect(toCell(text)).toBe(text);
    expect(fromCell(text)).toBe(text);
  });
});

describe('a Parquet file', () => {
  it('is cut into row groups by rows and by size, and is written as they fill', async () => {
    const sizes: number[] = [];
    const parts: Buffer[] = [];
    const sink = {
      write: (part: string | Uint8Array) => {
        parts.push(Buffer.from(part));
        sizes.push(part.length);
      },
    };
    const writer = openWriter('parquet', sink, { tools: false });
    const long = rowOf('parquet', example({ prompt: [user('x'.repeat(0.75 * 2 ** 20))] }));
    for (let i = 0; i < 4; i++) writer.write(long);
    expect(sizes).toHaveLength(1);
    const short = rowOf('parquet', example());
    for (let i = 0; i < 2_500; i++) writer.write(short);
    expect(sizes).toHaveLength(2);
    writer.finish();
    const file = buffer(Buffer.concat(parts));
    const { row_groups: groups, created_by: by, num_rows: rows } = parquetMetadata(file);
    expect(groups.map((group) => Number(group.num_rows))).toEqual([3, 2_000, 501]);
    expect({ by, rows }).toEqual({ by: 'assay', rows: 2_504n });
    expect(await parquetReadObjects({ file, rowStart: 2_002, rowEnd: 2_004 })).toEqual([short, short]);
  });

  it('without rows has its columns all the same', () => {
    const names = parquetMetadata(buffer(bytesOf('parquet', [], tooled))).schema.map(({ name }) => name);
    expect(names).toContain('tool_calls');
    expect(parquetMetadata(buffer(bytesOf('parquet', []))).schema.map(({ name }) => name)).toEqual([
      'schema',
      'messages',
      'list',
      'element',
      'role',
      'content',
    ]);
  });
});
