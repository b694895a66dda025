import { join } from 'node:path';
import { expect, it } from 'vitest';
import { addSplits, openLedger } from '../../electron/service/dataset/lockfile/ledger.ts';
import { applicationId, openWritable } from '../../electron/service/store/database.ts';
import { temporaryFolder } from '../fixtures/folder.ts';

it('keeps what a ledger of before says, as older than every dataset that it knows', () => {
  const file = join(temporaryFolder(), 'ledger.db');
  const before = openWritable(file, 'full');
  before.exec(`
    CREATE TABLE datasets (
      seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, name TEXT NOT NULL, built_at TEXT NOT NULL
    ) STRICT;
    CREATE TABLE splits (sample_id TEXT PRIMARY KEY, side TEXT NOT NULL) STRICT, WITHOUT ROWID;
    INSERT INTO datasets (id, name, built_at) VALUES ('d', 'Refunds', '2026-09-01T08:00:00Z');
    INSERT INTO splits (sample_id, side) VALUES ('a', 'train'), ('b', 'holdout');
    PRAGMA application_id = ${applicationId};
    PRAGMA user_version = 1`);
  before.close();
  const ledger = openLedger(file);
  const splits = ledger.prepare('SELECT sample_id, side, seq FROM splits ORDER BY sample_id, side').raw();
  expect(splits.all()).toEqual([
    ['a', 'train', 0],
    ['b', 'holdout', 0],
  ]);
  // A side that is there stays as it is; another one comes beside it.
  const sides = [
    { sample: 'a', side: 'train' as const },
    { sample: 'b', side: 'train' as const },
  ];
  addSplits(ledger, sides, 2);
  expect(splits.all()).toEqual([
    ['a', 'train', 0],
    ['b', 'holdout', 0],
    ['b', 'train', 2],
  ]);
  ledger.close();
});
