import type { Migration } from '../../../store/migrate.ts';

export const receipts: Migration = {
  version: 5,
  name: 'receipts',
  sql: `
    -- While everything is pulled again: the operations of this device that the server still knows.
    CREATE TABLE receipts (op_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
  `,
};
