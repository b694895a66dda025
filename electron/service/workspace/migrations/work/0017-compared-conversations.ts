import type { Migration } from '../../../store/migrate.ts';

export const comparedConversations: Migration = {
  version: 17,
  name: 'compared conversations',
  sql: `
    -- Which conversation an item is a turn of: turns of one do not tell as much as so many conversations. Null where it has no
    -- name, and for what was begun before this was kept: such an item counts as a conversation of its own.
    ALTER TABLE evaluation_items ADD COLUMN conversation TEXT;
  `,
};
