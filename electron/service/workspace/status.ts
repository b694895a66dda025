import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Job } from '../../../shared/domain/job.ts';
import type { Decision } from '../../../shared/domain/label.ts';
import { unfinishedJobs } from '../jobs/table.ts';
import { SampleReader } from '../samples/read.ts';
import { Meta } from '../store/meta.ts';
import { readWorkspace, workspaceFiles } from './open.ts';

/** A workspace in figures. What has a verdict is counted by the decision that stands, a sample once in each of its queues. */
export type WorkspaceStatus = {
  workspace: string;
  name: string;
  samples: number;
  labels: number;
  /** Skipped and not labeled since. */
  skipped: number;
  flagged: number;
  lastLabelAt: string | null;
  /** Bytes on the disk, write-ahead logs included. */
  files: { work: number; corpus: number; backups: number };
  unfinishedJobs: Job[];
} & Record<Decision, number>;

/** Reads only, beside whoever writes. */
export function readStatus(folder: string): WorkspaceStatus {
  const { work, corpus, close } = readWorkspace(folder);
  try {
    const decided = new Map(
      work
        .prepare<[], [Decision, number]>(
          'SELECT decision, count(*) FROM standings WHERE label_id IS NOT NULL GROUP BY decision',
        )
        .raw()
        .all(),
    );
    const count = (where: string) =>
      work.prepare<[], number>(`SELECT count(*) FROM standings WHERE ${where}`).pluck().get() ?? 0;
    return {
      workspace: folder,
      name: new Meta(work).get('name') ?? basename(folder),
      samples: new SampleReader(corpus).count(),
      labels: [...decided.values()].reduce((sum, n) => sum + n, 0),
      approve: decided.get('approve') ?? 0,
      edit: decided.get('edit') ?? 0,
      reject: decided.get('reject') ?? 0,
      skipped: count('skipped IS NOT NULL AND label_id IS NULL'),
      flagged: count('flagged = 1'),
      lastLabelAt: work.prepare<[], string | null>('SELECT max(labeled_at) FROM standings').pluck().get() ?? null,
      files: sizes(folder),
      unfinishedJobs: unfinishedJobs(work),
    };
  } finally {
    close();
  }
}

function sizes(folder: string): WorkspaceStatus['files'] {
  const { work, corpus, backups } = workspaceFiles(folder);
  const size = (file: string) => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
  const kept = statSync(backups, { throwIfNoEntry: false }) ? readdirSync(backups) : [];
  return {
    work: size(work) + size(`${work}-wal`),
    corpus: size(corpus) + size(`${corpus}-wal`),
    backups: kept.reduce((sum, name) => sum + size(join(backups, name)), 0),
  };
}
