import type { Run } from '../../shared/domain/run.ts';
import { troubleOf } from '../../shared/rules/run-trouble.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import css from './run-trouble.module.css';
import { useRunJob } from './use-run-job.ts';
import { openProvider } from './view.ts';

/** What stands in the way of a run or has ended it, what is safe, and what to do; nothing while it goes on. */
export function RunTrouble({ run }: { run: Run }) {
  const { job, active, stuck } = useRunJob(run);
  const error = active ? null : troubleOf(run, job, stuck);
  if (error === null) return null;
  return (
    <div className={css['trouble']}>
      <ErrorNote
        error={error}
        actions={
          stuck && job?.error?.kind === 'wrong-key' ? (
            <Button onClick={() => openProvider(run.plan.providerId)}>To its key</Button>
          ) : null
        }
      />
    </div>
  );
}
