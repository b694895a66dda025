import { type RefObject, useCallback } from 'react';
import { useCommands } from '../keyboard/use-commands.ts';
import { setChips } from './chips.ts';
import { labelFound, openRow } from './open.ts';
import { clampOffset, pageOf, reveal, rowHeight, scaleOf } from './scale.ts';
import { everything, search, setFilter, useBrowse } from './store.ts';

type Screen = {
  element: RefObject<HTMLElement | null>;
  /** Height of the list's visible part. */
  view: RefObject<number>;
};

/** The keys of finding. Returns what gives the focus to the chosen row. */
export function useBrowserCommands({ element, view }: Screen): () => void {
  const focusList = useCallback(() => {
    element.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus({ preventScroll: true });
  }, [element]);

  /** Arrows belong to the list while it, or nothing, has the focus; on a button or a field they are the element's own. */
  const move = (to: (index: number, page: number) => number) => () => {
    const { results, active, offset } = useBrowse.getState();
    const nowhere = document.activeElement === document.body;
    if (!results || results.count === 0 || !(nowhere || inList(element.current))) return false;
    const scale = scaleOf(results.count, rowHeight, view.current);
    const index = Math.max(0, Math.min(results.count - 1, to(active, pageOf(scale))));
    useBrowse.setState({ active: index, offset: reveal(scale, clampOffset(scale, offset), index) });
    if (nowhere) focusList();
    return true;
  };

  useCommands({
    'browser.previous': move((index) => index - 1),
    'browser.next': move((index) => index + 1),
    'browser.pageUp': move((index, page) => index - page),
    'browser.pageDown': move((index, page) => index + page),
    'browser.first': move(() => 0),
    'browser.last': move(() => Number.MAX_SAFE_INTEGER),
    'browser.open': () => openRow(useBrowse.getState().active),
    'browser.label': labelFound,
    'browser.filter': () => element.current?.querySelector<HTMLElement>('[data-filters] button')?.focus(),
    'browser.clear': () => setFilter(everything()),
    'browser.refresh': () => void search({ keepPlace: true }),
    'app.back': () => {
      if (inList(element.current)) return clearStep();
      focusList();
      return true;
    },
  });
  return focusList;
}

function inList(screen: HTMLElement | null): boolean {
  return screen?.querySelector('[role="grid"]')?.contains(document.activeElement) ?? false;
}

/** In the list Esc takes back what was asked for: first the words, then the filters. False when nothing was. */
function clearStep(): boolean {
  const { text, ...chips } = useBrowse.getState().filter;
  if (text === undefined && setChips(chips).length === 0) return false;
  setFilter(text === undefined ? everything() : chips);
  return true;
}
