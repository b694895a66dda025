import type { Migration } from '../../../store/migrate.ts';

export const sweep: Migration = {
  version: 3,
  name: 'sweep',
  sql: `
    -- Samples that the team's server has given to a lead: they go when it says so. What was imported here stays.
    CREATE TABLE team_samples (sample_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;

    -- While everything is pulled again: what was here before and has not come back yet. At the end, what is left goes.
    CREATE TABLE suspects (
      feed TEXT NOT NULL,
      key TEXT NOT NULL,
      PRIMARY KEY (feed, key)
    ) STRICT, WITHOUT ROWID;
  `,
};
