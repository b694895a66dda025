import { useLayoutEffect, useRef } from 'react';
import type { RunEvent } from '../../shared/domain/run.ts';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { count, dateTime } from '../ui/format.ts';
import css from './timeline.module.css';

/** Whoever is so close to the end reads along. */
const nearEnd = 24;

type RunEventsProps = {
  events: readonly RunEvent[];
  /** How many more there are before them. */
  earlier: number;
  onAll: () => void;
};

/** The provider's own log of the job: the newest at the bottom, and followed while one is there. */
export function RunEvents({ events, earlier, onAll }: RunEventsProps) {
  const log = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new event is a reason to scroll
  useLayoutEffect(() => {
    if (follows.current && log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [events.at(-1)?.id]);
  if (events.length === 0) return null;
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
        {earlier > 0 ? (
          <Button
            look="quiet"
            onClick={() => {
              // The button goes with what it says.
              log.current?.focus();
              onAll();
            }}
          >
            {count(earlier)} earlier
          </Button>
        ) : null}
        <ol>
          {events.map(({ id, at, level, message }) => (
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
