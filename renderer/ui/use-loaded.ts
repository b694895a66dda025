import { useEffect, useState } from 'react';
import type { ErrorReport } from '../../shared/errors.ts';
import { reportOf } from './error-note.tsx';

/** Both null until it has come. */
type Loaded<T> = { value: T; error: null } | { value: null; error: ErrorReport | null };

const nothing = { value: null, error: null };

/** Asks once for each key; what belongs to an earlier one is dropped. */
export function useLoaded<T>(load: () => Promise<T>, key: string): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T>>(nothing);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key says what is loaded
  useEffect(() => {
    let current = true;
    setLoaded(nothing);
    load().then(
      (value) => current && setLoaded({ value, error: null }),
      (thrown: unknown) => current && setLoaded({ value: null, error: reportOf(thrown) }),
    );
    return () => {
      current = false;
    };
  }, [key]);
  return loaded;
}
