/**
 * The element of a place that takes the focus.
 *
 * @param index which of a group's buttons; by default the one that is chosen, else the one that has the focus already, else
 *   the first
 */
export function elementOf(target: string, index?: number): HTMLElement | null {
  const place = document.querySelector<HTMLElement>(`[data-place="${target}"]`);
  if (!place || place.matches('input, textarea, button')) return place;
  const members = place.querySelectorAll<HTMLElement>('input, button');
  const chosen = place.querySelector<HTMLElement>('input:checked');
  if (index === undefined && chosen) return chosen;
  const active = document.activeElement;
  if (index === undefined && active instanceof HTMLElement && place.contains(active)) return active;
  return members[index ?? 0] ?? null;
}

/** In such a window a column does not hold everything, and what takes the focus may be out of sight. */
const small = '(width < 1100px) or (height < 640px)';

/** Gives an element the focus, and brings it into sight where it may be out of it. */
export function focusSeen(element: HTMLElement | null): void {
  element?.focus({ preventScroll: !matchMedia(small).matches });
}

/**
 * Moves the focus at once; false when there is nothing to take it yet.
 *
 * Taking the focus makes the browser bring styles and layout up to date. Before React has touched the page that costs
 * nothing; afterwards the page is laid out twice in one frame, which was most of what a key took.
 *
 * @param fresh a sample has just come: it is read from its top, wherever the focus is
 */
export function focusNow(target: string, index?: number, fresh = false): boolean {
  const element = elementOf(target, index);
  if (fresh) element?.focus({ preventScroll: true });
  else if (element !== document.activeElement) focusSeen(element);
  return element !== null && document.activeElement === element;
}
