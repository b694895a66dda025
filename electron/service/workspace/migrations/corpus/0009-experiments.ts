import type { Migration } from '../../../store/migrate.ts';

/** A value is known or not, and a unique index takes no two unknown ones for the same. */
const cell = (day: string, row = '') => `${row}experiment_id, ${day}, ${row}arm, ${row}reviewed,
  ifnull(${row}approved, -1), ifnull(${row}edited, -1), ifnull(${row}csat, -1), ifnull(${row}violation, -1),
  ifnull(${row}intent, '')`;

const counted = cell('exposed_on');
const dayOf = (row: 'OLD.' | 'NEW.') => `substr(${row}exposed_at, 1, 10)`;
const before = cell(dayOf('OLD.'), 'OLD.');
const after = cell(dayOf('NEW.'), 'NEW.');

const values = 'arm, reviewed, approved, edited, csat, violation, intent';

const count = `INSERT INTO outcome_counts (experiment_id, exposed_on, ${values}, conversations)
  VALUES (NEW.experiment_id, ${dayOf('NEW.')}, ${values.replace(/\w+/g, 'NEW.$&')}, 1)
  ON CONFLICT (${counted}) DO UPDATE SET conversations = conversations + 1;`;
const discount = `UPDATE outcome_counts SET conversations = conversations - 1 WHERE (${counted}) = (${before});
  DELETE FROM outcome_counts WHERE (${counted}) = (${before}) AND conversations = 0;`;

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
    CREATE UNIQUE INDEX outcome_counts_cell ON outcome_counts (${counted});
    CREATE TRIGGER outcomes_counted AFTER INSERT ON outcomes BEGIN ${count} END;
    CREATE TRIGGER outcomes_recounted AFTER UPDATE ON outcomes WHEN (${before}) <> (${after})
      BEGIN ${discount} ${count} END;
    CREATE TRIGGER outcomes_discounted AFTER DELETE ON outcomes BEGIN ${discount} END;
  `,
};
