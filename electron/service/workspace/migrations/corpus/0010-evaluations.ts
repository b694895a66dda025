import type { Migration } from '../../../store/migrate.ts';

export const evaluations: Migration = {
  version: 10,
  name: 'evaluations',
  sql: `
    -- What this member compares blind. Rows come in the order of random ids, and nothing in them tells whose an answer is.
    CREATE TABLE comparisons (
      comparison_id TEXT PRIMARY KEY,
      xid TEXT NOT NULL,
      evaluation_id TEXT NOT NULL,
      name TEXT NOT NULL,
      scored INTEGER NOT NULL,
      state TEXT NOT NULL,
      head_id TEXT,
      judgment TEXT,
      item TEXT
    ) STRICT;
    CREATE INDEX comparisons_by_evaluation ON comparisons (evaluation_id, comparison_id);

    -- What leads have put before the team, and what stands of each judge on each item; on no labeler's device.
    CREATE TABLE team_evaluations (evaluation_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE team_judgments (
      comparison_id TEXT PRIMARY KEY,
      xid TEXT NOT NULL,
      evaluation_id TEXT NOT NULL,
      item_id TEXT,
      member_id TEXT NOT NULL,
      state TEXT NOT NULL,
      late INTEGER NOT NULL,
      judgment TEXT
    ) STRICT;
    CREATE INDEX team_judgments_by_evaluation ON team_judgments (evaluation_id, item_id);
  `,
};
