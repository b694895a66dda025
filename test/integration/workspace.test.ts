import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listBackups, restore } from '../../electron/service/store/backup.ts';
import { openWritable } from '../../electron/service/store/database.ts';
import { newestBackup, openWorkspace, readWorkspace, workspaceFiles } from '../../electron/service/workspace/open.ts';
import { setSamplesAside } from '../../electron/service/workspace/restore.ts';
import { readSettings, updateSettings } from '../../electron/service/workspace/settings.ts';
import type { AssayError } from '../../shared/errors.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { sampleRow } from '../fixtures/samples.ts';
import { workspaceWith } from '../fixtures/workspace.ts';

const open = (folder: string, create = false) => openWorkspace(folder, { create, program: 'a test' });

function refusal(act: () => unknown): AssayError {
  try {
    act();
  } catch (error) {
    return error as AssayError;
  }
  throw new Error('nothing was refused');
}

describe('opening a workspace', () => {
  it('makes one in a new folder, and finds the same labeler in it again', () => {
    const folder = join(temporaryFolder(), 'new', 'refunds');
    const first = open(folder, true);
    first.close();
    const second = open(folder);
    expect(second.labelerId).toBe(first.labelerId);
    expect(second.meta.get('name')).toBe('refunds');
    second.close();
  });

  it('does not make one where nobody asked for it, nor among a stranger’s files', () => {
    const folder = temporaryFolder();
    expect(refusal(() => open(folder)).kind).toBe('not-found');
    writeFileSync(join(folder, 'thesis.docx'), 'years of work');
    const refused = refusal(() => open(folder, true));
    expect(refused.kind).toBe('invalid-input');
    expect(refused.message).toContain('thesis.docx');
  });

  it('keeps a second writer out and lets readers in', () => {
    const folder = temporaryFolder();
    workspaceWith([sampleRow('a')], folder);
    expect(refusal(() => open(folder)).kind).toBe('workspace-locked');
    const reading = readWorkspace(folder);
    expect(reading.corpus.prepare('SELECT count(*) FROM samples').pluck().get()).toBe(1);
    expect(() => reading.work.exec(`INSERT INTO meta VALUES ('x', 'y')`)).toThrow('readonly');
    reading.close();
  });

  it.each(['work.db', 'corpus.db'])('refuses a newer %s and leaves every byte as it was', (name) => {
    const folder = temporaryFolder();
    workspaceWith([], folder).close();
    const file = join(folder, name);
    const db = openWritable(file, 'full');
    db.pragma('user_version = 999');
    db.pragma('wal_checkpoint(TRUNCATE)');
    db.close();
    const before = readFileSync(file);
    const refused = refusal(() => open(folder));
    expect(refused.kind).toBe('workspace-newer');
    expect(refused.remedy).toContain('newer version');
    expect(readFileSync(file).equals(before)).toBe(true);
    // The refusal gave the lock back.
    expect(refusal(() => open(folder)).kind).toBe('workspace-newer');
  });

  it.each([
    ['a page of noise in the middle', (file: string) => noise(file, 8192, 4096)],
    ['a lost header', (file: string) => noise(file, 0, 512)],
    ['half of the file missing', (file: string) => truncateSync(file, 12_288)],
    ['another format', (file: string) => writeFileSync(file, 'PK\u0003\u0004 not a database'.repeat(400))],
  ])('refuses a damaged work.db: %s', (_what, damage) => {
    const folder = temporaryFolder();
    workspaceWith([], folder).close();
    damage(join(folder, 'work.db'));
    expect(refusal(() => open(folder)).kind).toBe('workspace-damaged');
  });
});

describe('a workspace with damaged samples', () => {
  it('is told from one with damaged labels', () => {
    const folder = temporaryFolder();
    workspaceWith([sampleRow('a')], folder).close();
    writeFileSync(join(folder, 'corpus.db'), 'PK\u0003\u0004 not a database'.repeat(400));
    for (const act of [() => open(folder), () => readWorkspace(folder)]) {
      const refused = refusal(act);
      expect(refused.kind).toBe('samples-damaged');
      expect(refused.safe).toContain('nothing was changed');
    }
  });

  it('opens with every label once they are set aside', () => {
    const folder = temporaryFolder();
    const { work, ...workspace } = workspaceWith([sampleRow('a')], folder);
    work.exec(`INSERT INTO labels (id, queue, sample_id, labeler_id, kind, verdict, committed_at)
      VALUES ('one', '', 'a', 'me', 'verdict', '{}', '2026-09-01T08:00:00Z')`);
    workspace.close();
    noise(workspace.files.corpus, 8192, 4096);
    const aside = setSamplesAside(folder, new Date());
    expect(existsSync(aside)).toBe(true);
    const again = open(folder);
    expect(again.work.prepare('SELECT id FROM labels').pluck().all()).toEqual(['one']);
    expect(again.corpus.prepare('SELECT count(*) FROM samples').pluck().get()).toBe(0);
    again.close();
  });
});

it('says of labels that are gone beside their backups that they are damaged, so that a backup is offered', () => {
  const folder = temporaryFolder();
  workspaceWith([], folder).close();
  const { work, backups } = workspaceFiles(folder);
  mkdirSync(backups);
  renameSync(work, join(backups, 'work-20260901T080000000Z.db'));
  for (const act of [() => open(folder), () => open(folder, true), () => readWorkspace(folder)])
    expect(refusal(act)).toMatchObject({ kind: 'workspace-damaged', message: expect.stringContaining('is missing') });
  const backup = newestBackup(backups);
  if (!backup) throw new Error('no backup');
  restore(backup, work, new Date());
  open(folder).close();
});

it('offers the newest backup that can be read', () => {
  const folder = temporaryFolder();
  const { files, ...workspace } = workspaceWith([], folder);
  workspace.work.pragma('wal_checkpoint(TRUNCATE)');
  mkdirSync(files.backups);
  copyFileSync(files.work, join(files.backups, 'work-20260901T080000000Z.db'));
  workspace.close();
  writeFileSync(join(files.backups, 'work-20260902T080000000Z.db'), 'half of it');
  expect(newestBackup(files.backups)?.takenAt.toISOString()).toBe('2026-09-01T08:00:00.000Z');
});

function noise(file: string, at: number, length: number): void {
  const bytes = readFileSync(file);
  bytes.fill(0xa5, at, at + length);
  writeFileSync(file, bytes);
}

it('comes back from a backup after damage, with the damaged file kept', () => {
  const folder = temporaryFolder();
  const workspace = workspaceWith([], folder);
  updateSettings(workspace.meta, { showSignals: true });
  const { work, backups } = workspace.files;
  mkdirSync(backups);
  workspace.work.pragma('wal_checkpoint(TRUNCATE)');
  copyFileSync(work, join(backups, 'work-20260901T080000000Z.db'));
  workspace.close();
  noise(work, 4096, 4096);
  const backup = newestBackup(backups);
  if (!backup) throw new Error('no backup');
  restore(backup, work, new Date());
  const again = open(folder);
  expect(readSettings(again.meta).showSignals).toBe(true);
  again.close();
  expect(listBackups(backups)).toHaveLength(1);
});
