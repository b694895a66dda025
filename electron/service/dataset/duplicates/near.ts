import { slotOf, slotsFor } from '../hash.ts';
import { agreement, bands, metBefore, rows, sketchSize } from './sketch.ts';

/** From this Jaccard similarity on, two texts say the same in other words. */
export const threshold = 0.8;
/** Sketches that agree in fewer places belong to no pair at the threshold: three standard errors below it. */
const leastAgreement = Math.floor(sketchSize * (threshold - 3 * Math.sqrt((threshold * (1 - threshold)) / sketchSize)));

/**
 * How many others a text looks at in one band before it gives up, and as how many of these a comparison in vain counts.
 * Messages of one form that differ in a name and a number are all just under the threshold: each would be compared with
 * each.
 */
const mostLooks = 512;
const looksOfComparison = 8;
/** The same in all bands after it: one of a crowd needs few more ties, to those just before it, whose texts are at hand. */
const looksInCrowd = 64;

type Search = {
  size: number;
  /** One after the other, `sketchSize` bytes each. */
  sketches: Uint8Array;
  /** True for two that need not be compared: they are known to be duplicates already. */
  together: (a: number, b: number) => boolean;
  /** Compares two texts themselves; from then on they are together, or never will be by this pair. */
  compare: (a: number, b: number) => void;
  /**
   * Two of a crowd: one was compared in vain with so many that it gave up, the other is one of these. Duplicates may be
   * among them unseen, but hardly outside: each is tied to those just before it, and the crowd hangs together.
   */
  crowd: (a: number, b: number) => void;
  /** Called now and then with the share that is done; throws to stop. */
  progress: (share: number) => void;
};

/**
 * Compares every two texts that are likely to reach the threshold: their sketches meet in a band and agree enough.
 *
 * Locality-sensitive hashing by bands (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3.4). Texts that meet in
 * a band and are together already are one cell: who is together with its first is together with all, so that a thousand
 * copies cost a thousand looks. Groups that grow by single linkage do not depend on the order of texts.
 */
export function searchNear({ size, sketches, together, compare, crowd, progress }: Search): void {
  const keys = new Float64Array(size);
  /** The first of each cell, in chains by slot; then the others of each cell. `next` links both. */
  const heads = new Int32Array(slotsFor(size));
  const others = new Int32Array(size);
  const next = new Int32Array(size);

  const inCrowd = new Uint8Array(size);
  /** Of the text at hand, in the band at hand: how many looks are left, and with whom it was compared in vain. */
  let left = 0;
  let inVain: number[] = [];

  function look(band: number, later: number, earlier: number): void {
    const [a, b] = [later * sketchSize, earlier * sketchSize];
    left--;
    if (agreement(sketches, a, b) < leastAgreement) return;
    // Who is no duplicate meets again in other bands: each pair is compared where it meets first.
    if (!metBefore(band, sketches, a, b)) compare(later, earlier);
    if (together(later, earlier)) return;
    inVain.push(earlier);
    left -= looksOfComparison;
  }

  function lookAtCell(band: number, index: number, cell: number): boolean {
    let other = cell;
    while (other >= 0 && left > 0 && !together(index, cell)) {
      look(band, index, other);
      other = (other === cell ? others : next)[other] ?? -1;
    }
    return together(index, cell);
  }

  for (let band = 0; band < bands; band++) {
    heads.fill(-1);
    others.fill(-1);
    for (let index = 0; index < size; index++) {
      let key = 0;
      for (let row = 0; row < rows; row++) key = key * 256 + (sketches[index * sketchSize + band * rows + row] ?? 0);
      keys[index] = key;
      const slot = slotOf(key, heads.length);
      let home = -1;
      left = inCrowd[index] === 1 ? looksInCrowd : mostLooks;
      inVain = [];
      // From the newest on: who writes twice does so soon.
      for (let cell = heads[slot] ?? -1; cell >= 0 && left > 0; cell = next[cell] ?? -1)
        if (keys[cell] === key && lookAtCell(band, index, cell)) home = cell;
      if (left <= 0) {
        inCrowd[index] = 1;
        for (const other of inVain) crowd(index, other);
      }
      const chain = home < 0 ? heads : others;
      const place = home < 0 ? slot : home;
      next[index] = chain[place] ?? -1;
      chain[place] = index;
      if (index % 4_096 === 0) progress((band + index / size) / bands);
    }
  }
}
