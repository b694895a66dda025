import { type RefObject, useEffect, useRef } from 'react';

/** The part that holds a list: whoever came by a key goes on by keys there, and what was clicked keeps the focus. */
export function useListFocus(shown: boolean): { part: RefObject<HTMLElement | null>; focus: () => void } {
  const part = useRef<HTMLElement>(null);
  useEffect(() => {
    if (shown && document.activeElement === document.body) focusIn(part.current);
  }, [shown]);
  return { part, focus: () => focusIn(part.current) };
}

function focusIn(part: HTMLElement | null): void {
  part?.querySelector<HTMLElement>('[role="listbox"]')?.focus();
}
