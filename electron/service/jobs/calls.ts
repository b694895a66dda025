import type { Handlers, ServiceCallName } from '../../../shared/contract/calls.ts';
import type { JobRunner } from './runner.ts';

type JobCallName = Extract<ServiceCallName, `jobs.${string}`>;

export function jobHandlers(jobs: JobRunner): Handlers<JobCallName> {
  return {
    'jobs.import': (params) => jobs.start('import', params),
    'jobs.dataset': (recipe) => jobs.start('dataset', recipe),
    'jobs.list': () => jobs.list(),
    'jobs.log': ({ id, after, limit }) => jobs.log(id, after, limit),
    'jobs.cancel': ({ id }) => jobs.cancel(id),
    'jobs.resume': ({ id }) => jobs.resume(id),
  };
}
