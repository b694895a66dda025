import type { Migration } from '../../../store/migrate.ts';

export const evaluations: Migration = {
  version: 11,
  name: 'evaluations',
  sql: `
    -- Blind comparisons of two models. Whose an answer is follows from a secret that is not in here before the results are
    -- opened. usage is sealed by it: a sum that grows beside an answer would tell whose that is.
    CREATE TABLE evaluations (
      id TEXT PRIMARY KEY,
      body TEXT NOT NULL,
      job_id TEXT,
      usage BLOB,
      opened_at TEXT,
      secret BLOB CHECK ((secret IS NULL) = (opened_at IS NULL))
    ) STRICT, WITHOUT ROWID;

    -- Both answers come together; one that is null then was declined. Rows lie in the order of random ids.
    CREATE TABLE evaluation_items (
      id TEXT PRIMARY KEY,
      evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
      sample_id TEXT NOT NULL,
      intent TEXT,
      prompt TEXT NOT NULL,
      answered INTEGER NOT NULL DEFAULT 0,
      first TEXT,
      second TEXT,
      UNIQUE (evaluation_id, sample_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evaluation_items_to_answer ON evaluation_items (evaluation_id, id) WHERE answered = 0;
    CREATE INDEX evaluation_items_to_judge ON evaluation_items (evaluation_id, id) WHERE answered = 1;
    CREATE INDEX evaluation_items_by_sample ON evaluation_items (sample_id);

    -- An answer whose other one is not there yet, sealed and padded: which of both came first would tell whose they are.
    CREATE TABLE evaluation_halves (
      item_id TEXT PRIMARY KEY REFERENCES evaluation_items (id),
      sample_id TEXT NOT NULL,
      sealed BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evaluation_halves_by_sample ON evaluation_halves (sample_id);

    -- What judges said, by the places of the answers; null takes a verdict back. undoes: the step that this one takes back.
    -- Append-only, as labels are.
    CREATE TABLE evaluation_judgments (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      id TEXT NOT NULL UNIQUE,
      evaluation_id TEXT NOT NULL REFERENCES evaluations (id),
      item_id TEXT NOT NULL REFERENCES evaluation_items (id),
      sample_id TEXT NOT NULL,
      judge TEXT NOT NULL,
      comparison TEXT,
      judged_at TEXT NOT NULL,
      undoes TEXT UNIQUE REFERENCES evaluation_judgments (id)
    ) STRICT;
    CREATE INDEX evaluation_judgments_by_item ON evaluation_judgments (item_id, judge, seq);
    CREATE INDEX evaluation_judgments_by_judge ON evaluation_judgments (evaluation_id, judge, seq);
    CREATE INDEX evaluation_judgments_by_sample ON evaluation_judgments (sample_id);
    CREATE TRIGGER evaluation_judgments_are_not_updated BEFORE UPDATE ON evaluation_judgments BEGIN
      SELECT raise(ABORT, 'judgments are append-only');
    END;
    CREATE TRIGGER evaluation_judgments_are_not_deleted BEFORE DELETE ON evaluation_judgments
      WHEN NOT EXISTS (SELECT 1 FROM erased WHERE sample_id = OLD.sample_id) BEGIN
      SELECT raise(ABORT, 'judgments are append-only');
    END;

    -- What stands of each judge on each item: derived from the judgments in the same transaction.
    CREATE TABLE evaluation_standings (
      item_id TEXT NOT NULL REFERENCES evaluation_items (id),
      judge TEXT NOT NULL,
      evaluation_id TEXT NOT NULL,
      sample_id TEXT NOT NULL,
      judgment_id TEXT NOT NULL REFERENCES evaluation_judgments (id),
      PRIMARY KEY (item_id, judge)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX evaluation_standings_by_judge ON evaluation_standings (evaluation_id, judge);
    CREATE INDEX evaluation_standings_by_sample ON evaluation_standings (sample_id);
  `,
};
