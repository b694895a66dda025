import type { DatedFact } from '../../shared/domain/run.ts';
import { historyLines } from '../../shared/rules/run-history.ts';
import text from '../styles/text.module.css';
import { dateTime } from '../ui/format.ts';
import css from './timeline.module.css';

/** What happened to a run, in order. */
export function RunHistory({ facts, provider }: { facts: readonly DatedFact[]; provider: string }) {
  const lines = historyLines(facts, provider);
  if (lines.length === 0) return null;
  return (
    <>
      <h3 className={text['section']}>
        What happened<small>each was written down before the next was done</small>
      </h3>
      <ol className={css['lines']} aria-label="What happened">
        {lines.map(({ at, text: words }) => (
          <li key={`${at} ${words}`} className={css['line']}>
            <time dateTime={at}>{dateTime(at)}</time>
            <span>{words}</span>
          </li>
        ))}
      </ol>
    </>
  );
}
