import { useLayoutEffect } from 'react';
import { type FocusWish, useDraft } from '../stores/draft.ts';

/** The element of a place that takes the focus: of a radio group its one tab stop, of a set of boxes the first. */
function elementOf(target: string): HTMLElement | null {
  const place = document.querySelector<HTMLElement>(`[data-place="${target}"]`);
  if (!place || place.matches('input, textarea, button, [tabindex]')) return place;
  return (
    place.querySelector<HTMLElement>('input:checked') ?? place.querySelector<HTMLElement>('input, button, [tabindex]')
  );
}

function fulfil({ target, caret, scroll }: FocusWish): void {
  const element = elementOf(target);
  element?.focus({ preventScroll: true });
  if (element instanceof HTMLTextAreaElement && caret) element.setSelectionRange(caret.start, caret.end);
  for (const [name, top] of Object.entries(scroll ?? {})) {
    const scrolled = document.querySelector(`[data-scroll="${CSS.escape(name)}"]`);
    if (scrolled) scrolled.scrollTop = top;
  }
}

/** Brings the focus where the store wants it, after the elements are there and before they are painted. */
export function FocusFollower() {
  const wish = useDraft(({ focus }) => focus);
  useLayoutEffect(() => fulfil(wish), [wish]);
  return null;
}
