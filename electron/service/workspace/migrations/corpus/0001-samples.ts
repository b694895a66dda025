import type { Migration } from '../../../store/migrate.ts';

export const samples: Migration = {
  version: 1,
  name: 'samples',
  sql: `
    CREATE TABLE meta (
      key TEXT PRIMARY KEY,
      value TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- id is the time order: created_at in seconds × 2^20 plus a counter. So "newest first" needs no sort, and the
    -- full-text index, which knows nothing but ids, gives the newest matches of the commonest word at once.
    -- body is last: a read of the short columns never follows its overflow pages.
    CREATE TABLE samples (
      id INTEGER PRIMARY KEY,
      sample_id TEXT NOT NULL UNIQUE,
      created_at TEXT NOT NULL,
      agent TEXT NOT NULL,
      intent TEXT,
      conversation_id TEXT,
      confidence REAL,
      legacy INTEGER NOT NULL,
      shuffle INTEGER NOT NULL,
      response_hash TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    -- An index ends in the id: each of these lists its samples in time order.
    CREATE INDEX samples_by_agent ON samples (agent);
    CREATE INDEX samples_by_intent ON samples (intent);
    CREATE INDEX samples_by_conversation ON samples (conversation_id);
    -- With shuffle in it, the random order reads this index and never the rows themselves.
    CREATE INDEX samples_by_confidence ON samples (confidence, id, shuffle);

    CREATE TABLE sample_tags (
      tag TEXT NOT NULL,
      id INTEGER NOT NULL,
      PRIMARY KEY (tag, id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX sample_tags_by_sample ON sample_tags (id);

    CREATE VIRTUAL TABLE samples_text USING fts5 (
      query, response,
      content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
    );

    -- How far each import came: saved in the transaction that stores its samples, so that resuming repeats nothing.
    -- byte_offset counts unpacked bytes; report_bytes is how much of the report belongs to the lines before it.
    CREATE TABLE imports (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      job_id TEXT NOT NULL UNIQUE,
      path TEXT NOT NULL,
      size INTEGER NOT NULL,
      modified_ms INTEGER NOT NULL,
      byte_offset INTEGER NOT NULL,
      line INTEGER NOT NULL,
      counts TEXT NOT NULL,
      report_bytes INTEGER NOT NULL,
      finished INTEGER NOT NULL
    ) STRICT;

    -- The line in which an import first met each sample: a later line of the same file cannot contradict it. Apart from
    -- samples, so that importing a file again touches no sample's pages.
    CREATE TABLE import_lines (
      id INTEGER PRIMARY KEY,
      import_id INTEGER NOT NULL,
      line INTEGER NOT NULL
    ) STRICT;
  `,
};
