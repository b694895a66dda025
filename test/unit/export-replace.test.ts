import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isPartOfWorkspace } from '../../electron/service/dataset/own-files.ts';
import { FileReplacement, type Writer } from '../../electron/service/dataset/replace.ts';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { AssayError } from '../../shared/errors.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

const me: Writer = { pid: process.pid, token: 'aaaa' };
const anything = () => false;
const replace = (target: string, writer = me) => new FileReplacement(target, writer, anything);

function thrown(work: () => unknown): AssayError {
  try {
    work();
  } catch (error) {
    if (error instanceof AssayError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** A process number that is free again: its process has ended. */
const deadPid = () => spawnSync(process.execPath, ['-e', '']).pid;

describe('a file replacement', () => {
  it('shows the old file until it commits, and then the whole new one', () => {
    const folder = temporaryFolder();
    const target = join(folder, 'train.jsonl');
    writeFileSync(target, 'old');
    const file = replace(target);
    const part = 'ä🙂'.repeat(100_000);
    file.write(part);
    file.write(part);
    expect(readFileSync(target, 'utf8')).toBe('old');
    const { bytes, sha256 } = file.commit();
    file.discard();
    const written = readFileSync(target);
    expect(written.toString()).toBe(part + part);
    expect(bytes).toBe(written.length);
    expect(sha256).toBe(createHash('sha256').update(written).digest('hex'));
    expect(readdirSync(folder)).toEqual(['train.jsonl']);
  });

  it('leaves the old file, and nothing else, when it is discarded', () => {
    const folder = temporaryFolder();
    const target = join(folder, 'train.jsonl');
    writeFileSync(target, 'old');
    const file = replace(target);
    file.write('x'.repeat(1_000_000));
    file.discard();
    file.discard();
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['train.jsonl']);
  });

  it('writes an empty file when nothing was written', () => {
    const target = join(temporaryFolder(), 'train.jsonl');
    expect(replace(target).commit().bytes).toBe(0);
    expect(statSync(target).size).toBe(0);
  });

  it('works under the longest name that a folder can hold', () => {
    const target = join(temporaryFolder(), `${'n'.repeat(249)}.jsonl`);
    replace(target).commit();
    expect(statSync(target).isFile()).toBe(true);
  });

  it.each([
    ['a process that has ended', () => ({ pid: deadPid(), token: 'bbbb' })],
    ['an earlier process of the same number', () => ({ pid: process.pid, token: 'bbbb' })],
  ])('removes what %s left', (_, writer) => {
    const folder = temporaryFolder();
    const target = join(folder, 'train.jsonl');
    replace(target, writer()).write('half');
    expect(readdirSync(folder)).toHaveLength(1);
    replace(target).commit();
    expect(readdirSync(folder)).toEqual(['train.jsonl']);
  });

  it('touches nothing of an export that runs, or of another target', () => {
    const folder = temporaryFolder();
    const running = replace(join(folder, 'train.jsonl'), { pid: process.ppid, token: 'bbbb' });
    const other = replace(join(folder, 'other.jsonl'), { pid: deadPid(), token: 'cccc' });
    replace(join(folder, 'train.jsonl')).commit();
    expect(readdirSync(folder)).toHaveLength(3);
    running.commit();
    other.commit();
    expect(readdirSync(folder).sort()).toEqual(['other.jsonl', 'train.jsonl']);
  });

  it('refuses a second export of one process to the same file', () => {
    const target = join(temporaryFolder(), 'train.jsonl');
    const first = replace(target);
    expect(thrown(() => replace(target)).message).toContain('Another export is writing');
    first.commit();
    replace(target).commit();
  });

  it('keeps a link a link, and replaces what it names', () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'real'));
    const real = join(folder, 'real', 'train.jsonl');
    writeFileSync(real, 'old');
    symlinkSync(real, join(folder, 'link.jsonl'));
    const file = replace(join(folder, 'link.jsonl'));
    file.write('new');
    file.commit();
    expect(lstatSync(join(folder, 'link.jsonl')).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toBe('new');
  });
});

describe('a target that cannot be', () => {
  it('a folder that is not there, a file as folder, a folder as file', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'file'), '');
    mkdirSync(join(folder, 'sub'));
    expect(thrown(() => replace(join(folder, 'none', 'x.jsonl'))).message).toContain('There is no folder');
    expect(thrown(() => replace(join(folder, 'file', 'x.jsonl'))).message).toContain('There is no folder');
    expect(thrown(() => replace(join(folder, 'sub')))).toMatchObject({ kind: 'invalid-input' });
    expect(thrown(() => replace(join(folder, 'sub'))).message).toContain('is a folder');
    expect(readdirSync(folder).sort()).toEqual(['file', 'sub']);
  });

  it.runIf(process.platform !== 'win32')('a device', () => {
    expect(thrown(() => replace('/dev/null')).message).toContain('not an ordinary file');
    expect(statSync('/dev/null').isCharacterDevice()).toBe(true);
  });

  it.runIf(process.platform !== 'win32')('a folder or a file that is protected', () => {
    const folder = temporaryFolder();
    const target = join(folder, 'train.jsonl');
    writeFileSync(target, 'old', { mode: 0o444 });
    chmodSync(folder, 0o555);
    const root = process.geteuid?.() === 0;
    // Root may write anywhere; as somebody else it is refused like anybody.
    if (root) process.seteuid?.(65534);
    try {
      expect(thrown(() => replace(target))).toMatchObject({ kind: 'io' });
      expect(thrown(() => replace(join(folder, 'new.jsonl'))).message).toContain('may not write');
    } finally {
      if (root) process.seteuid?.(0);
      chmodSync(folder, 0o755);
    }
    expect(readFileSync(target, 'utf8')).toBe('old');
    expect(readdirSync(folder)).toEqual(['train.jsonl']);
  });

  it('a file of the workspace, by whatever name', () => {
    const folder = temporaryFolder();
    const workspace = join(folder, 'ws');
    openWorkspace(workspace, { create: true, program: 'a test' }).close();
    mkdirSync(join(workspace, 'backups'), { recursive: true });
    mkdirSync(join(workspace, 'datasets', '0123456789abcdef', 'sharegpt'), { recursive: true });
    writeFileSync(join(workspace, 'datasets', 'ledger.db'), '');
    symlinkSync(workspace, join(folder, 'alias'));
    symlinkSync(join(workspace, 'datasets', '0123456789abcdef'), join(folder, 'dataset'));
    symlinkSync(join(workspace, 'datasets', 'ledger.db'), join(folder, 'ledger.jsonl'));
    symlinkSync(join(workspace, 'work.db'), join(folder, 'innocent.jsonl'));
    linkSync(join(workspace, 'corpus.db'), join(folder, 'hard.jsonl'));
    const forbidden = (path: string) =>
      thrown(() => new FileReplacement(path, me, (target) => isPartOfWorkspace(workspace, target))).message;
    for (const path of [
      join(workspace, 'work.db'),
      join(workspace, 'WORK.DB'),
      join(workspace, 'work.db-wal'),
      join(workspace, 'corpus.db'),
      join(workspace, 'lock.db'),
      join(workspace, 'backups', 'x.jsonl'),
      join(workspace, 'datasets', 'ledger.db'),
      join(workspace, 'datasets', 'new.jsonl'),
      join(workspace, 'datasets', '0123456789abcdef', 'sharegpt', 'holdout.jsonl'),
      join(folder, 'alias', 'work.db'),
      join(folder, 'alias', 'datasets', 'ledger.db'),
      join(folder, 'innocent.jsonl'),
      join(folder, 'dataset', 'sharegpt', 'holdout.jsonl'),
      join(folder, 'ledger.jsonl'),
    ])
      expect(forbidden(path)).toContain('belongs to the workspace');
    // A second name of a file is replaced by itself: the workspace keeps its own.
    const before = statSync(join(workspace, 'corpus.db')).ino;
    const allowed = new FileReplacement(join(folder, 'hard.jsonl'), me, (t) => isPartOfWorkspace(workspace, t));
    allowed.commit();
    expect(statSync(join(workspace, 'corpus.db')).ino).toBe(before);
    new FileReplacement(join(workspace, 'train.jsonl'), me, (t) => isPartOfWorkspace(workspace, t)).commit();
    mkdirSync(join(workspace, 'datasets-of-mine'));
    const beside = join(workspace, 'datasets-of-mine', 'train.jsonl');
    new FileReplacement(beside, me, (t) => isPartOfWorkspace(workspace, t)).commit();
  });

  it('the place of a folder that the workspace has not made yet', () => {
    const workspace = temporaryFolder();
    for (const name of ['datasets', 'Datasets', 'backups', 'reports'])
      expect(isPartOfWorkspace(workspace, join(workspace, name))).toBe(true);
    expect(isPartOfWorkspace(workspace, join(workspace, 'mine', 'datasets'))).toBe(false);
  });
});
