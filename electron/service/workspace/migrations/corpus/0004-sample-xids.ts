import type { Migration } from '../../../store/migrate.ts';

export const sampleXids: Migration = {
  version: 4,
  name: 'sample-xids',
  sql: `
    -- What the server gave, as the comparison with it needs to know: the transaction that wrote the sample last, and whether
    -- it could be read here. The feed is pulled once more from its beginning, to bring the first for what is here already.
    ALTER TABLE team_samples ADD COLUMN xid TEXT NOT NULL DEFAULT '0';
    ALTER TABLE team_samples ADD COLUMN readable INTEGER NOT NULL DEFAULT 1;
    DELETE FROM feeds WHERE feed = 'samples';
  `,
};
