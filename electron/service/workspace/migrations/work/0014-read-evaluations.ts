import type { Migration } from '../../../store/migrate.ts';

export const readEvaluations: Migration = {
  version: 14,
  name: 'read-evaluations',
  sql: `
    -- Whether all items of an evaluation are there. No answer is asked for before, and no item comes after.
    ALTER TABLE evaluations ADD COLUMN is_read INTEGER NOT NULL DEFAULT 0;
    UPDATE evaluations SET is_read = 1 WHERE usage IS NOT NULL;
  `,
};
