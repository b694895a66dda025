import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { backUp, contentMark, listBackups, restore } from '../../electron/service/store/backup.ts';
import { openReadonly, openWritable } from '../../electron/service/store/database.ts';
import { lockWorkspace } from '../../electron/service/store/lock.ts';
import { type Migration, migrate, schemaVersion } from '../../electron/service/store/migrate.ts';
import { temporaryFolder } from '../fixtures/folder.ts';
import { smallDisk } from '../fixtures/small-disk.ts';

const first: Migration = { version: 1, name: 'one', sql: 'CREATE TABLE a (x INTEGER PRIMARY KEY) STRICT' };
const second: Migration = { version: 2, name: 'two', sql: 'CREATE TABLE b (x INTEGER PRIMARY KEY) STRICT' };
const broken: Migration = { version: 2, name: 'bad', sql: 'CREATE TABLE c (x INTEGER) STRICT; SELECT nonsense' };

function open(name = 'work.db') {
  const file = join(temporaryFolder(), name);
  return { file, db: openWritable(file, 'full') };
}

describe('migrations', () => {
  it('run once each, in order, and back up before they change data', () => {
    const { file, db } = open();
    const backups: number[] = [];
    migrate(db, file, [first], (from) => backups.push(from));
    migrate(db, file, [first, second], (from) => backups.push(from));
    migrate(db, file, [first, second], (from) => backups.push(from));
    expect(schemaVersion(db, file, 2)).toBe(2);
    expect(backups).toEqual([1]);
  });

  it('leave the schema as it was when one fails', () => {
    const { file, db } = open();
    migrate(db, file, [first], () => {});
    expect(() => migrate(db, file, [first, broken], () => {})).toThrow('nonsense');
    expect(schemaVersion(db, file, 2)).toBe(1);
    expect(db.prepare(`SELECT count(*) FROM sqlite_schema WHERE name = 'c'`).pluck().get()).toBe(0);
  });

  it('refuse a newer file, another program’s file and garbage', () => {
    const { file, db } = open();
    migrate(db, file, [first, second], () => {});
    expect(() => migrate(db, file, [first], () => {})).toThrow('newer version of Assay');

    const other = open('other.db');
    other.db.exec('CREATE TABLE theirs (x)');
    expect(() => migrate(other.db, other.file, [first], () => {})).toThrow('not a database of Assay');

    const garbage = join(temporaryFolder(), 'work.db');
    writeFileSync(garbage, 'this is no database, but a text of some length that has another header. '.repeat(20));
    expect(() => openWritable(garbage, 'full')).toThrow('is damaged');
  });
});

describe('the workspace lock', () => {
  it('keeps a second writer out, names the first, and is free again when it is released', () => {
    const folder = temporaryFolder();
    const lock = lockWorkspace(folder, 'the first');
    expect(() => lockWorkspace(folder, 'the second')).toThrow(`the first (process ${process.pid}`);
    lock.release();
    lockWorkspace(folder, 'the third').release();
  });

  it('is taken on a full disk too, where its holder cannot be named', ({ skip }) => {
    const disk = smallDisk(1);
    if (!disk) return skip();
    lockWorkspace(disk.folder, 'the first').release();
    disk.fill();
    const lock = lockWorkspace(disk.folder, 'the second'.repeat(1_000));
    expect(() => lockWorkspace(disk.folder, 'the third')).toThrow('is open for writing');
    lock.release();
    lockWorkspace(disk.folder, 'the fourth').release();
  });

  it('is free again after kill -9 of its holder', async () => {
    const folder = temporaryFolder();
    const module = join(import.meta.dirname, '../../electron/service/store/lock.ts');
    const code = `import { lockWorkspace } from ${JSON.stringify(module)};
      globalThis.lock = lockWorkspace(${JSON.stringify(folder)}, 'the victim');
      console.log('held'); setInterval(() => globalThis.lock, 1000);`;
    const holder = spawn(process.execPath, ['--input-type=module', '-e', code], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(holder.stdout, 'data');
    expect(() => lockWorkspace(folder, 'us')).toThrow('the victim');
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    lockWorkspace(folder, 'us').release();
  });
});

describe('backups', () => {
  it('are complete copies, and only the newest ten are kept', () => {
    const { file, db } = open();
    migrate(db, file, [first], () => {});
    db.prepare('INSERT INTO a VALUES (7)').run();
    const folder = join(temporaryFolder(), 'backups');
    for (let day = 1; day <= 12; day++) backUp(db, folder, new Date(Date.UTC(2026, 8, day)));
    const backups = listBackups(folder);
    expect(backups).toHaveLength(10);
    expect(backups[0]?.takenAt.toISOString()).toBe('2026-09-12T00:00:00.000Z');
    const copy = openReadonly(backups[0]?.path ?? '');
    expect(copy.prepare('SELECT x FROM a').pluck().all()).toEqual([7]);
    copy.close();
  });

  it('know whether anything changed', () => {
    const { file, db } = open();
    migrate(db, file, [first], () => {});
    const counts = ['SELECT count(*) FROM a'];
    const before = contentMark(db, counts);
    expect(contentMark(db, counts)).toBe(before);
    db.prepare('INSERT INTO a VALUES (1)').run();
    expect(contentMark(db, counts)).not.toBe(before);
  });

  it('are the newest when they were taken last, whatever the clock had said before', () => {
    const { file, db } = open();
    migrate(db, file, [first], () => {});
    const folder = join(temporaryFolder(), 'backups');
    backUp(db, folder, new Date(Date.UTC(2030, 0, 1)));
    db.prepare('INSERT INTO a VALUES (7)').run();
    const last = backUp(db, folder, new Date(Date.UTC(2026, 8, 1)));
    expect(listBackups(folder)[0]).toEqual(last);
    const copy = openReadonly(last.path);
    expect(copy.prepare('SELECT x FROM a').pluck().all()).toEqual([7]);
    copy.close();
  });

  it('leave the disk its room, and the damaged file its place, where they do not fit', ({ skip }) => {
    const disk = smallDisk(4);
    if (!disk) return skip();
    const file = join(disk.folder, 'work.db');
    const db = openWritable(file, 'full');
    migrate(db, file, [first], () => {});
    db.exec('CREATE TABLE texts (body TEXT)');
    db.prepare('INSERT INTO texts VALUES (?)').run('x'.repeat(500_000));
    const folder = join(disk.folder, 'backups');
    const backup = backUp(db, folder, new Date(Date.UTC(2026, 8, 1)));
    disk.fill();
    expect(() => backUp(db, folder, new Date(Date.UTC(2026, 8, 2)))).toThrow('The disk refused');
    db.close();
    expect(readdirSync(folder)).toHaveLength(1);

    writeFileSync(file, 'garbage');
    disk.fill();
    expect(() => restore(backup, file, new Date())).toThrow('The disk refused');
    expect(readFileSync(file, 'utf8')).toBe('garbage');
    expect(readdirSync(disk.folder).filter((name) => name.includes('.partial') || name.includes('.damaged-'))).toEqual(
      [],
    );
    disk.free();
    expect(existsSync(restore(backup, file, new Date()))).toBe(true);
  });

  it('take the place of a damaged file, which is kept', () => {
    const { file, db } = open();
    migrate(db, file, [first], () => {});
    db.prepare('INSERT INTO a VALUES (7)').run();
    const folder = join(file, '..', 'backups');
    const backup = backUp(db, folder, new Date());
    db.close();
    writeFileSync(file, 'garbage');
    const aside = restore(backup, file, new Date());
    expect(existsSync(aside)).toBe(true);
    expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('.partial'))).toEqual([]);
    const again = openWritable(file, 'full');
    expect(again.prepare('SELECT x FROM a').pluck().all()).toEqual([7]);
    again.close();
  });
});
