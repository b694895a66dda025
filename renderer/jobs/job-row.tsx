import type { Job } from '../../shared/domain/job.ts';
import { isActive } from '../stores/jobs.ts';
import { dateTime } from '../ui/format.ts';
import { JobState } from '../ui/job-entry.tsx';
import { jobWords, titleOf } from '../ui/job-words.ts';
import { useFacts } from '../ui/progress.ts';
import css from './job-row.module.css';

/** One job in the list: what it is, how it stands, and while it runs how far it is. */
export function JobRow({ job }: { job: Job }) {
  const { facts } = useFacts(job.progress);
  return (
    <>
      <span className={css['head']}>
        <b className={css['title']}>{titleOf(job)}</b>
        <JobState job={job} />
      </span>
      <span className={css['about']}>
        {[jobWords[job.kind].name, ...(isActive(job) ? facts : [dateTime(job.updatedAt)])].join(' · ')}
      </span>
    </>
  );
}
