import { type RefObject, useEffect, useRef } from 'react';

type FocusKept<T> = { ref: RefObject<T | null>; onFocus: () => void; onBlur: () => void };

/**
 * Keeps the focus near a part of the page when what had it there, a form or a button or a dialog that a button opened, is
 * gone after another rendering of whoever calls this.
 *
 * @param near what has the focus then
 */
export function useFocusKept<T extends HTMLElement>(near: (part: T) => HTMLElement | null): FocusKept<T> {
  const part = useRef<T>(null);
  const had = useRef(false);
  useEffect(() => {
    if (had.current && part.current && document.activeElement === document.body) near(part.current)?.focus();
  });
  return {
    ref: part,
    onFocus: () => {
      had.current = true;
    },
    // Not heard of an element that is taken away.
    onBlur: () => {
      had.current = false;
    },
  };
}
