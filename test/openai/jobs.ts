import { invalid } from './api-error.ts';
import { type Checkpoint, checkpointsOf } from './checkpoints.ts';
import { unixSeconds } from './clock.ts';
import { type Job, jobObject, jobOf } from './job.ts';
import { ends, type Page, pageOf } from './lists.ts';
import type { Act } from './route.ts';
import type { State } from './state.ts';

export const retrieveJob: Act = async (state, { params, now }) => ({
  json: await jobObject(state, jobOf(state, params['id']), now),
});

export const listJobs: Act = async (state, { query, now }) => {
  const wanted = [...query].flatMap(([name, value]) => {
    const key = /^metadata\[(.+)\]$/.exec(name)?.[1];
    return key === undefined ? [] : [{ key, value }];
  });
  const passes = ({ metadata }: Job) =>
    state.habits.ignoresMetadata || wanted.every(({ key, value }) => metadata?.[key] === value);
  const without = (job: Job) => query.get('metadata') !== 'null' || job.metadata === null;
  const jobs = state.listed(state.jobs.values(), now).filter((job) => passes(job) && without(job));
  const page = pageOf(jobs, query, 20);
  return { json: { ...page, data: await Promise.all(page.data.map((job) => jobObject(state, job, now))) } };
};

const intervene =
  (kind: 'paused' | 'resumed' | 'cancelled', from: (status: string) => boolean): Act =>
  async (state, { params, now }) => {
    const job = jobOf(state, params['id']);
    const { life } = await job.prepared;
    const status = life.statusAt(now);
    if (!from(status)) throw invalid(`The job ${job.id} is ${status} and cannot be ${kind}.`);
    life.interventions.push({ at: now, kind });
    return { json: await jobObject(state, job, now) };
  };

const ended = (status: string) => ['succeeded', 'failed', 'cancelled'].includes(status);

export const cancelJob = intervene('cancelled', (status) => !ended(status));
export const pauseJob = intervene('paused', (status) => !ended(status) && status !== 'paused');
export const resumeJob = intervene('resumed', (status) => status === 'paused');

export const listEvents: Act = async (state, { params, query, now }) => {
  const { life } = await jobOf(state, params['id']).prepared;
  const events = state.listed(life.happened(now), now).map(({ id, at, level, message, metrics }) => ({
    object: 'fine_tuning.job.event',
    id,
    created_at: unixSeconds(at),
    level,
    message,
    type: metrics ? 'metrics' : 'message',
    ...(metrics || !state.habits.sparseEvents ? { data: metrics ?? {} } : {}),
  }));
  return { json: named(state, pageOf(events, asked(state, query), 20)) };
};

function asked({ habits }: State, query: URLSearchParams): URLSearchParams {
  if (!habits.ignoresAfter) return query;
  return new URLSearchParams([...query].filter(([name]) => name !== 'after'));
}

/** A page as it is told: without a name for the oldest where that is the server's habit. */
function named({ habits }: State, page: Page<{ id: string }>): Page<object> {
  if (!habits.namelessOldest || page.has_more) return page;
  return { ...page, data: page.data.map((one, index) => (index < page.data.length - 1 ? one : { ...one, id: null })) };
}

export const listCheckpoints: Act = async (state, { params, query, now }) => {
  const job = jobOf(state, params['id']);
  const made = state.listed(await checkpointsOf(state, job, now), now);
  const page = pageOf(
    made.map((checkpoint) => checkpointObject(job, checkpoint)),
    asked(state, query),
    10,
  );
  return { json: { ...named(state, page), ...ends(page) } };
};

function checkpointObject(
  job: Job,
  { id, at, model, metrics, resultFiles }: Checkpoint,
): { id: string } & Record<string, unknown> {
  const { step, total_steps: _, ...told } = metrics;
  return {
    object: 'fine_tuning.job.checkpoint',
    id,
    created_at: unixSeconds(at),
    fine_tuned_model_checkpoint: model,
    fine_tuning_job_id: job.id,
    step_number: step,
    metrics: { step, ...told },
    ...(resultFiles && { result_files: resultFiles }),
  };
}
