import type { Migration } from '../../../store/migrate.ts';

export const told: Migration = {
  version: 5,
  name: 'told',
  sql: `
    -- What was told to the team's server and is kept under its id nowhere else: skips, flags, final verdicts, answers. A
    -- server that was restored is told again what it has lost. Labels and questions have tables of their own.
    CREATE TABLE told (
      seq INTEGER PRIMARY KEY AUTOINCREMENT,
      op_id TEXT NOT NULL UNIQUE,
      body TEXT NOT NULL,
      at TEXT NOT NULL
    ) STRICT;
    -- Of before, what is known still: what waits, and the skips that stand in queues of the team.
    INSERT INTO told (op_id, body, at)
      SELECT t.op, json_object('kind', 'skip', 'queue_id', t.queue, 'sample_id', t.sample_id, 'reason', t.skipped),
        (SELECT m.marked_at FROM marks m WHERE m.sample_id = t.sample_id AND m.queue = t.queue AND m.kind = 'skip'
         ORDER BY m.seq DESC LIMIT 1) AS at
      FROM standings t
      WHERE t.queue <> '' AND t.skipped IS NOT NULL AND t.op IS NOT NULL AND at IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM labels l WHERE l.id = t.op)
        AND NOT EXISTS (SELECT 1 FROM outbox o WHERE o.op_id = t.op)
      ORDER BY at;
    INSERT INTO told (op_id, body, at)
      SELECT op_id, body, at FROM outbox WHERE body ->> 'kind' NOT IN ('label', 'question') ORDER BY seq;
  `,
};
