import type { Migration } from '../../../store/migrate.ts';

export const comparisonDrafts: Migration = {
  version: 15,
  name: 'comparison-drafts',
  sql: `
    -- What the judge has entered of a comparison and not committed, by the places of the answers: of an item of this
    -- workspace, or of a comparison of the team's. sample_id: what it is erased with; the latter has the name of its own.
    CREATE TABLE comparison_drafts (
      item_id TEXT PRIMARY KEY,
      evaluation_id TEXT NOT NULL,
      sample_id TEXT NOT NULL,
      body TEXT NOT NULL,
      saved_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX comparison_drafts_by_sample ON comparison_drafts (sample_id);
  `,
};
