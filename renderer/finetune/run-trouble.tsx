import { useEffect, useState } from 'react';
import type { CallOutput } from '../../shared/contract/calls.ts';
import type { Run } from '../../shared/domain/run.ts';
import { troubleOf } from '../../shared/rules/run-trouble.ts';
import { findSample } from '../browser/find-sample.ts';
import { ask } from '../client.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count } from '../ui/format.ts';
import { attempt } from '../ui/notice.tsx';
import css from './run-trouble.module.css';
import { useRunJob } from './use-run-job.ts';
import { openProvider } from './view.ts';

/** What stands in the way of a run or has ended it, what is safe, and what to do; nothing while it goes on. */
export function RunTrouble({ run }: { run: Run }) {
  const { job, active, stuck } = useRunJob(run);
  const error = active ? null : troubleOf(run, job, stuck);
  const refused = useRefusedLine(run.id, error?.message ?? null);
  if (error === null) return null;
  const key =
    stuck && job?.error?.kind === 'wrong-key' ? (
      <Button onClick={() => openProvider(run.plan.providerId)}>To its key</Button>
    ) : null;
  const line = refused ? (
    <Button onClick={() => void attempt(() => findSample(refused.sampleId))}>
      Find the sample of line {count(refused.line)}
    </Button>
  ) : null;
  return (
    <div className={css['trouble']}>
      <ErrorNote error={error} actions={key ?? line} />
    </div>
  );
}

/** The sample behind the line that the provider has refused, where its words name one. */
function useRefusedLine(id: string, message: string | null): CallOutput<'finetune.refusedLine'> {
  const [refused, setRefused] = useState<CallOutput<'finetune.refusedLine'>>(null);
  useEffect(() => {
    let current = true;
    setRefused(null);
    if (message !== null)
      void ask('finetune.refusedLine', { id }).then(
        (found) => current && setRefused(found),
        // What is told of the run stands without it.
        () => {},
      );
    return () => {
      current = false;
    };
  }, [id, message]);
  return refused;
}
