import { execFileSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { appendFileSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { csvCell, Report } from '../../electron/service/samples/import/report.ts';
import { AssayError } from '../../shared/errors.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { contentsOf, fileOf, importFile, importText, reportOf } from '../fixtures/import/import.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const line = (id: string) => JSON.stringify(sampleRow(id));
const sheet = 'sample_id,created_at,agent_name,query,response\na,2026-09-01,Orders,q,r\n';
const bom = '\ufeff';

async function refusal(path: string, format?: 'csv' | 'ndjson') {
  try {
    await importFile({ workspace: workspaceWith([]), path, ...(format ? { format } : {}) });
  } catch (error) {
    if (error instanceof AssayError) return error.report();
    throw error;
  }
  throw new Error('the file was imported');
}

describe('what a file is', () => {
  it.each([
    ['samples.ndjson', line('a')],
    ['samples.JSONL', line('a')],
    ['samples.json', `[${line('a')}]`],
    ['samples.txt', `\n${line('a')}`],
    ['download', ` [ ${line('a')} ]`],
    ['samples.csv', sheet],
    ['samples.txt', sheet],
    ['samples.tsv', sheet.replaceAll(',', '\t')],
  ])('is told from the name %s, or from its beginning; packed or not, marked or not', async (name, content) => {
    for (const packed of ['', '.gz'])
      for (const marked of ['', bom]) {
        const { result, report } = await importText(marked + content, name + packed);
        expect(report).toEqual([]);
        expect(result).toMatchObject({ lines: 1, inserted: 1 });
      }
  });

  it('is believed from whoever names the format', async () => {
    const path = fileOf(sheet, 'sheet.ndjson');
    expect(await importFile({ workspace: workspaceWith([]), path, format: 'csv' })).toMatchObject({ inserted: 1 });
  });

  it('is not told from a name that promises gzip', async () => {
    const path = join(temporaryFolder(), 'unpacked.ndjson.gz');
    writeFileSync(path, line('a'));
    expect(await importFile({ workspace: workspaceWith([]), path })).toMatchObject({ inserted: 1 });
  });

  it('may be several packed files after each other', async () => {
    const path = join(temporaryFolder(), 'samples.ndjson.gz');
    writeFileSync(path, Buffer.concat(['a', 'b'].map((id) => gzipSync(`${line(id)}\n`))));
    expect(await importFile({ workspace: workspaceWith([]), path })).toMatchObject({ inserted: 2 });
  });

  it('may be nothing', async () => {
    expect((await importText('')).result).toMatchObject({ lines: 0, inserted: 0, reportPath: null });
    expect((await importText('[]', 'a.json')).result).toMatchObject({ lines: 0, inserted: 0, reportPath: null });
  });

  it.each<[string, Buffer, string]>([
    ['UTF-16', Buffer.from(`${bom}${line('a')}`, 'utf16le'), 'is not UTF-8 text'],
    ['UTF-16 without a mark', Buffer.from(line('a'), 'utf16le'), 'is not UTF-8 text'],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 20, 0]), 'is a ZIP archive or an Excel workbook'],
    ['zstd', Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 1]), 'is packed with zstd'],
    ['a packed workbook', gzipSync(Buffer.from([0x50, 0x4b, 3, 4, 20, 0])), 'is a ZIP archive or an Excel workbook'],
  ])('is refused with a way out when it is %s', async (_, content, message) => {
    const path = join(temporaryFolder(), 'samples.ndjson');
    writeFileSync(path, content);
    const report = await refusal(path);
    expect(report).toMatchObject({ kind: 'invalid-input', message: expect.stringContaining(message) });
    expect(report.remedy).toMatch(/save it/i);
  });

  it('is refused when it cannot be read', async () => {
    const folder = temporaryFolder();
    expect(await refusal(join(folder, 'none.ndjson'))).toMatchObject({ kind: 'not-found' });
    expect(await refusal(folder)).toMatchObject({
      kind: 'invalid-input',
      message: expect.stringContaining('not a file'),
    });
    if (process.platform !== 'win32') {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      expect(await refusal(join(folder, 'pipe'))).toMatchObject({ kind: 'invalid-input' });
    }
    expect(await refusal(fileOf('a,b\n', 'a.csv'))).toMatchObject({
      message: expect.stringContaining('lacks the columns'),
    });
  });
});

describe('a packed file that is damaged', () => {
  const path = () =>
    fileOf(Array.from({ length: 4_000 }, (_, i) => `${line(`s${i}`)}\n`).join(''), 'samples.ndjson.gz');

  it('gives what it has before the damage, and says that there was more', async () => {
    const workspace = workspaceWith([]);
    const cut = path();
    truncateSync(cut, readFileSync(cut).length - 1_000);
    const refused = importFile({ workspace, path: cut, batch: 1_000 });
    await expect(refused).rejects.toThrow(/gzip data is damaged or cut off/);
    const count = Number(workspace.corpus.prepare('SELECT count(*) FROM samples').pluck().get());
    const safe = `${count.toLocaleString('en')} samples of this file are in and stay: importing the whole file changes nothing about them.`;
    await expect(refused).rejects.toMatchObject({ safe });
    expect(count).toBeGreaterThan(1_000);
    expect(count).toBeLessThan(4_000);
  });

  it('is refused at once when its beginning is', async () => {
    const broken = path();
    writeFileSync(broken, Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 9]));
    expect(await refusal(broken)).toMatchObject({ kind: 'invalid-input' });
  });
});

describe('bad lines', () => {
  it('are named in the report with line, field and reason, and the good ones are kept', async () => {
    const bytes = Buffer.concat([
      Buffer.from(`${line('a')}\n{"sample_id": "b"\n\n`),
      Buffer.from(line('c')).fill(0xff, 20, 21),
      Buffer.from(`\n${line('d').replace('0.8', '8')}\r\n${line('a').replace('Where', 'When')}\n${line('a')}\n`),
      Buffer.from(`"${'x'.repeat(17 * 2 ** 20)}"\n${line('e')}`),
    ]);
    const { result, rows, report } = await importText(bytes);
    expect(result).toMatchObject({ lines: 8, inserted: 2, updated: 0, unchanged: 1, rejected: 5 });
    expect(rows.map((row) => row.sample_id)).toEqual(['a', 'e']);
    expect(report.map(({ line, field, reason }) => [line, field, reason])).toEqual([
      [2, '', 'The JSON ends too early: it was cut off.'],
      [4, '', 'It is not valid UTF-8 text.'],
      [5, 'agent_response.confidence', '`agent_response.confidence` is 8, but must be a number between 0 and 1.'],
      [6, 'sample_id', 'The sample_id a was in line 1 already, with other content; that line was kept.'],
      [8, '', 'It is longer than 16 MB.'],
    ]);
    for (const { remedy } of report) expect(remedy).not.toBe('');
  });

  it('are told again when the import had ended and nobody had noted it', async () => {
    const workspace = workspaceWith([]);
    const [path, jobId] = [fileOf(`${line('a')}\nbad\n`), randomUUID()];
    const first = await importFile({ workspace, path, jobId });
    const before = contentsOf(workspace.files.corpus);
    expect(await importFile({ workspace, path, jobId })).toEqual(first);
    expect(contentsOf(workspace.files.corpus)).toEqual(before);
    expect(reportOf(first)).toHaveLength(1);
  });

  it('take a sample of 10 MB for a sample', async () => {
    const large = sampleRow('large', { agent_response: { text: `${'word '.repeat(2 ** 21)}end` } });
    const { result, rows } = await importText(JSON.stringify(large));
    expect(result).toMatchObject({ inserted: 1 });
    expect(rows).toEqual([large]);
  });
});

describe('the report', () => {
  it('is no formula in any spreadsheet', () => {
    for (const start of ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＠'])
      expect(csvCell(`${start}cmd|' /C calc'!A0`)).toMatch(/^"?'/);
    expect(csvCell('say "a, b"\r\n')).toBe('"say ""a, b""\r\n"');
    expect(csvCell('plain — text')).toBe('plain — text');
  });

  it('goes on behind what stands, and drops what was written after it', () => {
    const path = join(temporaryFolder(), 'reports', 'report.csv');
    const rejected = (line: number) => [{ line, problems: [{ field: null, reason: 'r', remedy: 's' }] }];
    const first = new Report(path, 0);
    first.add(rejected(1));
    const { bytes } = first;
    first.add(rejected(2));
    first.close();
    appendFileSync(path, 'half a li');

    expect(Report.holds(path, bytes)).toBe(true);
    const second = new Report(path, bytes);
    second.add(rejected(3));
    second.close();
    expect(readFileSync(path, 'utf8')).toBe('\ufeffline,field,reason,remedy\r\n1,,r,s\r\n3,,r,s\r\n');
    truncateSync(path, bytes - 1);
    expect(Report.holds(path, bytes)).toBe(false);
  });

  it('is not made when nothing is rejected', async () => {
    expect((await importText(line('a'))).result.reportPath).toBeNull();
  });
});
