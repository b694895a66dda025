import type { Job } from '../domain/job.ts';
import type { Run } from '../domain/run.ts';
import type { ErrorReport } from '../errors.ts';
import { isFinished } from './run.ts';
import { goesOnThere, notAskedYet } from './run-words.ts';

/** Whether something is done here for a run; `stuck` where nothing is, and there is still something to do. */
export function standingOf(run: Run, job: Pick<Job, 'state'> | null): { active: boolean; stuck: boolean } {
  const active = job !== null && ['waiting', 'running'].includes(job.state);
  return { active, stuck: !active && !isFinished(run) };
}

/** A run that waits for an answer which may never come: to its cancellation, or of the model of a job that is done. */
export const awaitsAnswer = ({ phase, cancelling, model }: Run): boolean =>
  cancelling || (phase === 'succeeded' && model === null);

/** What stands in the way of a run that nothing is done for, or has ended it: what is safe, and what to do. */
export function troubleOf(run: Run, job: Pick<Job, 'error'> | null, stuck: boolean): Omit<ErrorReport, 'kind'> | null {
  const here = stuck || run.phase === 'asks' || run.phase === 'failed' ? (job?.error ?? null) : null;
  return run.error ?? here ?? (stuck ? unattended(run) : null);
}

const unattended = ({ asked }: Run): Omit<ErrorReport, 'kind'> => ({
  message: asked ? 'Nothing follows this run at the moment.' : 'Nothing sends the files of this run at the moment.',
  safe: asked ? goesOnThere : notAskedYet,
  remedy: asked ? 'Resume it to hear what became of it.' : 'Resume it to go on.',
});
