import type { Migration } from '../../../store/migrate.ts';

export const letGo: Migration = {
  version: 6,
  name: 'let go',
  sql: `
    -- Operations that the server refused and a person has let go: what they told stays here and is not told again.
    CREATE TABLE let_go (op_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  `,
};
