import { useLayoutEffect } from 'react';
import { type FocusWish, useDraft } from '../stores/draft.ts';
import { elementOf, focusSeen } from './focus-element.ts';

function fulfil({ target, caret, scroll }: FocusWish): void {
  const element = elementOf(target);
  focusSeen(element);
  if (element instanceof HTMLTextAreaElement && caret) element.setSelectionRange(caret.start, caret.end);
  for (const [name, top] of Object.entries(scroll ?? {})) {
    const scrolled = document.querySelector(`[data-scroll="${CSS.escape(name)}"]`);
    if (scrolled) scrolled.scrollTop = top;
  }
}

/** Brings the focus to what was not there yet when it was wanted: once it is, and before it is painted. */
export function FocusFollower() {
  const wish = useDraft(({ focus }) => focus);
  useLayoutEffect(() => {
    if (wish) fulfil(wish);
  }, [wish]);
  return null;
}
