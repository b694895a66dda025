import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { detectFormat } from '../../electron/service/dataset/formats/validate/detect.ts';
import { type FormatId, formatIds } from '../../shared/domain/dataset.ts';
import { assay, type Ended, whenEnded } from '../fixtures/assay.ts';
import { bytesOf, example, rowOf, toolExample, tooled } from '../fixtures/examples.ts';
import { goodRows, goodText, jsonl, withLine } from '../fixtures/faults.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

function fileOf(content: string | Buffer, name = 'train.jsonl'): string {
  const path = join(temporaryFolder(), name);
  writeFileSync(path, content);
  return path;
}
const json = ({ stdout }: Ended) => JSON.parse(stdout);

describe('assay validate', () => {
  it('finds nothing in a good file, without any workspace', async () => {
    const path = fileOf(goodText('openai-chat'));
    const ended = await assay('validate', path, '--format', 'openai-chat');
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    expect(ended.stdout).toMatch(/^.+train\.jsonl: 12 rows, .+ kB, as openai-chat\nNothing to mend\.\n$/);
    const counted = json(await assay('validate', path, '--format', 'openai-chat', '--json'));
    expect(counted).toMatchObject({ path, format: 'openai-chat', rows: 12, findings: 0, byRule: {}, shown: [] });
  });

  it('names line, field, rule and remedy, and sums up by rule', async () => {
    const content = withLine('openai-chat', (good) => good.replace('"role":"tool"', '"role":"function"'));
    const ended = await assay('validate', fileOf(`${content}\n\n`));
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(ended.stdout).toContain(
      'line 3, messages[3].role: `messages[3].role` is “function”, but must be one of system, user, assistant, tool. [role]\n' +
        '  Write “tool”, with `tool_call_id` instead of `name`.\n',
    );
    expect(ended.stdout).toMatch(/\n4 findings:\n {2}empty line +2 {2}empty_line\n/);
  });

  it('shows the first hundred and counts the rest', async () => {
    const path = fileOf(jsonl(Array(150).fill({ messages: [] })));
    const ended = await assay('validate', path, '--format', 'trl-sft');
    expect(ended.code).toBe(1);
    expect(ended.stdout.match(/\[empty_list\]/g)).toHaveLength(100);
    expect(ended.stdout).toContain('… and 50 more.');
    const counted = json(await assay('validate', path, '--format', 'trl-sft', '--json'));
    expect(counted).toMatchObject({ findings: 150, byRule: { empty_list: 150 } });
    expect(counted.shown).toHaveLength(100);
    expect(counted.shown[0]).toMatchObject({ line: 1, field: 'messages', rule: 'empty_list' });
  });

  it.each<[string, string[], string]>([
    ['no file', [], 'No file to check is named.'],
    ['two files', ['a', 'b'], '“b” does not belong here: validate checks one file.'],
    ['an unknown format', ['a', '--format', 'alpaca'], 'There is no format “alpaca”'],
    ['an unknown option', ['a', '--loud'], "Unknown option '--loud'."],
  ])('asks for %s', async (_, args, message) => {
    const { code, stderr } = await assay('validate', ...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
    expect(stderr).toContain('Run “assay validate --help”.');
  });

  it('says what it cannot read', async () => {
    const missing = await assay('validate', join(temporaryFolder(), 'none.jsonl'), '--format', 'csv');
    expect(missing.code).toBe(4);
    expect(missing.stderr).toMatch(/^assay: There is no file .+none\.jsonl\.\n/);
    const folder = await assay('validate', temporaryFolder(), '--format', 'parquet', '--json');
    expect(JSON.parse(folder.stderr).error).toMatchObject({ kind: 'io', safe: 'Nothing was changed.' });
  });

  it.each(['empty.csv', 'empty.jsonl', 'empty'])('says of %s that it is empty', async (name) => {
    const ended = await assay('validate', fileOf('', name), '--json');
    expect(ended).toMatchObject({ code: 1, stderr: '' });
    expect(json(ended)).toMatchObject({ rows: 0, findings: 1, byRule: { empty_file: 1 } });
  });

  it('asks which format it is where rows could be of two', async () => {
    const path = fileOf(jsonl([rowOf('trl-sft', example())]));
    const ended = await assay('validate', path);
    expect(ended.code).toBe(2);
    expect(ended.stderr).toContain('The file may be of more than one format: say which with --format F.');
  });

  it('has a help that speaks of no workspace, and the others still do', async () => {
    expect((await assay('validate', '--help')).stdout).not.toContain('--workspace');
    expect((await assay('doctor', '--help')).stdout).toContain('--workspace DIR');
  });

  it('stops by Ctrl-C', async () => {
    const path = fileOf(goodText('trl-sft').repeat(2_000));
    const script = `
      import { main } from ${JSON.stringify(join(import.meta.dirname, '../../electron/cli/main.ts'))};
      const code = main(['validate', ${JSON.stringify(path)}, '--format', 'trl-sft']);
      process.kill(process.pid, 'SIGINT');
      process.exitCode = await code;`;
    const ended = await whenEnded(spawn(process.execPath, ['--input-type=module', '-e', script]));
    expect(ended).toMatchObject({ code: 130, stdout: '' });
    expect(ended.stderr).toBe(
      'assay: The check was stopped before its end.\n       The file was only read.\n       Run it again when you like.\n',
    );
  });
});

describe('the format of a file', () => {
  const sure = formatIds.filter((id) => id !== 'trl-sft' && id !== 'csv');
  it.each(sure)('%s tells itself by its first row', async (format) => {
    expect(await detectFormat(fileOf(bytesOf(format, goodRows(format), tooled)))).toBe(format);
  });

  it.each<[FormatId | null, string, string]>([
    ['csv', 'a name', 'anything'],
    ['trl-sft', 'a call with an object', jsonl([rowOf('trl-sft', toolExample())])],
    ['trl-sft', 'tools as text', jsonl([{ ...rowOf('trl-sft', example()), tools: '[]' }])],
    ['openai-chat', 'a call with text', jsonl([rowOf('openai-chat', toolExample())])],
    ['openai-chat', 'parallel_tool_calls', jsonl([{ messages: [], parallel_tool_calls: true }])],
    [null, 'messages alone', jsonl([rowOf('trl-sft', example())])],
    [null, 'a prompt alone', jsonl([{ prompt: [] }])],
    [null, 'other keys', jsonl([{ text: 'a' }])],
    [null, 'no JSON', 'query;answer\n'],
    ['openai-chat', 'nothing', ''],
    ['csv', 'a name, with nothing in it', ''],
    [null, 'an empty line', '\n'],
  ])('is %s by %s', async (format, _, content) => {
    expect(await detectFormat(fileOf(content, format === 'csv' ? 'data.CSV' : 'data'))).toBe(format);
  });
});
