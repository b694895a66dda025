import type { Migration } from '../../../store/migrate.ts';

export const datasetOps: Migration = {
  version: 8,
  name: 'dataset ops',
  sql: `
    -- The operation that tells the team of a dataset: written with it, so that each is told once.
    CREATE TABLE dataset_ops (dataset_id TEXT PRIMARY KEY, op_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
  `,
};
