import { join } from 'node:path';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import type { BenchLabel } from '../verdicts.ts';

const scales = ['factuality', 'helpfulness', 'tone', 'policy', 'completeness', 'overall'] as const;

/**
 * Labels without Assay: the statements of one commit, in one FULL transaction, on a workspace's own files.
 *
 * Drafts go through a second, NORMAL connection, and no connection checkpoints by itself: the log moves into the file
 * when the burst is over, because Assay leaves that to a thread and a quiet second.
 */
export function openRawLabels(folder: string) {
  const work = open(join(folder, 'work.db'), 'FULL');
  const journal = open(join(folder, 'work.db'), 'NORMAL');
  const corpus = new Database(join(folder, 'corpus.db'), { readonly: true });

  const known = corpus.prepare('SELECT 1 FROM samples WHERE sample_id = ?').pluck();
  const saveDraft = journal.prepare(
    `INSERT INTO drafts (queue, sample_id, body, saved_at) VALUES ('', ?, ?, ?)
     ON CONFLICT (queue, sample_id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at`,
  );
  const repeated = work.prepare('SELECT * FROM labels WHERE id = ?');
  const standing = work.prepare(
    `SELECT label_id, skipped, flagged, question FROM standings WHERE queue = '' AND sample_id = ?`,
  );
  const insert = work
    .prepare(
      `INSERT INTO labels (id, queue, sample_id, labeler_id, kind, verdict, committed_at, supersedes)
       VALUES (?, '', ?, ?, 'verdict', ?, ?, ?) RETURNING seq`,
    )
    .pluck();
  const stand = work.prepare(
    `INSERT INTO standings (queue, sample_id, label_id, labeled_at, decision, corrected, op, ${scales.join(', ')})
     VALUES ('', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (queue, sample_id) DO UPDATE SET label_id = excluded.label_id, labeled_at = excluded.labeled_at,
       decision = excluded.decision, corrected = excluded.corrected, op = excluded.op,
       ${scales.map((scale) => `${scale} = excluded.${scale}`).join(', ')}`,
  );
  const dropUndone = work.prepare('DELETE FROM actions WHERE undone = 1');
  const push = work.prepare(`INSERT INTO actions (queue, sample_id, what, before, after) VALUES ('', ?, ?, ?, ?)`);
  const removeDraft = work.prepare(`DELETE FROM drafts WHERE queue = '' AND sample_id = ?`);
  const labelerId = uuidv7();

  const transaction = work.transaction(({ id, sampleId, verdict }: BenchLabel) => {
    const now = new Date().toISOString();
    repeated.get(id);
    standing.get(sampleId);
    insert.get(id, sampleId, labelerId, JSON.stringify(verdict), now, null);
    const scores = scales.map((scale) => verdict.scores[scale]);
    stand.run(sampleId, id, now, verdict.decision, verdict.correction ? 1 : 0, id, ...scores);
    dropUndone.run();
    push.run(sampleId, 'label', null, id);
    removeDraft.run(sampleId);
  });

  return {
    saveDraft({ sampleId, draft }: BenchLabel): void {
      saveDraft.run(sampleId, JSON.stringify(draft), new Date().toISOString());
    },
    commit(label: BenchLabel): void {
      known.get(label.sampleId);
      transaction.immediate(label);
    },
    /** Many at once, to make a workspace that has labels: one transaction, one sync. */
    fill(labels: readonly BenchLabel[]): void {
      work.transaction(() => {
        for (const label of labels) transaction(label);
      })();
    },
    checkpoint(): void {
      work.pragma('wal_checkpoint(PASSIVE)');
    },
    close(): void {
      for (const db of [journal, work, corpus]) db.close();
    },
  };
}

export type RawLabels = ReturnType<typeof openRawLabels>;

function open(file: string, synchronous: 'FULL' | 'NORMAL'): Database.Database {
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${synchronous}`);
  if (synchronous === 'FULL') db.pragma('fullfsync = ON');
  db.pragma('foreign_keys = ON');
  db.pragma('cache_size = -16384');
  db.pragma('wal_autocheckpoint = 0');
  return db;
}
