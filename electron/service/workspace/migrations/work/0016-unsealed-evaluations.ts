import type { Migration } from '../../../store/migrate.ts';

export const unsealedEvaluations: Migration = {
  version: 16,
  name: 'unsealed-evaluations',
  sql: `
    -- Evaluations of the team that were published from other workspaces and opened there. secret: tells whose the answers are.
    CREATE TABLE unsealed_evaluations (
      evaluation_id TEXT PRIMARY KEY,
      secret BLOB NOT NULL
    ) STRICT, WITHOUT ROWID;
  `,
};
