import type { Migration } from '../../../store/migrate.ts';

export const runs: Migration = {
  version: 10,
  name: 'runs',
  sql: `
    -- Fine-tune jobs: what was asked of whom, with which files. job_id: what does it here.
    CREATE TABLE runs (
      id TEXT PRIMARY KEY,
      body TEXT NOT NULL,
      job_id TEXT
    ) STRICT, WITHOUT ROWID;

    -- What happened to each, in order. A fact is on the disk before what follows from it is done. Append-only.
    CREATE TABLE run_facts (
      run_id TEXT NOT NULL REFERENCES runs (id),
      seq INTEGER NOT NULL,
      at TEXT NOT NULL,
      fact TEXT NOT NULL,
      PRIMARY KEY (run_id, seq)
    ) STRICT, WITHOUT ROWID;
    CREATE TRIGGER run_facts_are_not_updated BEFORE UPDATE ON run_facts BEGIN
      SELECT raise(ABORT, 'what happened to a run is append-only');
    END;
    CREATE TRIGGER run_facts_are_not_deleted BEFORE DELETE ON run_facts BEGIN
      SELECT raise(ABORT, 'what happened to a run is append-only');
    END;

    -- What the provider tells of them, under its own ids: told twice it is there once.
    CREATE TABLE run_events (
      run_id TEXT NOT NULL REFERENCES runs (id),
      id TEXT NOT NULL,
      at TEXT NOT NULL,
      body TEXT NOT NULL,
      metric TEXT,
      PRIMARY KEY (run_id, id)
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE run_checkpoints (
      run_id TEXT NOT NULL REFERENCES runs (id),
      id TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (run_id, id)
    ) STRICT, WITHOUT ROWID;
  `,
};
