import type { Migration } from '../../../store/migrate.ts';

export const feeds: Migration = {
  version: 2,
  name: 'feeds',
  sql: `
    -- How far each feed of the team's server has been stored: saved in the transaction that stores its rows.
    CREATE TABLE feeds (
      feed TEXT PRIMARY KEY,
      xid TEXT NOT NULL,
      id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;

    -- Rows as the server gave them; the columns beside body are those that something here looks for.
    CREATE TABLE members (member_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;
    CREATE TABLE rubrics (version INTEGER PRIMARY KEY, body TEXT NOT NULL) STRICT;
    CREATE TABLE queues (queue_id TEXT PRIMARY KEY, body TEXT NOT NULL) STRICT, WITHOUT ROWID;

    -- id is the sample's own in samples: a queue lists what this labeler holds in time order, like any other index. It is
    -- null for what is not on this device: a lead knows of everybody's assignments, and an old one has given its sample back.
    CREATE TABLE assignments (
      assignment_id TEXT PRIMARY KEY,
      queue_id TEXT NOT NULL,
      sample_id TEXT NOT NULL,
      member_id TEXT NOT NULL,
      state TEXT NOT NULL,
      lease_until TEXT NOT NULL,
      id INTEGER,
      body TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX assignments_by_queue ON assignments (queue_id, id) WHERE id IS NOT NULL;
    CREATE INDEX assignments_by_sample ON assignments (sample_id);

    CREATE TABLE team_labels (
      label_id TEXT PRIMARY KEY,
      queue_id TEXT NOT NULL,
      sample_id TEXT NOT NULL,
      member_id TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX team_labels_by_sample ON team_labels (sample_id);

    CREATE TABLE questions (question_id TEXT PRIMARY KEY, queue_id TEXT NOT NULL, sample_id TEXT NOT NULL, body TEXT NOT NULL) STRICT;
    CREATE INDEX questions_by_sample ON questions (sample_id);
    CREATE TABLE adjudications (
      adjudication_id TEXT PRIMARY KEY,
      queue_id TEXT NOT NULL,
      sample_id TEXT NOT NULL,
      body TEXT NOT NULL
    ) STRICT;
    CREATE INDEX adjudications_by_sample ON adjudications (sample_id);
  `,
};
