import type { MouseEvent } from 'react';
import { apply } from '../stores/draft.ts';
import { moveTo, type Place } from './draft-rules.ts';

/**
 * The events of a group of radio buttons or boxes that is a place of the verdict.
 *
 * Being in a place opens it and closes another, so that things below move. With a pointer that may happen only after the
 * click: what moves between press and release is missed.
 */
export function groupEvents(place: Place) {
  return {
    onMouseDown: (event: MouseEvent) => event.preventDefault(),
    onClick: () => apply((work) => moveTo(work, place), { focus: place }),
    onFocus: () => apply((work) => moveTo(work, place), { focus: null }),
  };
}
