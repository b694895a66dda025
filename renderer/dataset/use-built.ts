import { useEffect, useState } from 'react';
import type { BuiltDataset } from '../../shared/domain/dataset.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { useJobs } from '../stores/jobs.ts';
import { reportOf } from '../ui/error-note.tsx';

/** The datasets of the workspace, the newest first; read again when a build has ended. */
export function useBuilt(): { datasets: readonly BuiltDataset[] | null; error: ErrorReport | null } {
  const [datasets, setDatasets] = useState<readonly BuiltDataset[] | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);
  const done = useJobs(
    ({ byId }) => Object.values(byId).filter(({ kind, state }) => kind === 'dataset' && state === 'done').length,
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a build that has ended is a reason to read again
  useEffect(() => {
    let current = true;
    ask('dataset.list').then(
      (list) => {
        if (!current) return;
        setDatasets(list);
        setError(null);
      },
      (thrown: unknown) => current && setError(reportOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [done]);
  return { datasets, error };
}
