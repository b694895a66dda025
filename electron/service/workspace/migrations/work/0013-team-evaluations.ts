import type { Migration } from '../../../store/migrate.ts';

export const teamEvaluations: Migration = {
  version: 13,
  name: 'team-evaluations',
  sql: `
    -- What this judge said of the team's comparisons; null takes a verdict back. stood: what had stood until then, here or on
    -- another device. undoes: the step that this one takes back. Append-only, as labels are.
    CREATE TABLE comparison_judgments (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      evaluation_id TEXT NOT NULL,
      comparison_id TEXT NOT NULL,
      comparison TEXT,
      stood TEXT,
      judged_at TEXT NOT NULL,
      undoes TEXT UNIQUE REFERENCES comparison_judgments (id)
    ) STRICT;
    CREATE INDEX comparison_judgments_by_comparison ON comparison_judgments (comparison_id, seq);
    CREATE INDEX comparison_judgments_by_evaluation ON comparison_judgments (evaluation_id, seq);
    CREATE TRIGGER comparison_judgments_are_not_updated BEFORE UPDATE ON comparison_judgments BEGIN
      SELECT raise(ABORT, 'judgments are append-only');
    END;
    CREATE TRIGGER comparison_judgments_are_not_deleted BEFORE DELETE ON comparison_judgments
      WHEN NOT EXISTS (SELECT 1 FROM erased WHERE sample_id = OLD.comparison_id) BEGIN
      SELECT raise(ABORT, 'judgments are append-only');
    END;

    -- Evaluations of this workspace that the team judges. told: the last item that the outbox was given; items go in the
    -- order of their random ids.
    CREATE TABLE published_evaluations (
      evaluation_id TEXT PRIMARY KEY REFERENCES evaluations (id),
      judges INTEGER NOT NULL,
      published_at TEXT NOT NULL,
      told TEXT NOT NULL DEFAULT ''
    ) STRICT, WITHOUT ROWID;
  `,
};
