import type { foundBy } from '../../../../shared/domain/run.ts';
import type { ListedJob, Provider } from '../providers/provider.ts';
import type { Clock } from './clock.ts';
import { isOwn, type Sent } from './own-job.ts';
import { type Patience, patiently } from './patience.ts';

/**
 * For how long after the first answer a job that nobody confirmed is looked for: servers list late, and finish what they
 * have begun after the connection is gone.
 */
export const effectWindowMs = 10 * 60_000;
const firstLookMs = 5_000;
const longestLookMs = 60_000;

type Found = { jobId: string; by: (typeof foundBy)[number] };
type World = { provider: Provider; clock: Clock };

/**
 * Looks for the job that a run's one request may have made: by the run's mark, and by the file that only this run has sent.
 *
 * @param windowMs how long to go on after the first list that came; a server that is away is waited for
 * @returns null when it was looked for long enough. @throws what the signal says when that comes
 */
export async function findJob(
  sent: Sent,
  windowMs: number,
  { provider, clock }: World,
  patience: Patience,
): Promise<Found | null> {
  const { signal } = patience;
  let first: number | null = null;
  for (let wait = firstLookMs; ; wait = Math.min(2 * wait, longestLookMs)) {
    // The request may be of long ago, and hundreds of jobs newer.
    const reach = first === null ? 'all' : 'newest';
    const found = await patiently(() => look(provider, sent, reach, signal), patience);
    if (found) return found;
    first ??= clock.now();
    if (clock.now() - first >= windowMs) return null;
    await clock.sleep(wait, signal);
    signal.throwIfAborted();
  }
}

async function look(
  provider: Provider,
  sent: Sent,
  reach: 'newest' | 'all',
  signal: AbortSignal,
): Promise<Found | null> {
  const isMarked = (job: ListedJob) => job.runId === sent.runId;
  const marked = earliest((await provider.jobs(sent.runId, 'newest', signal)).filter(isMarked));
  if (marked) return { jobId: marked.jobId, by: 'run-id' };
  const listed = await provider.jobs(null, reach, signal);
  const own = earliest(listed.filter((job) => isOwn(job, sent)));
  return own ? { jobId: own.jobId, by: isMarked(own) ? 'run-id' : 'file' } : null;
}

function earliest(jobs: readonly ListedJob[]): ListedJob | undefined {
  return jobs.toSorted((a, b) => (a.createdAt < b.createdAt ? -1 : 1))[0];
}
