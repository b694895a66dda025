import type { Migration } from '../../../store/migrate.ts';

export const takenBack: Migration = {
  version: 7,
  name: 'taken back',
  sql: `
    -- Assignments that a lead has taken back with a reason are counted each time the queues are listed.
    CREATE INDEX assignments_taken_back ON assignments (queue_id, member_id) WHERE state = 'revoked';
  `,
};
