import type { ListedJob } from '../providers/provider.ts';

/** What a run's job is known by. */
export type Sent = { runId: string; trainingFile: string | null };

/**
 * A mark says whose a job is; where there is none, the file that only this run has sent. A server may give one name to
 * files of the same content, so that the file alone names no run.
 */
export function isOwn(job: Pick<ListedJob, 'runId' | 'trainingFile'>, { runId, trainingFile }: Sent): boolean {
  return job.runId === null ? job.trainingFile === trainingFile : job.runId === runId;
}
