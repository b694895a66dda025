import { useCallback, useEffect, useRef } from 'react';
import { useLoop } from '../stores/loop-state.ts';
import { useQueue } from '../stores/sync.ts';
import { useInfo } from '../stores/workspace.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count, plural } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import { type Hint, Hints } from '../ui/hints.tsx';
import { Aside } from './aside.tsx';
import css from './browser.module.css';
import { NoSamples, NothingFound } from './empty.tsx';
import { List } from './list.tsx';
import { loadFacets, lookAt, search, useBrowse } from './store.ts';
import { Toolbar } from './toolbar.tsx';
import { useBrowserCommands } from './use-browser-commands.ts';

function hintsOf(total: number | null): Hint[] {
  return [
    [['browser.previous', 'browser.next'], 'row'],
    [['browser.open'], 'open in the loop'],
    [['browser.label'], total ? `label these ${count(total)}` : 'label these'],
    [['find.text'], 'search'],
    [['browser.filter'], 'filters'],
    [['browser.clear'], 'clear'],
  ];
}

/** Finding: what is asked for above, the list below, the chosen sample beside it. */
export function BrowserScreen() {
  const element = useRef<HTMLDivElement>(null);
  const view = useRef(0);
  const focusList = useBrowserCommands({ element, view });
  const total = useBrowse(({ results }) => results?.total ?? null);
  const shown = useBrowse(({ results }) => results !== null && results.count > 0);
  useFreshResults();

  // The first rows that come take the focus, unless a search is being typed.
  useEffect(() => {
    if (shown && document.activeElement === document.body) focusList();
  }, [shown, focusList]);

  useEffect(() => {
    if (total !== null) announce(`${plural(total, 'sample')} found`);
  }, [total]);

  const onView = useCallback((height: number) => {
    view.current = height;
  }, []);

  return (
    <Frame left={<Found />} footer={<Hints hints={hintsOf(total)} />}>
      <div ref={element} className={css['screen']}>
        <Toolbar onLeave={focusList} />
        <Stage onView={onView} />
      </div>
    </Frame>
  );
}

/**
 * The queue that is labeled in is the one that is looked at. Labels were made and samples may have come since the last visit;
 * an empty list also follows what comes now.
 */
function useFreshResults(): void {
  const samples = useInfo((info) => info.samples);
  const first = useBrowse(({ results }) => results?.total === 0 && results.samples !== samples);
  useEffect(() => {
    // A sample that is sought may be in no queue, or in another.
    if (useBrowse.getState().sought === null) lookAt(useLoop.getState().queueId);
    void search({ keepPlace: useBrowse.getState().results !== null });
    void loadFacets();
  }, []);
  useEffect(() => {
    if (first) void search();
  }, [first]);
}

function Stage({ onView }: { onView: (height: number) => void }) {
  const results = useBrowse(({ results }) => results);
  const error = useBrowse(({ error }) => error);
  const filter = useBrowse(({ filter }) => filter);
  const samples = useInfo((info) => info.samples);
  if (error)
    return (
      <div className={css['message']}>
        <ErrorNote error={error} actions={<Button onClick={() => void search()}>Search again</Button>} />
      </div>
    );
  if (!results) return null;
  if (results.total === 0)
    return <div className={css['message']}>{samples === 0 ? <NoSamples /> : <NothingFound filter={filter} />}</div>;
  return (
    <div className={css['stage']}>
      <List results={results} onView={onView} />
      <Aside />
    </div>
  );
}

/** “12,345 of 1,000,000”, in a team's queue behind its name; the first of them comes when it is counted. */
function Found() {
  const results = useBrowse(({ results }) => results);
  const failed = useBrowse(({ error }) => error !== null);
  const samples = useInfo((info) => info.samples);
  const queue = useQueue(useBrowse(({ filter }) => filter.queue ?? null));
  if (failed) return null;
  const total = results?.total ?? null;
  const all = queue?.held ?? samples;
  return (
    <>
      {queue ? (
        <span className={css['queue']} title={queue.name}>
          {queue.name}
        </span>
      ) : null}
      <span className={css['found']}>{total === null ? 'counting…' : `${count(total)} of ${count(all)}`}</span>
      {results && results.samples !== samples ? (
        <Button look="quiet" onClick={() => void search({ keepPlace: true })}>
          Samples changed: search again
        </Button>
      ) : null}
    </>
  );
}
