import type { Job, JobProgress } from '../../shared/domain/job.ts';
import type { Run } from '../../shared/domain/run.ts';
import { standingOf } from '../../shared/rules/run-trouble.ts';
import { useJobs } from '../stores/jobs.ts';

type RunJob = {
  job: Job | null;
  active: boolean;
  /** It has ended here, and there is still something to do for the run. */
  stuck: boolean;
  /** It waits for a server, and can be told to ask at once. */
  waits: boolean;
  progress: JobProgress | null;
  /** How far that is, from 0 to 1; null while it cannot be known. */
  share: number | null;
};

const unheard = { active: false, stuck: false };

/** What does a run here, whether it is doing it, and how far it is with what it does now. */
export function useRunJob(run: Run): RunJob {
  const { jobId, phase } = run;
  const job = useJobs(({ byId }) => (jobId === null ? null : (byId[jobId] ?? null)));
  // Not heard of yet, it is not known to stand still.
  const { active, stuck } = jobId !== null && job === null ? unheard : standingOf(run, job);
  // A run sends bytes and then makes steps: until the first step is told, the last told is of what is over.
  const isOfNow = (job?.progress?.unit === 'bytes') === (phase === 'uploading');
  const progress = active && isOfNow ? (job?.progress ?? null) : null;
  return {
    job,
    active,
    stuck,
    waits: job?.state === 'running' && progress?.waits === true,
    progress,
    share: progress?.total ? Math.min(1, progress.done / progress.total) : null,
  };
}
