import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type Side, sides } from '../../../../shared/domain/dataset.ts';
import { type Connection, openWritable } from '../../store/database.ts';
import { type Migration, migrate } from '../../store/migrate.ts';
import { type Ledger, ledgerCodes } from '../split.ts';
import { ledgerError } from './ledger-error.ts';

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
      -- Every side that a sample has been on, and the dataset (its seq) that put it there first.
      CREATE TABLE splits (
        sample_id TEXT NOT NULL,
        side TEXT NOT NULL,
        seq INTEGER NOT NULL,
        PRIMARY KEY (sample_id, side)
      ) STRICT, WITHOUT ROWID;
      CREATE INDEX splits_by_dataset ON splits (seq, sample_id);
    `,
  },
  {
    version: 2,
    name: 'prompts',
    sql: `
      -- Every side that a prompt has been on as files have it, by the start of its SHA-256 in hex.
      CREATE TABLE prompts (
        prompt TEXT NOT NULL,
        side TEXT NOT NULL,
        PRIMARY KEY (prompt, side)
      ) STRICT, WITHOUT ROWID;
      -- Those of datasets that are known already are read from their folders when a store is opened.
      ALTER TABLE datasets ADD COLUMN has_prompts INTEGER NOT NULL DEFAULT 0;
    `,
  },
];

/**
 * @param file made where it is missing; FULL: what was held out must be known after a power loss too
 * @throws AssayError workspace-damaged, workspace-newer, io
 */
export function openLedger(file: string): Connection {
  let db: Connection | null = null;
  try {
    db = openWritable(file, 'full');
    migrate(db, file, migrations, () => {});
    return db;
  } catch (error) {
    db?.close();
    throw ledgerError(file, error);
  }
}

export const datasetsFolder = (workspace: string): string => join(workspace, 'datasets');
export const ledgerFile = (workspace: string): string => join(datasetsFolder(workspace), 'ledger.db');

/** The ledger of a workspace, made where it is missing. @returns its file */
export function prepareLedger(workspace: string): string {
  mkdirSync(datasetsFolder(workspace), { recursive: true });
  openLedger(ledgerFile(workspace)).close();
  return ledgerFile(workspace);
}

const codeOfSide = `CASE side ${sides.map((side) => `WHEN '${side}' THEN ${ledgerCodes[side]}`).join(' ')} END`;
const own = `coalesce((SELECT sum(${codeOfSide}) FROM ledger.splits l WHERE l.sample_id = s.sample_id), 0)`;
const ofTeam = `coalesce((SELECT ${sides.map((side) => `t.${side} * ${ledgerCodes[side]}`).join(' + ')}
  FROM team_splits t WHERE t.sample_id = s.sample_id), 0)`;

/**
 * Where datasets have put each sample, those built here and those that other leads of the team have recorded.
 *
 * @param db corpus.db, with a ledger attached as `ledger`
 * @param size how many samples there are; their places are those of a survey
 */
export function readLedger(db: Connection, size: number): Ledger {
  return readCodes(db, size, `${own} | ${ofTeam}`);
}

/** The same by the attached ledger alone. */
export function readOwnLedger(db: Connection, size: number): Ledger {
  return readCodes(db, size, own);
}

function readCodes(db: Connection, size: number, code: string): Ledger {
  const ledger = new Uint8Array(size);
  let index = 0;
  for (const found of db.prepare<[], number>(`SELECT ${code} FROM samples s ORDER BY s.sample_id`).pluck().iterate())
    ledger[index++] = found;
  return ledger;
}

/** A prompt as files have it, by the start of its SHA-256 in hex, and a side on which a dataset has put it. */
export type PromptSide = { prompt: string; side: Side };

/** Every side of every prompt of the attached ledger, in the order of prompts. */
export function promptSides(db: Connection): Iterable<PromptSide> {
  return db.prepare<[], PromptSide>('SELECT prompt, side FROM ledger.prompts ORDER BY prompt, side').iterate();
}

/** How many those are. */
export function countPromptSides(db: Connection): number {
  return db.prepare<[], number>('SELECT count(*) FROM ledger.prompts').pluck().get() ?? 0;
}

/** Adds where a dataset puts its samples and their prompts. @param seq of that dataset */
export function addSplits(
  db: Connection,
  splits: Iterable<{ side: Side; sample?: string; prompt?: string }>,
  seq: number,
): void {
  const addSample = db.prepare<[string, Side, number]>(
    'INSERT OR IGNORE INTO splits (sample_id, side, seq) VALUES (?, ?, ?)',
  );
  const addPrompt = db.prepare<[string, Side]>('INSERT OR IGNORE INTO prompts (prompt, side) VALUES (?, ?)');
  for (const { sample, prompt, side } of splits) {
    if (sample !== undefined) addSample.run(sample, side, seq);
    if (prompt !== undefined) addPrompt.run(prompt, side);
  }
}
