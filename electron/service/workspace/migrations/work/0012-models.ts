import type { Migration } from '../../../store/migrate.ts';

export const models: Migration = {
  version: 12,
  name: 'models',
  sql: `
    -- What is known of models beyond the runs that they come from: what their servers say, and what people note.
    CREATE TABLE models (
      provider_id TEXT NOT NULL,
      name TEXT NOT NULL,
      status TEXT NOT NULL DEFAULT 'unseen',
      seen_at TEXT,
      shutdown TEXT,
      notes TEXT NOT NULL DEFAULT '',
      PRIMARY KEY (provider_id, name)
    ) STRICT, WITHOUT ROWID;
  `,
};
