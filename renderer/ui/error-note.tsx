import type { ReactNode } from 'react';
import { type ErrorReport, toReport } from '../../shared/errors.ts';
import css from './error-note.module.css';

/** An error as a person needs it: what happened, what is safe, what to do. */
export function ErrorNote({ error, actions }: { error: Omit<ErrorReport, 'kind'>; actions?: ReactNode }) {
  return (
    <div className={css['note']} role="alert">
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
