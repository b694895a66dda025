import { describe, expect, it } from 'vitest';
import { exit, exitCodeOf, exitCodeOfSignal, exitHelp, UsageError } from '../../electron/cli/exit.ts';
import { columns, count, indented, plural, size } from '../../electron/cli/format.ts';
import { AssayError, type ErrorKind } from '../../shared/errors.ts';

describe('figures', () => {
  it.each([
    [0, '0 bytes'],
    [1, '1 byte'],
    [999, '999 bytes'],
    [1_000, '1.0 kB'],
    [1_049, '1.0 kB'],
    [20_246_504, '20.2 MB'],
    [3_370_082_304, '3.4 GB'],
    [2e15, '2000.0 TB'],
  ])('%i bytes are %s', (bytes, text) => {
    expect(size(bytes)).toBe(text);
  });

  it('are grouped, and have their plural', () => {
    expect(count(1_234_567)).toBe('1,234,567');
    expect([plural(0, 'line'), plural(1, 'line'), plural(1_000, 'line')]).toEqual(['0 lines', '1 line', '1,000 lines']);
  });

  it('stand right-aligned in columns, with texts and remarks beside', () => {
    const table = columns([
      ['samples', 12_345],
      ['labels', 7, '(6 approved)'],
      ['last label', 'none yet'],
    ]);
    expect(indented(table).split('\n')).toEqual([
      '  samples     12,345',
      '  labels           7  (6 approved)',
      '  last label  none yet',
    ]);
  });
});

describe('exit codes', () => {
  it.each<[ErrorKind, number]>([
    ['not-found', exit.workspace],
    ['conflict', exit.workspace],
    ['workspace-locked', exit.workspace],
    ['workspace-newer', exit.workspace],
    ['workspace-damaged', exit.workspace],
    ['io', exit.failed],
    ['invalid-input', exit.failed],
    ['empty', exit.findings],
    ['internal', exit.failed],
  ])('%s gives %i', (kind, code) => {
    expect(exitCodeOf(new AssayError({ kind, message: '', safe: '', remedy: '' }))).toBe(code);
  });

  it('tell usage, defects and signals apart, and are all in the help', () => {
    expect(exitCodeOf(new UsageError('No.'))).toBe(exit.usage);
    expect(exitCodeOf(new TypeError('a defect'))).toBe(exit.failed);
    expect([exitCodeOfSignal('SIGINT'), exitCodeOfSignal('SIGTERM')]).toEqual([130, 143]);
    for (const code of Object.values(exit)) expect(exitHelp).toMatch(new RegExp(`\\b${code}\\b`));
  });
});
