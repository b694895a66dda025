import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWorkspace } from '../../electron/service/workspace/open.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { putSamples } from '../fixtures/workspace.ts';
import type { Told } from './labeling-child.ts';

/** kill -9 cannot tell FULL from NORMAL: only the system calls show whether a label waited for the disk. */
const labels = 40;
const untraced = whyUntraced();

/** Why system calls cannot be traced here, or null. As root on Debian the tracer is fetched, like the browser is. */
function whyUntraced(): string | null {
  if (process.platform !== 'linux') return `strace is Linux’s, and this is ${process.platform}`;
  const works = () => spawnSync('strace', ['-o', '/dev/null', 'true']);
  let tried = works();
  if (tried.error && process.getuid?.() === 0) {
    spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'strace'], { timeout: 50_000 });
    tried = works();
  }
  if (tried.error) return 'strace is not installed';
  return tried.status === 0 ? null : `strace is refused here: ${tried.stderr.toString().trim()}`;
}

/** A system call of the main thread, as strace writes it: `fsync(23</path/work.db-wal>) = 0`. */
type Call = { name: string; file: string; text: string };

function mainThreadCalls(trace: string): Call[] {
  return readFileSync(trace, 'utf8')
    .split('\n')
    .flatMap((text) => {
      const match = /^(\w+)\(\d+<([^>]*)>/.exec(text);
      return match ? [{ name: match[1] ?? '', file: match[2] ?? '', text }] : [];
    });
}

/** The calls on the log of work.db before each acknowledgement, one group an acknowledgement of that kind. */
function callsBefore(kind: Told['kind'], calls: readonly Call[]): Call[][] {
  const groups: Call[][] = [];
  let group: Call[] = [];
  for (const call of calls) {
    if (call.file.endsWith('/work.db-wal')) group.push(call);
    else if (call.name === 'write' && call.text.includes('{\\"kind\\":')) {
      if (call.text.includes(`{\\"kind\\":\\"${kind}\\"`)) groups.push(group);
      group = [];
    }
  }
  return groups;
}

function label(folder: string, trace: string): number {
  const child = join(import.meta.dirname, 'labeling-child.ts');
  const strace = ['-ff', '-y', '-s', '96', '-e', 'trace=pwrite64,write,fdatasync,fsync', '-o', trace];
  const { status, stdout, stderr } = spawnSync(
    'strace',
    [...strace, process.execPath, child, '--folder', folder, '--labels', String(labels)],
    { encoding: 'utf8' },
  );
  expect(stderr).toBe('');
  expect(status).toBe(0);
  const told = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Told);
  expect(told.filter(({ kind }) => kind === 'label')).toHaveLength(labels);
  return told[0]?.kind === 'ready' ? told[0].pid : 0;
}

function freshWorkspace(): string {
  const folder = temporaryFolder();
  const workspace = openWorkspace(folder, { create: true, program: 'a test' });
  putSamples(
    workspace,
    Array.from({ length: labels }, (_, i) => sampleRow(`sample ${i}`)),
  );
  workspace.close();
  return folder;
}

if (untraced === null)
  it('a traced run syncs once for each acknowledged label, after its last write, and never for a draft', () => {
    const folder = freshWorkspace();
    const trace = join(temporaryFolder(), 'trace');
    const calls = mainThreadCalls(`${trace}.${label(folder, trace)}`);

    // The log is written from its start after a checkpoint, and its new header is then synced as well: one more.
    const startsLog = (group: readonly Call[]) => group.some(({ text }) => / 32, 0\) = 32$/.test(text));
    const syncs = (group: readonly Call[]) => group.filter(({ name }) => name === 'fdatasync' || name === 'fsync');
    const acknowledged = callsBefore('label', calls);
    expect(acknowledged).toHaveLength(labels);
    for (const group of acknowledged) {
      expect(syncs(group)).toHaveLength(startsLog(group) ? 2 : 1);
      expect(syncs(group).every(({ text }) => text.endsWith('= 0'))).toBe(true);
      expect(group.at(-1)?.name).toMatch(/^(fdatasync|fsync)$/);
    }

    const drafts = callsBefore('draft', calls);
    expect(drafts.length).toBeGreaterThan(labels);
    expect(drafts.every((group) => group.length > 0)).toBe(true);
    expect(drafts.filter((group) => !startsLog(group)).flatMap(syncs)).toEqual([]);
  });
// Weaker: it shows what SQLite was asked for, and not that it did it. The name says so in the report.
else
  it(`labels ask for a sync at each commit, and drafts do not (not traced: ${untraced})`, () => {
    const workspace = openWorkspace(freshWorkspace(), { create: false, program: 'a test' });
    const level = (db: typeof workspace.work) => db.pragma('synchronous', { simple: true });
    expect([level(workspace.work), level(workspace.journal)]).toEqual([2, 1]);
    workspace.close();
  });
