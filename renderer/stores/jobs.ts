import { create } from 'zustand';
import type { Job } from '../../shared/domain/job.ts';
import { ask, listen } from '../client.ts';

type JobsState = {
  byId: Readonly<Record<string, Job>>;
  /** The jobs that a person began or resumed in this window: others are no news to them. */
  begun: ReadonlySet<string>;
  /** The last of these that ended while the list of jobs was not on the screen. */
  unseen: Job | null;
  load: () => Promise<void>;
  begin: (job: Job) => void;
  put: (job: Job) => void;
  see: () => void;
};

/** Every job that the workspace knows, as last heard. */
export const useJobs = create<JobsState>()((set, get) => ({
  byId: {},
  begun: new Set(),
  unseen: null,
  load: async () => {
    const jobs = await ask('jobs.list');
    // What was heard while the list was on its way is newer than the list.
    set(({ byId }) => ({ byId: { ...Object.fromEntries(jobs.map((job) => [job.id, job])), ...byId } }));
  },
  begin: (job) => {
    set(({ begun }) => ({ begun: new Set([...begun, job.id]) }));
    get().put(job);
  },
  put: (job) =>
    set(({ byId, begun, unseen }) => {
      const before = byId[job.id];
      // The answer to a call can come after the events of what it started.
      if (before && before.updatedAt > job.updatedAt) return {};
      const news = begun.has(job.id) && before !== undefined && isActive(before) && !isActive(job);
      return { byId: { ...byId, [job.id]: job }, unseen: news && job.state !== 'cancelled' ? job : unseen };
    }),
  see: () => set({ unseen: null }),
}));

export function followJobs(): () => void {
  return listen('job', (job) => useJobs.getState().put(job));
}

export function isActive(job: Pick<Job, 'state'>): boolean {
  return job.state === 'waiting' || job.state === 'running';
}

export function isResumable(job: Pick<Job, 'state' | 'over'>): boolean {
  return !isActive(job) && job.state !== 'done' && !job.over;
}

/** Newest first: ids are UUIDv7, which sort by time. */
export function newestFirst(byId: Readonly<Record<string, Job>>): Job[] {
  return Object.values(byId).sort((a, b) => (a.id < b.id ? 1 : -1));
}

/** What runs or waits first, each part newest first. */
export function activeFirst(byId: Readonly<Record<string, Job>>): Job[] {
  const jobs = newestFirst(byId);
  return [...jobs.filter(isActive), ...jobs.filter((job) => !isActive(job))];
}
