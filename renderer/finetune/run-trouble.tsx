import type { Run } from '../../shared/domain/run.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { goesOnThere, notAskedYet } from '../../shared/rules/run-words.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import css from './run-trouble.module.css';
import { useRunJob } from './use-run-job.ts';
import { openProvider } from './view.ts';

const unattended = ({ asked }: Run): Omit<ErrorReport, 'kind'> => ({
  message: asked ? 'Nothing follows this run at the moment.' : 'Nothing sends the files of this run at the moment.',
  safe: asked ? goesOnThere : notAskedYet,
  remedy: asked ? 'Resume it to hear what became of it.' : 'Resume it to go on.',
});

/** What stands in the way of a run or has ended it, what is safe, and what to do; nothing while it goes on. */
export function RunTrouble({ run }: { run: Run }) {
  const { job, active, stuck } = useRunJob(run);
  const here = stuck || run.phase === 'asks' || run.phase === 'failed' ? (job?.error ?? null) : null;
  const error: Omit<ErrorReport, 'kind'> | null = run.error ?? here ?? (stuck ? unattended(run) : null);
  if (active || error === null) return null;
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
