import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { Run } from '../../shared/domain/run.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask } from '../client.ts';
import { reportOf } from '../ui/error-note.tsx';

export type RunDetail = CallOutput<'finetune.detail'>;

/** Events of a run in quick succession are one reason to read it again. */
const pauseMs = 200;
/** So many events are read at first: a job of thousands of steps tells of each. */
const newestAtFirst = 200;

type ReadDetail = { detail: RunDetail | null; error: ErrorReport | null; readAll: () => void };

/** A run with its newest events; read again whenever it is told that something happened to it. */
export function useRunDetail(run: Run): ReadDetail {
  const [detail, setDetail] = useState<RunDetail | null>(null);
  const [newest, setNewest] = useState(newestAtFirst);
  const [error, setError] = useState<ErrorReport | null>(null);
  const first = detail === null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each telling of the run is another object, and a reason to read
  useEffect(() => {
    let current = true;
    const timer = setTimeout(
      () =>
        ask('finetune.detail', { id: run.id, newest }).then(
          (read) => {
            if (!current) return;
            setDetail(read);
            setError(null);
          },
          (thrown: unknown) => current && setError(reportOf(thrown)),
        ),
      first ? 0 : pauseMs,
    );
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [run, newest]);
  return { detail, error, readAll: () => setNewest(Number.MAX_SAFE_INTEGER) };
}
