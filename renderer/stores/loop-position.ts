import type { Position } from '../../shared/contract/calls.ts';

export type PlaceOnPage = Pick<Position, 'focus' | 'caret' | 'scroll'>;

/** Where focus, caret and scroll are: read from the page, by the names that its elements carry. */
export function readPosition(): PlaceOnPage {
  const active = document.activeElement;
  const place = active instanceof HTMLElement ? active.closest<HTMLElement>('[data-place]') : null;
  const text = active instanceof HTMLTextAreaElement || active instanceof HTMLInputElement ? active : null;
  const start = text?.selectionStart ?? null;
  const end = text?.selectionEnd ?? null;
  return {
    focus: place?.dataset['place'] ?? null,
    caret: start === null || end === null ? null : { start, end },
    scroll: Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('[data-scroll]')]
        .filter((element) => element.scrollTop !== 0)
        .map((element) => [element.dataset['scroll'] ?? '', element.scrollTop]),
    ),
  };
}
