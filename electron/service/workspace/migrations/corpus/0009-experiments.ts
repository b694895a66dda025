import type { Migration } from '../../../store/migrate.ts';

/** A value is known or not, and a unique index takes no two unknown ones for the same. */
const cell = (
  row = '',
) => `${row}experiment_id, ${row}exposed_on, ${row}arm, ${row}reviewed, ifnull(${row}approved, -1),
  ifnull(${row}edited, -1), ifnull(${row}csat, -1), ifnull(${row}violation, -1), ifnull(${row}intent, '')`;

const columns = 'experiment_id, exposed_on, arm, reviewed, approved, edited, csat, violation, intent';

const count = `INSERT INTO outcome_counts (${columns}, conversations)
  VALUES (${columns.replace(/\w+/g, 'NEW.$&')}, 1)
  ON CONFLICT (${cell()}) DO UPDATE SET conversations = conversations + 1;`;
const discount = `UPDATE outcome_counts SET conversations = conversations - 1 WHERE (${cell()}) = (${cell('OLD.')});
  DELETE FROM outcome_counts WHERE (${cell()}) = (${cell('OLD.')}) AND conversations = 0;`;

export const experiments: Migration = {
  version: 9,
  name: 'experiments',
  sql: `
    -- What leads compare on live conversations, and what their agents answer with; on no labeler's device.
    CREATE TABLE experiments (experiment_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE active_models (agent TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- One row a conversation. Its key is random, and a table without rowids would pay for that at every insert.
    CREATE TABLE outcomes (
      exposure_id TEXT PRIMARY KEY,
      xid TEXT NOT NULL,
      experiment_id TEXT NOT NULL,
      conversation_id TEXT NOT NULL,
      arm TEXT NOT NULL,
      -- In UTC, as JavaScript writes it, so that text compares like time.
      exposed_at TEXT NOT NULL,
      exposed_on TEXT NOT NULL GENERATED ALWAYS AS (substr(exposed_at, 1, 10)) VIRTUAL,
      reviewed INTEGER NOT NULL,
      approved INTEGER,
      edited INTEGER,
      csat REAL,
      violation INTEGER,
      intent TEXT
    ) STRICT;
    -- A look ends within a day: of that day the rows themselves are read.
    CREATE INDEX outcomes_by_time ON outcomes (experiment_id, exposed_at);

    -- How many conversations of a day have the same arm, intent and outcome: a dashboard adds up some thousands of these and
    -- never reads a million rows. Triggers keep it, so that pages, sweeps and whatever else writes outcomes cannot forget it.
    CREATE TABLE outcome_counts (
      experiment_id TEXT NOT NULL,
      exposed_on TEXT NOT NULL,
      arm TEXT NOT NULL,
      reviewed INTEGER NOT NULL,
      approved INTEGER,
      edited INTEGER,
      csat REAL,
      violation INTEGER,
      intent TEXT,
      conversations INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX outcome_counts_cell ON outcome_counts (${cell()});
    CREATE TRIGGER outcomes_counted AFTER INSERT ON outcomes BEGIN ${count} END;
    CREATE TRIGGER outcomes_recounted AFTER UPDATE ON outcomes WHEN (${cell('OLD.')}) <> (${cell('NEW.')})
      BEGIN ${discount} ${count} END;
    CREATE TRIGGER outcomes_discounted AFTER DELETE ON outcomes BEGIN ${discount} END;
  `,
};
