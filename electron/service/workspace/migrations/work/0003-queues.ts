import type { Migration } from '../../../store/migrate.ts';

export const queues: Migration = {
  version: 3,
  name: 'queues',
  sql: `
    -- The unit of labeling is a sample in a queue; '' is the workspace's own queue, where everything was done until now.
    ALTER TABLE labels ADD COLUMN queue TEXT NOT NULL DEFAULT '';
    ALTER TABLE marks ADD COLUMN queue TEXT NOT NULL DEFAULT '';
    ALTER TABLE actions ADD COLUMN queue TEXT NOT NULL DEFAULT '';

    -- What the labeler asked the lead. Append-only, like labels; the rulings are in corpus.db, as the server gave them.
    CREATE TABLE asked (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      queue TEXT NOT NULL,
      sample_id TEXT NOT NULL,
      text TEXT NOT NULL,
      asked_at TEXT NOT NULL
    ) STRICT;

    -- What stands on each sample of a queue: derived from labels and marks in the same transaction, so that finding is a
    -- lookup. op is the operation that last changed label or skip: while it is in the outbox, the server's word on the
    -- item is older than this row. question is what was asked last.
    CREATE TABLE standings_of_queues (
      queue TEXT NOT NULL,
      sample_id TEXT NOT NULL,
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
      flagged INTEGER NOT NULL DEFAULT 0,
      op TEXT,
      question TEXT REFERENCES asked (id),
      UNIQUE (queue, sample_id)
    ) STRICT;
    -- With their row numbers: these tell what was labeled first within a millisecond.
    INSERT INTO standings_of_queues (rowid, queue, sample_id, label_id, labeled_at, decision, corrected, factuality,
        helpfulness, tone, policy, completeness, overall, skipped, flagged)
      SELECT rowid, '', sample_id, label_id, labeled_at, decision, corrected, factuality, helpfulness, tone, policy,
        completeness, overall, skipped, flagged FROM standings;
    DROP TABLE standings;
    ALTER TABLE standings_of_queues RENAME TO standings;
    CREATE INDEX standings_by_decision ON standings (queue, decision, labeled_at) WHERE label_id IS NOT NULL;

    CREATE TABLE drafts_of_queues (
      queue TEXT NOT NULL,
      sample_id TEXT NOT NULL,
      body TEXT NOT NULL,
      saved_at TEXT NOT NULL,
      PRIMARY KEY (queue, sample_id)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO drafts_of_queues SELECT '', sample_id, body, saved_at FROM drafts;
    DROP TABLE drafts;
    ALTER TABLE drafts_of_queues RENAME TO drafts;

    -- Where the labeler is in each queue; the highest seq is where they were last.
    CREATE TABLE positions (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      queue TEXT NOT NULL UNIQUE,
      body TEXT NOT NULL
    ) STRICT;
    INSERT INTO positions (queue, body) SELECT '', value FROM meta WHERE key = 'position';
    DELETE FROM meta WHERE key = 'position';
  `,
};
