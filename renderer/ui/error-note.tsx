import type { ReactNode, Ref } from 'react';
import { type ErrorReport, toReport } from '../../shared/errors.ts';
import css from './error-note.module.css';

type ErrorNoteProps = { error: Omit<ErrorReport, 'kind'>; actions?: ReactNode; ref?: Ref<HTMLDivElement> };

/** An error as a person needs it: what happened, what is safe, what to do. */
export function ErrorNote({ error, actions, ref }: ErrorNoteProps) {
  return (
    <div ref={ref} className={css['note']} role="alert">
      <p className={css['message']}>{error.message}</p>
      <p>{error.safe}</p>
      <p>{error.remedy}</p>
      {actions ? <div className={css['actions']}>{actions}</div> : null}
    </div>
  );
}

/** What was thrown, as a report; the developer tools keep the rest. */
export function reportOf(thrown: unknown): ErrorReport {
  const report = toReport(thrown);
  if (report.kind === 'internal') console.error(thrown);
  return report;
}
