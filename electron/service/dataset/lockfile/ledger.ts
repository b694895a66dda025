import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Side } from '../../../../shared/domain/dataset.ts';
import { type Connection, openWritable } from '../../store/database.ts';
import { type Migration, migrate } from '../../store/migrate.ts';
import { type Ledger, ledgerCodes } from '../split.ts';

const migrations: readonly Migration[] = [
  {
    version: 1,
    name: 'ledger',
    sql: `
      CREATE TABLE datasets (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        name TEXT NOT NULL,
        built_at TEXT NOT NULL
      ) STRICT;
      CREATE TABLE splits (sample_id TEXT PRIMARY KEY, side TEXT NOT NULL) STRICT, WITHOUT ROWID;
    `,
  },
];

/** @param file made where it is missing; FULL: what was held out must be known after a power loss too */
export function openLedger(file: string): Connection {
  const db = openWritable(file, 'full');
  migrate(db, file, migrations, () => {});
  return db;
}

export const datasetsFolder = (workspace: string): string => join(workspace, 'datasets');
export const ledgerFile = (workspace: string): string => join(datasetsFolder(workspace), 'ledger.db');

/** The ledger of a workspace, made where it is missing. @returns its file */
export function prepareLedger(workspace: string): string {
  mkdirSync(datasetsFolder(workspace), { recursive: true });
  openLedger(ledgerFile(workspace)).close();
  return ledgerFile(workspace);
}

/**
 * Where earlier datasets have put each sample, by its place in a survey.
 *
 * @param db corpus.db, with a ledger attached as `ledger`
 */
export function readLedger(db: Connection, size: number): Ledger {
  const ledger = new Uint8Array(size);
  const rows = db
    .prepare<[], Side | null>(
      'SELECT l.side FROM samples s LEFT JOIN ledger.splits l ON l.sample_id = s.sample_id ORDER BY s.sample_id',
    )
    .pluck()
    .iterate();
  let index = 0;
  for (const side of rows) {
    if (side !== null) ledger[index] = ledgerCodes[side];
    index++;
  }
  return ledger;
}

/** Adds where a dataset puts its samples. One that was looked at while training may be trained on later. */
export function addSplits(db: Connection, splits: Iterable<{ sample: string; side: Side }>): void {
  const add = db.prepare<[string, Side]>(
    `INSERT INTO splits (sample_id, side) VALUES (?, ?)
     ON CONFLICT (sample_id) DO UPDATE SET side = excluded.side WHERE side = 'validation' AND excluded.side = 'train'`,
  );
  for (const { sample, side } of splits) add.run(sample, side);
}
