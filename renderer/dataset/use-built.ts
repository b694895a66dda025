import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { useJobs } from '../stores/jobs.ts';
import { useSync } from '../stores/sync.ts';
import { reportOf } from '../ui/error-note.tsx';

type List = CallOutput<'dataset.list'>;

/** The datasets of the workspace, the newest first; read again when a build has ended or was recorded, or on request. */
export function useBuilt(): { list: List | null; error: ErrorReport | null; reload: () => void } {
  const [list, setList] = useState<List | null>(null);
  const [asked, setAsked] = useState(0);
  const [error, setError] = useState<ErrorReport | null>(null);
  const done = useJobs(
    ({ byId }) => Object.values(byId).filter(({ kind, state }) => kind === 'dataset' && state === 'done').length,
  );
  const sent = useSync(({ status }) => status && [status.waiting, status.acknowledged, status.rejected].join());
  // biome-ignore lint/correctness/useExhaustiveDependencies: a build that has ended or was sent is a reason to read again
  useEffect(() => {
    let current = true;
    ask('dataset.list').then(
      (read) => {
        if (!current) return;
        setList(read);
        setError(null);
      },
      (thrown: unknown) => current && setError(reportOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [done, sent, asked]);
  return { list, error, reload: () => setAsked((times) => times + 1) };
}
