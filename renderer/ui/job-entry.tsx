import type { Job } from '../../shared/domain/job.ts';
import { isActive } from '../stores/jobs.ts';
import { Button } from './button.tsx';
import { bytes, count, dateTime, duration, percent, plural } from './format.ts';
import { cancelJob, resumeJob, reveal } from './job-actions.ts';
import css from './job-entry.module.css';
import { attempt } from './notice.tsx';
import { usePace } from './progress.ts';

const stateNames: Record<Job['state'], string> = {
  waiting: 'Waiting',
  running: 'Running',
  done: 'Done',
  failed: 'Failed',
  cancelled: 'Cancelled',
  interrupted: 'Interrupted',
};

function fileName(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

function pathOf(job: Job): string {
  return job.kind === 'import' ? job.params.path : job.params.name;
}

/** One import or build: what it is, how far it is, how it ended and what can be done about it. */
export function JobEntry({ job }: { job: Job }) {
  const path = pathOf(job);
  return (
    <li className={css['job']} data-state={job.state}>
      <div className={css['head']}>
        <b className={css['file']} title={path}>
          {fileName(path)}
        </b>
        <span className={css['state']}>{stateNames[job.state]}</span>
        <time className={css['when']} dateTime={job.updatedAt}>
          {dateTime(job.updatedAt)}
        </time>
      </div>
      {isActive(job) ? <Running job={job} /> : <Ended job={job} />}
    </li>
  );
}

function Running({ job }: { job: Job }) {
  const { progress } = job;
  const pace = usePace(progress);
  const amount = (value: number) => (progress?.unit === 'bytes' ? bytes(value) : plural(Math.round(value), 'sample'));
  const share = progress?.total ? Math.min(1, progress.done / progress.total) : null;
  const facts = [
    share === null ? null : percent(share),
    progress?.note || null,
    pace === null ? null : `${amount(pace.rate)} a second`,
    pace?.remainingMs == null ? null : `about ${duration(pace.remainingMs)} left`,
  ].filter((fact) => fact !== null);
  return (
    <>
      <div
        className={css['bar']}
        role="progressbar"
        aria-label={`${job.kind === 'import' ? 'Import' : 'Build'} of ${fileName(pathOf(job))}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      >
        <span className={css['done']} style={{ width: `${(share ?? 0) * 100}%` }} />
      </div>
      <div className={css['line']}>
        <span className={css['facts']}>
          {job.state === 'waiting' ? 'Starts when the one before it has ended.' : facts.join(' · ') || 'Starting…'}
        </span>
        <Button look="quiet" onClick={() => void attempt(() => cancelJob(job.id))}>
          Cancel
        </Button>
      </div>
    </>
  );
}

function Ended({ job }: { job: Job }) {
  if (job.state === 'done') return <Done job={job} />;
  return (
    <>
      {job.error ? (
        <div className={css['error']}>
          <p className={css['message']}>{job.error.message}</p>
          <p>
            {job.error.safe} {job.error.remedy}
          </p>
        </div>
      ) : null}
      <div className={css['line']}>
        <span className={css['facts']}>{job.error ? null : stopped(job)}</span>
        <Button onClick={() => void attempt(() => resumeJob(job.id))}>{again(job)}</Button>
      </div>
    </>
  );
}

/** An error says for itself what is kept; whoever cancelled was told nothing yet. */
function stopped({ kind, progress }: Job): string {
  const where = progress?.total ? `Stopped at ${percent(progress.done / progress.total)}.` : 'Stopped.';
  return `${where} ${kind === 'import' ? 'What it had taken is kept; it goes on from there.' : 'Nothing is left of it: it begins anew.'}`;
}

function again({ state }: Job): string {
  return state === 'failed' ? 'Try again' : 'Resume';
}

function Done({ job }: { job: Job }) {
  if (job.kind === 'import') {
    const { result } = job;
    if (!result) return null;
    const { reportPath } = result;
    const parts = [
      `${count(result.inserted)} new`,
      result.updated > 0 ? `${count(result.updated)} updated` : null,
      result.unchanged > 0 ? `${count(result.unchanged)} unchanged` : null,
      result.legacy > 0 ? `${count(result.legacy)} with a verdict from before` : null,
    ].filter((part) => part !== null);
    return (
      <div className={css['line']}>
        <span className={css['facts']}>
          {plural(result.lines, 'line')}: {parts.join(', ')}
          {result.rejected > 0 ? (
            <>
              , <b className={css['rejected']}>{count(result.rejected)} not taken</b>
            </>
          ) : null}
        </span>
        {reportPath === null ? null : (
          <Button onClick={() => void attempt(() => reveal(reportPath))}>Show the report</Button>
        )}
      </div>
    );
  }
  if (job.kind === 'finetune') return <span className={css['facts']}>{job.result?.model}</span>;
  const { result } = job;
  if (!result) return null;
  return (
    <div className={css['line']}>
      <span className={css['facts']}>
        {plural(result.examples, 'example')}, <code title={result.id}>{result.id.slice(0, 16)}</code>
      </span>
      <Button onClick={() => void attempt(() => reveal(result.folder))}>Show in folder</Button>
    </div>
  );
}
