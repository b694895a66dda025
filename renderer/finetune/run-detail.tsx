import { useEffect, useRef } from 'react';
import type { Run } from '../../shared/domain/run.ts';
import { ErrorNote } from '../ui/error-note.tsx';
import { bytes, count, dateTime, percent } from '../ui/format.ts';
import { PhaseMark } from './phase-mark.tsx';
import { ProgressBar } from './progress-bar.tsx';
import { RunActions } from './run-actions.tsx';
import { RunAsked } from './run-asked.tsx';
import { RunCheckpoints } from './run-checkpoints.tsx';
import { RunCost } from './run-cost.tsx';
import { RunCurves } from './run-curves.tsx';
import css from './run-detail.module.css';
import { RunEvents } from './run-events.tsx';
import { RunHistory } from './run-history.tsx';
import { RunTrouble } from './run-trouble.tsx';
import { useRunDetail } from './use-run-detail.ts';
import { useRunJob } from './use-run-job.ts';

type RunDetailProps = { run: Run; reading: boolean; onReading: () => void };

/** One run: where it is, what it came to, what was asked, and all that happened. */
export function RunDetail({ run, reading, onReading }: RunDetailProps) {
  const { detail, error, readAll } = useRunDetail(run);
  const pane = useRef<HTMLElement>(null);
  useEffect(() => {
    if (!reading) return;
    pane.current?.focus();
    onReading();
  }, [reading, onReading]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
    <section ref={pane} className={css['detail']} tabIndex={0} aria-labelledby="run-name" data-run-detail>
      <h2 id="run-name" className={css['title']}>
        {run.plan.model}
      </h2>
      <p className={css['about']}>
        On {run.datasetName} at {run.provider.name}, begun {dateTime(run.createdAt)}
      </p>
      <Standing run={run} />
      <RunTrouble run={run} />
      <RunActions run={run} />
      {error ? <ErrorNote error={error} /> : null}
      <RunCost run={run} />
      {detail ? (
        <>
          <RunCurves metrics={detail.metrics} />
          <RunCheckpoints checkpoints={detail.checkpoints} />
        </>
      ) : null}
      <RunAsked run={run} />
      {detail ? (
        <>
          <RunHistory facts={detail.facts} provider={run.provider.name} />
          <RunEvents events={detail.events} earlier={detail.earlier} onAll={readAll} />
        </>
      ) : null}
    </section>
  );
}

/** Where it is, with how far that is. */
function Standing({ run }: { run: Run }) {
  const { job, active, stuck, progress, share } = useRunJob(run);
  const finish = active ? run.remote?.estimatedFinish : null;
  const far =
    progress?.unit === 'bytes'
      ? `${bytes(progress.done)} sent`
      : `step ${count(progress?.done ?? 0)} of ${count(progress?.total ?? 0)}`;
  const facts = [
    active && job?.state === 'waiting' ? 'waits until another run has ended' : null,
    share === null ? null : `${far}, ${percent(share)}`,
    finish ? `expected to end ${dateTime(finish)}` : null,
  ].filter((fact) => fact !== null);
  // What the provider calls the job stands before it; a note beside that says what is waited for.
  const isTold = job?.state === 'running' && progress !== null && progress.note !== run.remote?.status;
  const note = isTold ? progress.note || null : null;
  return (
    <div className={css['standing']}>
      <p>
        <PhaseMark run={run} stuck={stuck} /> <span className={css['facts']}>{facts.join(', ')}</span>
      </p>
      {share === null ? null : <ProgressBar label="Progress of the run" share={share} />}
      {note === null ? null : (
        <p className={css['note']} role="status">
          {note}
        </p>
      )}
    </div>
  );
}
