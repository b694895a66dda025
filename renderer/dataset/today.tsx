import { useCallback, useEffect, useRef, useState } from 'react';
import type { BuiltDataset } from '../../shared/domain/dataset.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import text from '../styles/text.module.css';
import { Button } from '../ui/button.tsx';
import { ErrorNote, reportOf } from '../ui/error-note.tsx';
import { count } from '../ui/format.ts';
import css from './built-detail.module.css';
import { countOf } from './store.ts';
import { type Change, changesSince } from './today.ts';

type Asked = { state: 'counted'; changes: Change[] } | { state: 'stopped' } | { state: 'failed'; error: ErrorReport };

/** Whether the same recipe would give another dataset now, told from counts. */
export function Today({ dataset }: { dataset: BuiltDataset }) {
  const [asked, setAsked] = useState<Asked | null>(null);
  const looking = useRef(new AbortController());
  const look = useCallback(() => {
    looking.current.abort();
    const mine = new AbortController();
    looking.current = mine;
    setAsked(null);
    void compare(dataset, mine.signal).then((answer) => mine.signal.aborted || setAsked(answer));
  }, [dataset]);
  useEffect(() => {
    look();
    return () => looking.current.abort();
  }, [look]);
  return (
    <>
      <h3 className={text['section']}>
        Today<small>this recipe, with the labels and samples that are here now</small>
      </h3>
      <TodayText asked={asked} onAgain={look} />
    </>
  );
}

async function compare(dataset: BuiltDataset, signal: AbortSignal): Promise<Asked> {
  try {
    return { state: 'counted', changes: changesSince(dataset, await countOf(dataset.recipe, signal)) };
  } catch (thrown) {
    const error = reportOf(thrown);
    return error.kind === 'cancelled' ? { state: 'stopped' } : { state: 'failed', error };
  }
}

function TodayText({ asked, onAgain }: { asked: Asked | null; onAgain: () => void }) {
  if (asked === null) return <p className={css['note']}>Counting…</p>;
  if (asked.state === 'failed')
    return <ErrorNote error={asked.error} actions={<Button onClick={onAgain}>Count again</Button>} />;
  if (asked.state === 'stopped')
    return (
      <p className={css['note']}>
        Not counted: it was stopped.{' '}
        <Button look="quiet" onClick={onAgain}>
          Count again
        </Button>
      </p>
    );
  if (asked.changes.length === 0)
    return (
      <p className={css['note']}>
        A build would give the same numbers, and so most likely the same dataset. Only a build proves it: the same has
        the same id.
      </p>
    );
  return (
    <>
      <p className={css['note']}>
        <b>A newer build would differ.</b> What was built stays as it is: a later label changes no file of it.
      </p>
      <ul className={css['changes']}>
        {asked.changes.map(({ name, before, now }) => (
          <li key={name}>
            {name} {count(before)} → <b>{count(now)}</b>
          </li>
        ))}
      </ul>
    </>
  );
}
