import type { Migration } from '../../../store/migrate.ts';

export const datasets: Migration = {
  version: 8,
  name: 'datasets',
  sql: `
    -- What the leads of the team have built, and the sides that this has put samples on; on no labeler's device.
    CREATE TABLE team_datasets (dataset_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE team_splits (
      sample_id TEXT PRIMARY KEY,
      xid TEXT NOT NULL,
      train INTEGER NOT NULL,
      validation INTEGER NOT NULL,
      holdout INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
