import { type ImportResult, type Job, type RefusedLine, subjectOf } from '../../shared/domain/job.ts';
import { isActive } from '../stores/jobs.ts';
import { Button } from './button.tsx';
import { CancelJob } from './cancel-job.tsx';
import { count, dateTime, percent, plural } from './format.ts';
import { resumeJob, reveal } from './job-actions.ts';
import css from './job-entry.module.css';
import { jobWords, standingOf, titleOf } from './job-words.ts';
import { attempt } from './notice.tsx';
import { useFacts } from './progress.ts';

/** One job in a list: what it is, how far it is, how it ended and what can be done about it. */
export function JobEntry({ job }: { job: Job }) {
  return (
    <li className={css['job']}>
      <div className={css['head']}>
        <b className={css['file']} title={subjectOf(job)}>
          {titleOf(job)}
        </b>
        <JobState job={job} />
        <time className={css['when']} dateTime={job.updatedAt}>
          {dateTime(job.updatedAt)}
        </time>
      </div>
      <JobStanding job={job} />
    </li>
  );
}

export function JobState({ job }: { job: Job }) {
  const { name, as } = standingOf(job);
  return (
    <span className={css['state']} data-state={as}>
      {name}
    </span>
  );
}

/** How far it is, or how it ended, with the buttons that change that. */
export function JobStanding({ job }: { job: Job }) {
  return isActive(job) ? <Running job={job} /> : <Ended job={job} />;
}

function Running({ job }: { job: Job }) {
  const { share, facts } = useFacts(job.progress);
  return (
    <>
      <div
        className={css['bar']}
        role="progressbar"
        aria-label={`${jobWords[job.kind].name}: ${titleOf(job)}`}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={share === null ? undefined : Math.round(share * 100)}
      >
        <span className={css['done']} style={{ width: `${(share ?? 0) * 100}%` }} />
      </div>
      <div className={css['line']}>
        <span className={css['facts']}>
          {job.stopping && !job.progress?.waits
            ? 'Stopping…'
            : job.state === 'waiting'
              ? 'Starts when the one before it has ended.'
              : facts.join(' · ') || 'Starting…'}
        </span>
        {job.stopping ? null : <CancelJob job={job} />}
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
        {job.over ? null : <Button onClick={() => void attempt(() => resumeJob(job.id))}>{again(job)}</Button>}
      </div>
    </>
  );
}

/** An error says for itself what is kept; whoever cancelled was told nothing yet. */
function stopped({ kind, progress, over }: Job): string {
  const where = progress?.total ? `Stopped at ${percent(progress.done / progress.total)}.` : 'Stopped.';
  return `${where} ${over ? 'It cannot be taken up again.' : jobWords[kind].stopped}`;
}

function again({ state }: Job): string {
  return state === 'failed' ? 'Try again' : 'Resume';
}

function Done({ job }: { job: Job }) {
  if (job.kind === 'import') return job.result ? <Imported result={job.result} /> : null;
  if (job.kind === 'evaluation')
    return (
      <div className={css['line']}>
        <span className={css['facts']}>
          {job.result ? `${plural(job.result.items, 'item')} answered by both models` : null}
        </span>
      </div>
    );
  if (job.kind === 'finetune')
    return (
      <div className={css['line']}>
        <span className={css['facts']}>{job.result?.model}</span>
      </div>
    );
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

/** Most reasons name the field by themselves. */
function whereOf({ field, reason }: RefusedLine): string {
  return field === null || reason.includes(field) ? '' : `, ${field}`;
}

function Imported({ result }: { result: ImportResult }) {
  const { lines, inserted, updated, unchanged, legacy, rejected, firstRejected, reportPath } = result;
  if (lines === 0)
    return (
      <div className={css['line']}>
        <span className={css['facts']}>No sample is in this file, and nothing was changed.</span>
      </div>
    );
  const parts = [
    `${count(inserted)} new`,
    updated > 0 ? `${count(updated)} updated` : null,
    unchanged > 0 ? `${count(unchanged)} unchanged` : null,
    legacy > 0 ? `${count(legacy)} with a verdict from before` : null,
  ].filter((part) => part !== null);
  return (
    <div className={css['line']}>
      <span className={css['facts']}>
        {plural(lines, 'line')}: {parts.join(', ')}
        {rejected > 0 ? (
          <>
            , <b className={css['rejected']}>{count(rejected)} not taken</b>
          </>
        ) : null}
        {firstRejected ? (
          <span className={css['refused']}>
            {rejected > 1 ? 'The first of them: line' : 'Line'} {count(firstRejected.line)}
            {whereOf(firstRejected)}: {firstRejected.reason}
          </span>
        ) : null}
      </span>
      {reportPath === null ? null : (
        <Button onClick={() => void attempt(() => reveal(reportPath))}>Show the report</Button>
      )}
    </div>
  );
}
