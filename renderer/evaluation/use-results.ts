import { useEffect, useState } from 'react';
import type { ErrorReport } from '../../shared/errors.ts';
import { reportOf } from '../ui/error-note.tsx';

/**
 * What an opened evaluation has come to; read once, because nothing is judged any more.
 *
 * @param read one function, for good
 */
export function useResults<T>(
  read: (id: string) => Promise<T>,
  id: string | undefined,
): { opened: T | null; error: ErrorReport | null } {
  const [opened, setOpened] = useState<T | null>(null);
  const [error, setError] = useState<ErrorReport | null>(null);
  useEffect(() => {
    let current = true;
    if (id === undefined) return;
    read(id).then(
      (results) => current && setOpened(() => results),
      (thrown: unknown) => current && setError(reportOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [read, id]);
  return { opened, error };
}
