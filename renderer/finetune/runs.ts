import { create } from 'zustand';
import type { Run } from '../../shared/domain/run.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { useJobs } from '../stores/jobs.ts';
import { reportOf } from '../ui/error-note.tsx';

type RunsState = {
  /** Newest first; null until they were read. */
  runs: readonly Run[] | null;
  error: ErrorReport | null;
};

/** The runs of the workspace, as last heard. */
export const useRuns = create<RunsState>()(() => ({ runs: null, error: null }));

/** Reads the runs and follows them for as long as somebody looks. */
export function followRuns(): () => void {
  // What is heard while the list is on its way is newer than the list.
  const heard = new Map<string, Run>();
  let current = true;
  const stop = listen('run', (run) => {
    heard.set(run.id, run);
    putRun(run);
  });
  ask('finetune.list').then(
    (runs) => {
      if (!current) return;
      useRuns.setState({ runs, error: null });
      for (const run of heard.values()) putRun(run);
    },
    (thrown: unknown) => current && useRuns.setState({ error: reportOf(thrown) }),
  );
  return () => {
    current = false;
    stop();
  };
}

/** Ids are UUIDv7: they sort by time. */
function putRun(run: Run): void {
  useRuns.setState(({ runs }) => {
    if (runs === null) return {};
    const others = runs.filter(({ id }) => id !== run.id);
    return { runs: [run, ...others].sort((a, b) => (a.id < b.id ? 1 : -1)) };
  });
}

export async function cancelRun(id: string): Promise<void> {
  putRun(await ask('finetune.cancel', { id }));
}

/** Goes on with a run, or looks once more for the job of one that asks. */
export async function resumeRun(id: string): Promise<void> {
  await follow(await ask('finetune.resume', { id }));
}

export async function linkRun(id: string, jobId: string): Promise<void> {
  await follow(await ask('finetune.link', { id, jobId }));
}

export async function abandonRun(id: string): Promise<void> {
  putRun(await ask('finetune.abandon', { id }));
}

/** A person has just set this run going: how it ends is news to them, on whatever screen they are. */
export async function follow(run: Run): Promise<void> {
  putRun(run);
  const { jobId } = run;
  if (jobId === null) return;
  // One that waits for others tells nothing of itself.
  if (!useJobs.getState().byId[jobId]) await useJobs.getState().load();
  const { byId, begin } = useJobs.getState();
  if (byId[jobId]) begin(byId[jobId]);
}
