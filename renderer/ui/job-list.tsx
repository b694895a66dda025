import { useEffect, useMemo, useState } from 'react';
import type { JobKind } from '../../shared/domain/job.ts';
import { newestFirst, useJobs } from '../stores/jobs.ts';
import text from '../styles/text.module.css';
import { Button } from './button.tsx';
import { count } from './format.ts';
import { JobEntry } from './job-entry.tsx';
import { standingOf } from './job-words.ts';

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
  const hidden = jobs.slice(shown.length);
  const failed = hidden.filter((job) => standingOf(job).as === 'failed').length;
  return (
    <>
      <h3 className={text['section']}>{title}</h3>
      <ul aria-label={title}>
        {shown.map((job) => (
          <JobEntry key={job.id} job={job} />
        ))}
      </ul>
      {hidden.length > 0 ? (
        <Button look="quiet" onClick={() => setAll(true)}>
          {count(hidden.length)} earlier{failed > 0 ? `, ${count(failed)} failed` : ''}
        </Button>
      ) : null}
    </>
  );
}
