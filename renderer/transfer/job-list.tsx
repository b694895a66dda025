import { useMemo, useState } from 'react';
import type { JobKind } from '../../shared/domain/job.ts';
import { newestFirst, useJobs } from '../stores/jobs.ts';
import { Button } from '../ui/button.tsx';
import { count } from '../ui/format.ts';
import { JobEntry } from './job-entry.tsx';
import css from './transfer.module.css';

/** More are history: there on request. */
const shownAtFirst = 4;

export function JobList({ kind, title }: { kind: JobKind; title: string }) {
  const byId = useJobs((jobs) => jobs.byId);
  const [all, setAll] = useState(false);
  const jobs = useMemo(() => newestFirst(byId).filter((job) => job.kind === kind), [byId, kind]);
  if (jobs.length === 0) return null;
  const shown = all ? jobs : jobs.slice(0, shownAtFirst);
  return (
    <>
      <h3 className={css['section']}>{title}</h3>
      <ul aria-label={title}>
        {shown.map((job) => (
          <JobEntry key={job.id} job={job} />
        ))}
      </ul>
      {jobs.length > shown.length ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          {count(jobs.length - shown.length)} earlier
        </Button>
      ) : null}
    </>
  );
}
