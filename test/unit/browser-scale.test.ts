import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clampOffset,
  offsetAt,
  pageOf,
  reveal,
  rowHeight,
  scaleOf,
  scrollTopAt,
  tallest,
  visible,
} from '../../renderer/browser/scale.ts';

const rows = fc.integer({ min: 1, max: 20_000_000 });
const view = fc.integer({ min: 100, max: 2000 });

describe('the scale of the list', () => {
  test('a scrolled element is never taller than Chromium lays out, and the wheel is one to one while rows fit', () => {
    fc.assert(
      fc.property(rows, view, (rows, view) => {
        const scale = scaleOf(rows, rowHeight, view);
        expect(scale.height).toBeLessThanOrEqual(tallest);
        if (rows * rowHeight <= tallest) expect(scale.ratio).toBe(1);
        else expect(scale.ratio).toBeGreaterThan(1);
      }),
    );
  });

  test('every row can be reached by a whole pixel of the scroll bar', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 5_000_000 }).chain((rows) => fc.tuple(fc.constant(rows), fc.nat(rows - 1))),
        view,
        ([rows, index], view) => {
          const scale = scaleOf(rows, rowHeight, view);
          const scrollTop = Math.round(scrollTopAt(scale, reveal(scale, 0, index)));
          const { first, end } = visible(scale, offsetAt(scale, scrollTop));
          expect(index).toBeGreaterThanOrEqual(first);
          expect(index).toBeLessThan(end);
        },
      ),
    );
  });

  test('the scroll bar and the rows move the same way, from the first row to the last', () => {
    fc.assert(
      fc.property(rows, view, fc.array(fc.integer({ min: 0, max: tallest }), { minLength: 2 }), (rows, view, tops) => {
        const scale = scaleOf(rows, rowHeight, view);
        const offsets = tops.sort((a, b) => a - b).map((top) => offsetAt(scale, top));
        expect(offsets).toEqual(offsets.toSorted((a, b) => a - b));
        expect(offsetAt(scale, 0)).toBe(0);
        expect(offsetAt(scale, scale.height - view)).toBeCloseTo(scale.end, 3);
        expect(visible(scale, scale.end).end).toBe(rows);
      }),
    );
  });

  test('an offset survives the way through the scroll bar', () => {
    fc.assert(
      fc.property(rows, view, fc.double({ min: 0, max: 1, noNaN: true }), (rows, view, share) => {
        const scale = scaleOf(rows, rowHeight, view);
        const offset = scale.end * share;
        expect(offsetAt(scale, scrollTopAt(scale, offset))).toBeCloseTo(offset, 3);
      }),
    );
  });

  test('walking a million rows by arrow keeps the chosen row whole in view, moving no more than it must', () => {
    const scale = scaleOf(1_000_000, rowHeight, 700);
    fc.assert(
      fc.property(fc.nat(999_999), fc.constantFrom(-1, 1), (start, step) => {
        let offset = reveal(scale, scale.end / 2, start);
        for (let index = start; index >= 0 && index < scale.rows && Math.abs(index - start) < 40; index += step) {
          const next = reveal(scale, offset, index);
          expect(index * rowHeight).toBeGreaterThanOrEqual(next);
          expect((index + 1) * rowHeight).toBeLessThanOrEqual(next + scale.view);
          expect(Math.abs(next - offset)).toBeLessThanOrEqual(rowHeight);
          offset = next;
        }
      }),
      { numRuns: 50 },
    );
  });

  test('a list shorter than its view does not scroll', () => {
    const scale = scaleOf(3, rowHeight, 700);
    expect(clampOffset(scale, 500)).toBe(0);
    expect(visible(scale, 0)).toEqual({ first: 0, end: 3 });
    expect(scaleOf(0, rowHeight, 700)).toMatchObject({ height: 0, end: 0 });
    expect(visible(scaleOf(0, rowHeight, 700), 0)).toEqual({ first: 0, end: 0 });
  });

  test('a page leaves one row as an anchor, and is at least one row', () => {
    expect(pageOf(scaleOf(100, 48, 480))).toBe(9);
    expect(pageOf(scaleOf(100, 48, 40))).toBe(1);
  });
});
