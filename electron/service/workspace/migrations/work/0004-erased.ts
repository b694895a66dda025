import type { Migration } from '../../../store/migrate.ts';

export const erased: Migration = {
  version: 4,
  name: 'erased',
  sql: `
    -- Samples that the team has erased. Their names stay, as they do on the server: nothing may be begun on one again.
    -- labels, unsent: what of this labeler went with it, and how much of that the server had never taken. traces: whether the
    -- files and their backups still hold bytes of it; none where nothing of it had ever been here.
    CREATE TABLE erased (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      sample_id TEXT NOT NULL UNIQUE,
      erased_at TEXT NOT NULL,
      labels INTEGER NOT NULL,
      unsent INTEGER NOT NULL,
      traces TEXT NOT NULL CHECK (traces IN ('none', 'left', 'purged'))
    ) STRICT;
    CREATE INDEX erased_to_purge ON erased (seq) WHERE traces = 'left';

    -- A label goes with its sample, and never by itself.
    DROP TRIGGER labels_are_not_deleted;
    CREATE TRIGGER labels_are_not_deleted BEFORE DELETE ON labels
      WHEN NOT EXISTS (SELECT 1 FROM erased WHERE sample_id = OLD.sample_id) BEGIN
      SELECT raise(ABORT, 'labels are append-only');
    END;
    -- Whoever goes is asked for by those that superseded them.
    CREATE INDEX labels_by_superseded ON labels (supersedes) WHERE supersedes IS NOT NULL;
  `,
};
