import { slotOf, slotsFor } from '../hash.ts';
import { agreement, bands, metBefore, rows, sketchSize } from './sketch.ts';

/** From this Jaccard similarity on, two texts say the same in other words. */
export const threshold = 0.8;
/** Sketches that agree in fewer places belong to no pair at the threshold: three standard errors below it. */
const leastAgreement = Math.floor(sketchSize * (threshold - 3 * Math.sqrt((threshold * (1 - threshold)) / sketchSize)));

type Search = {
  size: number;
  /** One after the other, `sketchSize` bytes each. */
  sketches: Uint8Array;
  /** True for two that need not be compared: they are known to be duplicates already. */
  together: (a: number, b: number) => boolean;
  /** Compares two texts themselves; from then on they are together, or never will be by this pair. */
  compare: (a: number, b: number) => void;
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
export function searchNear({ size, sketches, together, compare, progress }: Search): void {
  const keys = new Float64Array(size);
  /** The first of each cell, in chains by slot; then the others of each cell. `next` links both. */
  const heads = new Int32Array(slotsFor(size));
  const others = new Int32Array(size);
  const next = new Int32Array(size);

  /** Who is no duplicate meets again in other bands: each pair is compared where it meets first. */
  function look(band: number, later: number, earlier: number): void {
    const [a, b] = [later * sketchSize, earlier * sketchSize];
    if (agreement(sketches, a, b) >= leastAgreement && !metBefore(band, sketches, a, b)) compare(later, earlier);
  }

  function lookAtCell(band: number, index: number, cell: number): boolean {
    if (together(index, cell)) return true;
    look(band, index, cell);
    for (let other = others[cell] ?? -1; other >= 0 && !together(index, cell); other = next[other] ?? -1)
      look(band, index, other);
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
      for (let cell = heads[slot] ?? -1; cell >= 0; cell = next[cell] ?? -1)
        if (keys[cell] === key && lookAtCell(band, index, cell)) home = cell;
      const chain = home < 0 ? heads : others;
      const place = home < 0 ? slot : home;
      next[index] = chain[place] ?? -1;
      chain[place] = index;
      if (index % 4_096 === 0) progress((band + index / size) / bands);
    }
  }
}
