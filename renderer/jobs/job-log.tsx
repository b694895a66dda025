import { useLayoutEffect, useRef } from 'react';
import type { Job, JobLogLine } from '../../shared/domain/job.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { toTheSecond } from '../ui/format.ts';
import { useCopy } from '../ui/use-copy.ts';
import css from './job-log.module.css';
import { useJobLog } from './use-job-log.ts';

const levelNames: Record<JobLogLine['level'], string | null> = { info: null, warning: 'Warning', error: 'Error' };

/** So near to its end a reader follows the log as it grows. */
const nearEnd = 24;

/** What the job said, oldest first. */
export function JobLog({ job }: { job: Job }) {
  const { lines, error } = useJobLog(job);
  const text = lines.map(({ at, level, text }) => `${at} ${level} ${text}`).join('\n');
  const { copied, copy } = useCopy(text, 'The log was copied.');
  useCommands({ 'jobs.copyLog': () => (lines.length === 0 ? false : copy()) });
  const scroller = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: new lines are what it follows
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element && following.current) element.scrollTop = element.scrollHeight;
  }, [lines]);
  return (
    <section className={css['log']} aria-labelledby="log-title">
      <div className={css['head']}>
        <h3 id="log-title" className={css['title']}>
          Log
        </h3>
        <Button look="quiet" disabled={lines.length === 0} onClick={copy}>
          {copied ? 'Copied' : 'Copy'} <Key command="jobs.copyLog" />
        </Button>
      </div>
      {error ? <ErrorNote error={error} /> : null}
      <div
        ref={scroller}
        className={css['scroller']}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
        tabIndex={0}
        role="group"
        aria-labelledby="log-title"
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          following.current = scrollHeight - scrollTop - clientHeight < nearEnd;
        }}
      >
        <ol>
          {lines.map((line) => (
            <Line key={line.seq} line={line} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function Line({ line: { at, level, text } }: { line: JobLogLine }) {
  const name = levelNames[level];
  return (
    <li className={css['line']} data-level={level}>
      <time dateTime={at}>{toTheSecond(at)}</time>
      <span className={css['text']}>
        {name === null ? null : <b>{name}: </b>}
        {text}
      </span>
    </li>
  );
}
