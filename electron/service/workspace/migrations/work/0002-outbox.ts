import type { Migration } from '../../../store/migrate.ts';

export const outbox: Migration = {
  version: 2,
  name: 'outbox',
  sql: `
    -- What the team's server has not confirmed yet, in the order in which it was done. A row is written in the transaction of
    -- what it tells, and goes when the feed has shown it back. account: whose it is; it is sent under no other name.
    CREATE TABLE outbox (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      op_id TEXT NOT NULL UNIQUE,
      account TEXT NOT NULL,
      body TEXT NOT NULL,
      hash TEXT NOT NULL,
      at TEXT NOT NULL,
      state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'acknowledged', 'rejected')),
      answer TEXT CHECK ((state = 'waiting') = (answer IS NULL))
    ) STRICT;
    CREATE INDEX outbox_by_state ON outbox (state, seq);
  `,
};
