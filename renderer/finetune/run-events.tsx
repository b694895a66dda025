import { useLayoutEffect, useRef, useState } from 'react';
import type { RunEvent } from '../../shared/domain/run.ts';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { count, dateTime } from '../ui/format.ts';
import css from './timeline.module.css';

/** So many are shown at first: a job of thousands of steps tells of each. */
const shownAtFirst = 200;
/** Whoever is so close to the end reads along. */
const nearEnd = 24;

/** The provider's own log of the job: the newest at the bottom, and followed while one is there. */
export function RunEvents({ events }: { events: readonly RunEvent[] }) {
  const [all, setAll] = useState(false);
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new event is a reason to scroll
  useLayoutEffect(() => {
    if (follows.current && log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [events.length]);
  if (events.length === 0) return null;
  const shown = all ? events : events.slice(-shownAtFirst);
  const hidden = events.length - shown.length;
  return (
    <>
      <h3 className={text['section']}>
        Events<small>as the provider tells them, by its clock</small>
      </h3>
      <div
        ref={log}
        className={css['log']}
        role="log"
        aria-label="Events"
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region needs the keyboard
        tabIndex={0}
        onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
          follows.current = scrollHeight - scrollTop - clientHeight < nearEnd;
        }}
      >
        {hidden > 0 ? (
          <Button look="quiet" onClick={() => setAll(true)}>
            {count(hidden)} earlier
          </Button>
        ) : null}
        <ol>
          {shown.map(({ id, at, level, message }) => (
            <li key={id} className={classes(css['line'], level === 'error' && css['error'])}>
              <time dateTime={at}>{at === '' ? '' : dateTime(at)}</time>
              <span>
                {level === 'info' ? '' : `${level}: `}
                {message}
              </span>
            </li>
          ))}
        </ol>
      </div>
    </>
  );
}
