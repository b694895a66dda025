import type { JobSpec } from '../../jobs/spec.ts';
import { threadUrl } from '../../threads.ts';

export type ImportFiles = { corpus: string; reports: string };

/** Imports share the lane of corpus.db's one bulk writer. */
export function importJob({ corpus, reports }: ImportFiles): JobSpec {
  const files: ImportFiles = { corpus, reports };
  return { thread: threadUrl('import'), lane: 'corpus', data: () => files };
}
