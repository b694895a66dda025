import type { Migration } from '../../../store/migrate.ts';

export const held: Migration = {
  version: 6,
  name: 'held',
  sql: `
    -- An import that moved a sample in time left its assignments where it had been. Those are set right; away from each other
    -- first, because a queue holds each place once.
    UPDATE assignments SET id = -rowid
      WHERE id IS NOT NULL AND id IS NOT (SELECT s.id FROM samples s WHERE s.sample_id = assignments.sample_id);
    UPDATE OR IGNORE assignments SET id = (SELECT s.id FROM samples s WHERE s.sample_id = assignments.sample_id) WHERE id < 0;
    UPDATE assignments SET id = NULL WHERE id < 0;
  `,
};
