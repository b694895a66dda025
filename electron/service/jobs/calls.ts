import type { Handlers, ServiceCallName } from '../../../shared/contract/calls.ts';
import type { Job, JobKind } from '../../../shared/domain/job.ts';
import type { JobRunner } from './runner.ts';

type JobCallName = Extract<ServiceCallName, `jobs.${string}`>;

/** How a job is cancelled that has begun something elsewhere, which does not end with its thread. */
type Cancels = Partial<Record<JobKind, (job: Job) => void>>;

export function jobHandlers(jobs: JobRunner, cancels: Cancels): Handlers<JobCallName> {
  return {
    'jobs.import': (params) => jobs.start('import', params),
    'jobs.dataset': (recipe) => jobs.start('dataset', recipe),
    'jobs.list': () => jobs.list(),
    'jobs.log': ({ id, after, limit }) => jobs.log(id, after, limit),
    'jobs.cancel': ({ id }) => {
      const job = jobs.get(id);
      const cancel = cancels[job.kind];
      if (!cancel || !['waiting', 'running'].includes(job.state)) return jobs.cancel(id);
      cancel(job);
      return jobs.get(id);
    },
    'jobs.resume': ({ id }) => jobs.resume(id),
  };
}
