import type { Migration } from '../../../store/migrate.ts';

export const labels: Migration = {
  version: 1,
  name: 'labels',
  sql: `
    CREATE TABLE meta (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Every verdict and withdrawal ever made here. Append-only: the triggers hold it, not only good manners.
    CREATE TABLE labels (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      sample_id TEXT NOT NULL,
      labeler_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('verdict', 'withdrawal')),
      verdict TEXT CHECK ((kind = 'verdict') = (verdict IS NOT NULL)),
      committed_at TEXT NOT NULL,
      supersedes TEXT REFERENCES labels (id)
    ) STRICT;
    CREATE INDEX labels_by_sample ON labels (sample_id, seq);
    CREATE TRIGGER labels_are_not_updated BEFORE UPDATE ON labels BEGIN
      SELECT raise(ABORT, 'labels are append-only');
    END;
    CREATE TRIGGER labels_are_not_deleted BEFORE DELETE ON labels BEGIN
      SELECT raise(ABORT, 'labels are append-only');
    END;

    -- Skips and flags, and their taking back. Append-only as well.
    CREATE TABLE marks (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      sample_id TEXT NOT NULL,
      labeler_id TEXT NOT NULL,
      kind TEXT NOT NULL CHECK (kind IN ('skip', 'unskip', 'flag', 'unflag')),
      reason TEXT CHECK ((kind = 'skip') = (reason IS NOT NULL)),
      marked_at TEXT NOT NULL
    ) STRICT;
    CREATE INDEX marks_by_sample ON marks (sample_id, seq);

    -- What stands on each sample: derived from labels and marks in the same transaction, so that finding is a lookup.
    CREATE TABLE standings (
      sample_id TEXT NOT NULL UNIQUE,
      label_id TEXT REFERENCES labels (id),
      labeled_at TEXT,
      decision TEXT,
      corrected INTEGER NOT NULL DEFAULT 0,
      factuality INTEGER,
      helpfulness INTEGER,
      tone INTEGER,
      policy INTEGER,
      completeness INTEGER,
      overall INTEGER,
      skipped TEXT,
      flagged INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX standings_by_decision ON standings (decision, labeled_at) WHERE label_id IS NOT NULL;

    -- The undo stack: what was done last, on which sample, and what stood before and after.
    CREATE TABLE actions (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      sample_id TEXT NOT NULL,
      what TEXT NOT NULL CHECK (what IN ('label', 'skip', 'flag')),
      before TEXT,
      after TEXT,
      undone INTEGER NOT NULL DEFAULT 0
    ) STRICT;
    CREATE INDEX actions_undone ON actions (seq) WHERE undone = 1;

    CREATE TABLE drafts (
      sample_id TEXT PRIMARY KEY,
      body TEXT NOT NULL,
      saved_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE jobs (
      id TEXT PRIMARY KEY,
      kind TEXT NOT NULL,
      state TEXT NOT NULL,
      params TEXT NOT NULL,
      progress TEXT,
      result TEXT,
      error TEXT,
      created_at TEXT NOT NULL,
      updated_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
