import type { Migration } from '../../../store/migrate.ts';

export const beforeRestore: Migration = {
  version: 11,
  name: 'before restore',
  sql: `
    -- What leads had decided when the team's server went back to an earlier time, row by row of its feed; on no labeler's device.
    CREATE TABLE before_restore (
      feed TEXT NOT NULL,
      key TEXT NOT NULL,
      body TEXT NOT NULL,
      PRIMARY KEY (feed, key)
    ) STRICT, WITHOUT ROWID;
  `,
};
