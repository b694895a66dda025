import { useEffect, useRef, useState } from 'react';
import type { Job, JobLogLine } from '../../shared/domain/job.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { isActive } from '../stores/jobs.ts';
import { reportOf } from '../ui/error-note.tsx';

const page = 1_000;
/** How often a log that may grow is looked at. */
const lookMs = 1_000;
/** Above this it is read anew: the service keeps fewer, and whoever watches for days holds no more. */
const most = 4_000;

/** The log of one job, followed while the job is under way. A component of its own for each job: it never begins anew. */
export function useJobLog({ id, state }: Job): { lines: readonly JobLogLine[]; error: ErrorReport | null } {
  const [lines, setLines] = useState<readonly JobLogLine[]>([]);
  const [error, setError] = useState<ErrorReport | null>(null);
  const held = useRef<readonly JobLogLine[]>([]);
  useEffect(() => {
    let current = true;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = async () => {
      if (held.current.length > most) held.current = [];
      for (let more: readonly JobLogLine[] | null = null; more === null || more.length >= page; ) {
        more = await ask('jobs.log', { id, after: held.current.at(-1)?.seq ?? 0, limit: page });
        if (!current) return;
        held.current = [...held.current, ...more];
        if (more.length > 0) setLines(held.current);
      }
      setError(null);
    };
    const follow = () => {
      look()
        .catch((thrown: unknown) => current && setError(reportOf(thrown)))
        .finally(() => {
          if (current && isActive({ state })) timer = setTimeout(follow, lookMs);
        });
    };
    follow();
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [id, state]);
  return { lines, error };
}
