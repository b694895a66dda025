import { type RefObject, useEffect, useRef } from 'react';

/**
 * The part of a screen that scrolls, or the one that says why nothing is there: when it comes, it takes the focus that
 * nobody has. A screen that was entered by a key is then read and scrolled by keys at once.
 */
export function useEntryFocus<T extends HTMLElement>(): RefObject<T | null> {
  const part = useRef<T>(null);
  useEffect(() => takeFreeFocus(part.current), []);
  return part;
}

/** Gives the focus to an element unless another one has it: what a screen has chosen, or what was clicked. */
export function takeFreeFocus(element: HTMLElement | null | undefined): void {
  if (document.activeElement === document.body) element?.focus({ preventScroll: true });
}
