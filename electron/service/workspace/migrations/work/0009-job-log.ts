import type { Migration } from '../../../store/migrate.ts';

export const jobLog: Migration = {
  version: 9,
  name: 'job log',
  sql: `
    -- What each job said of itself, for whoever looks later. Its middle goes when it grows long.
    CREATE TABLE job_log (
      job_id TEXT NOT NULL REFERENCES jobs (id) ON DELETE CASCADE,
      seq INTEGER NOT NULL,
      at TEXT NOT NULL,
      level TEXT NOT NULL CHECK (level IN ('info', 'warning', 'error')),
      text TEXT NOT NULL,
      PRIMARY KEY (job_id, seq)
    ) STRICT, WITHOUT ROWID;
  `,
};
