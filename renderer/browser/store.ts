import { create } from 'zustand';
import type { CallOutput } from '../../shared/contract/calls.ts';
import { inQueue, type SampleFilter, type SampleSort } from '../../shared/domain/browse.ts';
import type { QueueId } from '../../shared/domain/queue.ts';
import type { ErrorReport } from '../../shared/errors.ts';
import { ask, listen } from '../client.ts';
import { useView } from '../stores/view.ts';
import { useWorkspace } from '../stores/workspace.ts';
import { reportOf } from '../ui/error-note.tsx';
import { sortsIn } from './chips.ts';
import { RowCache } from './row-cache.ts';
import { rowHeight } from './scale.ts';

/** How long a pause in typing is a wish to search. */
const typingPause = 80;

export type Facets = CallOutput<'samples.facets'>;

export type Results = {
  rows: RowCache;
  /** What can be shown now: the rows that came with the search, then all. */
  count: number;
  /** Null while it is counted. */
  total: number | null;
  filter: SampleFilter;
  /** How many samples there were when it was searched: another number now means that some came. */
  samples: number;
};

/** What the browser shows, kept while other screens are open: the search, where its list stands, and the chosen row. */
type Browse = {
  filter: SampleFilter;
  sort: SampleSort;
  results: Results | null;
  error: ErrorReport | null;
  facets: Facets | null;
  /** Counts arrivals of rows, so that a list knows when to look again. */
  arrivals: number;
  active: number;
  /** Pixels of rows above the visible part. */
  offset: number;
  /** A sample that another screen has named, until it was looked for. */
  sought: string | null;
  /** Someone wants to type a search: the field takes the focus and clears this. */
  typing: boolean;
};

export const useBrowse = create<Browse>()(() => ({
  filter: {},
  sort: 'newest',
  results: null,
  error: null,
  facets: null,
  arrivals: 0,
  active: 0,
  offset: 0,
  sought: null,
  typing: false,
}));

const { getState: get, setState: set } = useBrowse;

/** Searches are numbered: an answer to an older one is dropped, whenever it comes. */
let latest = 0;
let pause: ReturnType<typeof setTimeout> | undefined;

/**
 * Searches now, and chooses what is sought among the rows that come with the search.
 *
 * @param keepPlace for the same search again: the list stays where it is
 */
export async function search({ keepPlace = false } = {}): Promise<void> {
  clearTimeout(pause);
  pause = undefined;
  latest += 1;
  const mine = latest;
  const current = () => mine === latest;
  const { filter, sort } = get();
  const samples = useWorkspace.getState().info?.samples ?? 0;
  try {
    const { viewId, rows: firstRows } = await ask('samples.search', { filter: asked(filter), sort });
    if (!current()) return;
    const rows = new RowCache(
      {
        fetch: async (offset, limit) => (await ask('samples.rows', { viewId, offset, limit })).rows,
        changed: () => current() && set(({ arrivals }) => ({ arrivals: arrivals + 1 })),
        failed: (thrown) => current() && fail(thrown),
      },
      firstRows,
    );
    const before = get().results?.total ?? 0;
    const { sought } = get();
    const index = Math.max(
      0,
      firstRows.findIndex(({ sampleId }) => sampleId === sought),
    );
    const count = keepPlace ? Math.max(before, firstRows.length) : firstRows.length;
    set({
      results: { rows, count, total: null, filter, samples },
      error: null,
      sought: null,
      ...(keepPlace ? {} : { active: index, offset: index * rowHeight }),
    });
    const { total } = await ask('samples.total', { viewId });
    if (!current()) return;
    set({
      results: { rows, count: total, total, filter, samples },
      active: Math.max(0, Math.min(get().active, total - 1)),
    });
  } catch (thrown) {
    if (current()) fail(thrown);
  }
}

/** The service keeps the last few result sets only: one that is gone is asked for anew, where the list stands. */
function fail(thrown: unknown): void {
  const error = reportOf(thrown);
  if (error.kind === 'not-found') void search({ keepPlace: true });
  else set({ error });
}

/** A text of nothing but spaces asks for nothing. */
function asked({ text, ...rest }: SampleFilter): SampleFilter {
  return text?.trim() ? { ...rest, text } : rest;
}

/** Looks at a queue: what was asked for in another has no meaning in it. */
export function lookAt(queueId: QueueId): void {
  const { filter, sort } = get();
  if ((filter.queue ?? null) === queueId) return;
  const known = sortsIn(queueId).includes(sort);
  set({ filter: inQueue(queueId), sort: known ? sort : 'newest', results: null, active: 0, offset: 0 });
}

/** What asks for nothing but the queue that is looked at. */
export function everything(): SampleFilter {
  return inQueue(get().filter.queue ?? null);
}

export function setFilter(filter: SampleFilter): void {
  set({ filter });
  void search();
}

/** Seeks a sample among what is found: it is chosen as soon as the browser is on the screen. */
export function seek(sampleId: string, filter: SampleFilter): void {
  set({ filter, results: null, sought: sampleId });
}

/** Follows typing: the field shows every letter at once, the search waits for a pause. */
export function setText(text: string): void {
  const { text: _, ...rest } = get().filter;
  set({ filter: text === '' ? rest : { ...rest, text } });
  clearTimeout(pause);
  pause = setTimeout(() => void search(), typingPause);
}

/** Typing is over: what was typed last is searched for without waiting. */
export function endTyping(): void {
  if (pause !== undefined) void search();
}

export function setSort(sort: SampleSort): void {
  set({ sort });
  void search();
}

/** Values to choose from. A failure shows where the search fails too; here the choice is merely empty. */
export async function loadFacets(): Promise<void> {
  try {
    set({ facets: await ask('samples.facets') });
  } catch (thrown) {
    console.error(thrown);
  }
}

/** The team has erased samples: nothing of them stays in the list or beside it. */
export function followErasedRows(): () => void {
  return listen('samples.erased', () => {
    if (!get().results) return;
    if (useView.getState().screen === 'browser') void search({ keepPlace: true });
    else set({ results: null });
  });
}

/** Gives the search field the focus, now or as soon as it is on the screen. */
export function findText(): void {
  set({ typing: true });
}
