import type { Migration } from '../../../store/migrate.ts';

export const judgedConversations: Migration = {
  version: 12,
  name: 'judged conversations',
  sql: `
    -- Which conversation the judged item is a turn of; null where it has no name.
    ALTER TABLE team_judgments ADD COLUMN conversation TEXT;
  `,
};
