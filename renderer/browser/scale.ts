/** Pixels of a row. */
export const rowHeight = 48;

/**
 * Maps a scroll bar onto more rows than an element can be tall.
 *
 * Chromium lays out in fixed point: nothing is taller than 2^25 device pixels (about 33.5 million; half of that in CSS
 * pixels on a dense screen). A million rows need more. So the scrolled element is as tall as the rows only up to `tallest`;
 * beyond, one pixel of the scroll bar stands for several pixels of rows. The position in rows (`offset`, in their own
 * pixels) is the truth; `scrollTop` is only its picture.
 */
export type Scale = {
  rows: number;
  rowHeight: number;
  /** Height of the visible part. */
  view: number;
  /** Height of the scrolled element. */
  height: number;
  /** The greatest `offset`. */
  end: number;
  /** Pixels of rows for one pixel of the scroll bar: 1 while the rows fit. */
  ratio: number;
};

/** Far enough below Chromium's limit for a screen with four device pixels a pixel. */
export const tallest = 8_000_000;

export function scaleOf(rows: number, rowHeight: number, view: number): Scale {
  const total = rows * rowHeight;
  const height = Math.min(total, tallest);
  const end = Math.max(0, total - view);
  const track = Math.max(0, height - view);
  return { rows, rowHeight, view, height, end, ratio: track === 0 ? 1 : end / track };
}

export function clampOffset(scale: Scale, offset: number): number {
  return Math.min(Math.max(0, offset), scale.end);
}

export function offsetAt(scale: Scale, scrollTop: number): number {
  return clampOffset(scale, scrollTop * scale.ratio);
}

export function scrollTopAt(scale: Scale, offset: number): number {
  return clampOffset(scale, offset) / scale.ratio;
}

/** The rows that are at least partly visible: from `first`, up to and without `end`. */
export function visible(scale: Scale, offset: number): { first: number; end: number } {
  const first = Math.min(Math.floor(offset / scale.rowHeight), Math.max(0, scale.rows - 1));
  return { first, end: Math.min(scale.rows, Math.ceil((offset + scale.view) / scale.rowHeight)) };
}

/** The offset nearest to `offset` at which the whole row is visible. */
export function reveal(scale: Scale, offset: number, index: number): number {
  const top = index * scale.rowHeight;
  if (top < offset) return clampOffset(scale, top);
  const bottom = top + scale.rowHeight;
  return clampOffset(scale, bottom > offset + scale.view ? bottom - scale.view : offset);
}

/** How far PageUp and PageDown go: a view less one row, which stays as an anchor for the eye. */
export function pageOf(scale: Scale): number {
  return Math.max(1, Math.floor(scale.view / scale.rowHeight) - 1);
}
