import { type RefObject, useEffect, useRef } from 'react';
import { takeFreeFocus } from './use-entry-focus.ts';

/** The part that holds a list: whoever came by a key goes on by keys there, and what was clicked keeps the focus. */
export function useListFocus(shown: boolean): { part: RefObject<HTMLElement | null>; focus: () => void } {
  const part = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shown) takeFreeFocus(listOf(part.current));
  }, [shown]);
  return { part, focus: () => listOf(part.current)?.focus() };
}

function listOf(part: HTMLElement | null): HTMLElement | null {
  return part?.querySelector<HTMLElement>('[role="listbox"]') ?? null;
}
