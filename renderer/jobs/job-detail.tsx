import { type Job, subjectOf } from '../../shared/domain/job.ts';
import { useCommands } from '../keyboard/use-commands.ts';
import { isActive, isResumable } from '../stores/jobs.ts';
import { breakable } from '../ui/breakable.tsx';
import { dateTime } from '../ui/format.ts';
import { resumeJob } from '../ui/job-actions.ts';
import { JobStanding, JobState } from '../ui/job-entry.tsx';
import { jobWords, titleOf } from '../ui/job-words.ts';
import { attempt } from '../ui/notice.tsx';
import { useFocusKept } from '../ui/use-focus-kept.ts';
import css from './job-detail.module.css';
import { JobLog } from './job-log.tsx';

const list = (detail: HTMLElement) => detail.parentElement?.querySelector<HTMLElement>('[role="listbox"]') ?? null;

/** The chosen job: what it is about, how it stands, and its log. */
export function JobDetail({ job }: { job: Job }) {
  const kept = useFocusKept<HTMLElement>(list);
  useCommands({
    'jobs.resume': () => (isResumable(job) ? void attempt(() => resumeJob(job.id)) : false),
  });
  const [title, subject] = [titleOf(job), subjectOf(job)];
  return (
    <section {...kept} className={css['detail']} aria-labelledby="job-title">
      <div className={css['about']}>
        <div className={css['head']}>
          <h2 id="job-title" className={css['title']}>
            {title}
          </h2>
          <JobState job={job} />
        </div>
        <p className={css['facts']}>
          {jobWords[job.kind].name} · begun {dateTime(job.createdAt)}
          {isActive(job) ? '' : ` · ended ${dateTime(job.updatedAt)}`}
        </p>
        {subject === title ? null : <p className={css['subject']}>{breakable(subject)}</p>}
        <JobStanding job={job} />
      </div>
      <JobLog job={job} />
    </section>
  );
}
