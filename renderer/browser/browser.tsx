import { useCallback, useEffect, useRef } from 'react';
import type { SampleSort } from '../../shared/domain/browse.ts';
import type { LoopOrder } from '../../shared/domain/label.ts';
import { Key } from '../keyboard/key.tsx';
import { useCommands } from '../keyboard/use-commands.ts';
import { openInLoop } from '../stores/loop.ts';
import { useView } from '../stores/view.ts';
import { useInfo, useSettings } from '../stores/workspace.ts';
import { announce } from '../ui/announce.tsx';
import { Button } from '../ui/button.tsx';
import { ErrorNote } from '../ui/error-note.tsx';
import { count } from '../ui/format.ts';
import { Frame } from '../ui/frame.tsx';
import css from './browser.module.css';
import { NoSamples, NothingFound } from './empty.tsx';
import { FilterBar } from './filter-bar.tsx';
import { List } from './list.tsx';
import { termsOf } from './marks.ts';
import { Preview } from './preview.tsx';
import { rowHeight } from './row.tsx';
import { clampOffset, pageOf, reveal, scaleOf } from './scale.ts';
import { SearchField } from './search-field.tsx';
import { loadFacets, search, setFilter, setSort, useBrowse } from './store.ts';
import { usePreview } from './use-preview.ts';

const sortNames: Record<SampleSort, string> = {
  newest: 'Newest first',
  oldest: 'Oldest first',
  least_confident: 'Least confident first',
  last_labeled: 'Last labeled first',
};

/** The order in which the loop goes on from a list; null where the loop has no such order. */
const loopOrders: Record<SampleSort, LoopOrder | null> = {
  newest: { strategy: 'newest', seed: null },
  oldest: { strategy: 'oldest', seed: null },
  least_confident: { strategy: 'least_confident', seed: null },
  last_labeled: null,
};

/** Finding: search and filters above, the list below, the chosen sample beside it. */
export function BrowserScreen() {
  const { filter, sort, results, error, arrivals, active } = useBrowse();
  const go = useView((view) => view.go);
  const samples = useInfo((info) => info.samples);
  const settingsOrder = useSettings((settings) => settings.order);
  const view = useRef(0);
  const list = useRef<HTMLDivElement>(null);
  const sample = results?.rows.get(active);
  const previewed = usePreview(sample?.sampleId, arrivals);

  // On every return: labels were made meanwhile, and samples may have come.
  useEffect(() => {
    void search({ keepPlace: useBrowse.getState().results !== null });
    void loadFacets();
  }, []);

  // Nothing to lose one's place in: the first samples show by themselves.
  const first = results?.total === 0 && results.samples !== samples;
  useEffect(() => {
    if (first) void search();
  }, [first]);

  const focusList = useCallback(() => {
    list.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, []);

  // The first rows that come take the focus, unless a search is being typed.
  const shown = results !== null && results.count > 0;
  useEffect(() => {
    if (shown && document.activeElement === document.body) focusList();
  }, [shown, focusList]);

  const openAt = useCallback(
    (index: number | null) => {
      const { filter, sort, results } = useBrowse.getState();
      const sampleId = index === null ? undefined : results?.rows.get(index)?.sampleId;
      if (index !== null && sampleId === undefined) return;
      void openInLoop({
        filter,
        order: loopOrders[sort] ?? settingsOrder,
        ...(sampleId === undefined ? {} : { sampleId }),
      });
      go('labeling');
    },
    [go, settingsOrder],
  );

  const move = (to: (index: number, page: number) => number) => () => {
    const { results, active, offset } = useBrowse.getState();
    const focused = document.activeElement;
    if (!results || results.count === 0) return false;
    if (focused !== document.body && !list.current?.contains(focused)) return false;
    const scale = scaleOf(results.count, rowHeight, view.current);
    const index = Math.max(0, Math.min(results.count - 1, to(active, pageOf(scale))));
    useBrowse.setState({ active: index, offset: reveal(scale, clampOffset(scale, offset), index) });
    if (focused === document.body) focusList();
    return true;
  };

  useCommands({
    'browser.previous': move((index) => index - 1),
    'browser.next': move((index) => index + 1),
    'browser.pageUp': move((index, page) => index - page),
    'browser.pageDown': move((index, page) => index + page),
    'browser.first': move(() => 0),
    'browser.last': move(() => Number.MAX_SAFE_INTEGER),
    'browser.open': () => openAt(useBrowse.getState().active),
    'browser.label': () => openAt(null),
    'browser.filter': () => list.current?.querySelector<HTMLElement>('[data-filters] button')?.focus(),
    'browser.clear': () => setFilter({}),
    'browser.refresh': () => void search({ keepPlace: true }),
    'app.back': () => {
      if (list.current?.querySelector('[role="grid"]')?.contains(document.activeElement)) return false;
      focusList();
      return true;
    },
  });

  const total = results?.total ?? null;
  useEffect(() => {
    if (total !== null) announce(total === 1 ? '1 sample found' : `${count(total)} samples found`);
  }, [total]);

  return (
    <Frame left={<Found />} footer={<Hints label={total} />}>
      <div ref={list} className={css['screen']} data-preview={total !== 0}>
        <div className={css['tools']}>
          <div className={css['line']}>
            <SearchField onLeave={focusList} />
            <FilterBar />
          </div>
          <select
            aria-label="Sort"
            className={css['sort']}
            value={sort}
            onChange={(event) => setSort(event.target.value as SampleSort)}
          >
            {Object.entries(sortNames).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </div>
        {error ? (
          <div className={css['message']}>
            <ErrorNote error={error} actions={<Button onClick={() => void search()}>Search again</Button>} />
          </div>
        ) : total === 0 ? (
          <div className={css['message']}>{samples === 0 ? <NoSamples /> : <NothingFound filter={filter} />}</div>
        ) : results ? (
          <>
            <List
              results={results}
              onOpen={openAt}
              onView={(height) => {
                view.current = height;
              }}
            />
            <aside className={css['aside']} aria-label="Preview">
              {previewed?.state === 'loaded' ? (
                <Preview
                  key={previewed.item.sample.sampleId}
                  item={previewed.item}
                  history={previewed.history}
                  terms={termsOf(results.filter.text ?? '')}
                  onConversation={(conversationId) => setFilter({ conversationId })}
                />
              ) : null}
              {previewed?.state === 'failed' ? <ErrorNote error={previewed.error} /> : null}
            </aside>
          </>
        ) : null}
      </div>
    </Frame>
  );
}

/** “12,345 of 1,000,000”; the first of them comes when it is counted. */
function Found() {
  const total = useBrowse(({ results }) => results?.total ?? null);
  const samples = useInfo((info) => info.samples);
  const stale = useBrowse(({ results }) => results !== null && results.samples !== samples);
  return (
    <>
      <span className={css['found']}>{total === null ? 'counting…' : `${count(total)} of ${count(samples)}`}</span>
      {stale ? (
        <Button look="quiet" onClick={() => void search({ keepPlace: true })}>
          New samples came: search again
        </Button>
      ) : null}
    </>
  );
}

function Hints({ label }: { label: number | null }) {
  return (
    <>
      <span className={css['hint']}>
        <Key command="browser.previous" />
        <Key command="browser.next" /> row
      </span>
      <span className={css['hint']}>
        <Key command="browser.open" /> open in the loop
      </span>
      <span className={css['hint']}>
        <Key command="browser.label" /> label {label ? `these ${count(label)}` : 'these'}
      </span>
      <span className={css['hint']}>
        <Key command="find.text" /> search
      </span>
      <span className={css['hint']}>
        <Key command="browser.filter" /> filters
      </span>
      <span className={css['hint']}>
        <Key command="browser.clear" /> clear
      </span>
      <span className={css['last']}>
        <Key command="help.keys" /> all keys
      </span>
    </>
  );
}
