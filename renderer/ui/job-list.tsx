import { useEffect, useMemo, useState } from 'react';
import type { JobKind } from '../../shared/domain/job.ts';
import { newestFirst, useJobs } from '../stores/jobs.ts';
import text from '../styles/text.module.css';
import { Button } from './button.tsx';
import { count } from './format.ts';
import { JobEntry } from './job-entry.tsx';

/** More are history: there on request. */
const shownAtFirst = 4;

/** Whoever looks at the list has seen how a job ended. @param kind null for a list of every kind */
export function useSeenJobs(kind: JobKind | null): void {
  const unseen = useJobs(({ unseen }) => unseen !== null && (kind === null || unseen.kind === kind));
  const see = useJobs((jobs) => jobs.see);
  useEffect(() => {
    if (unseen) see();
  }, [unseen, see]);
}

export function JobList({ kind, title }: { kind: JobKind; title: string }) {
  const byId = useJobs((jobs) => jobs.byId);
  const [all, setAll] = useState(false);
  const jobs = useMemo(() => newestFirst(byId).filter((job) => job.kind === kind), [byId, kind]);
  if (jobs.length === 0) return null;
  const shown = all ? jobs : jobs.slice(0, shownAtFirst);
  return (
    <>
      <h3 className={text['section']}>{title}</h3>
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
