import { agreement, bands, rows, sketchSize } from './sketch.ts';

/** From this Jaccard similarity on, two texts say the same in other words. */
export const threshold = 0.8;
/** Sketches that agree in fewer places belong to no pair at the threshold: three standard errors below it. */
const leastAgreement = Math.floor(sketchSize * (threshold - 3 * Math.sqrt((threshold * (1 - threshold)) / sketchSize)));
/** Pairs that were looked at and are no duplicates meet again in other bands. */
const mostRemembered = 2_000_000;

type Search = {
  size: number;
  /** One after the other, `sketchSize` bytes each. */
  sketches: Uint8Array;
  /** True for two that need not be compared: they are known to be duplicates already. */
  together: (a: number, b: number) => boolean;
  /** Compares two texts themselves, and answers whether they are now together. */
  compare: (a: number, b: number) => boolean;
  /** Called now and then with the share that is done; throws to stop. */
  progress: (share: number) => void;
};

/**
 * Compares every two texts that are likely to reach the threshold: their sketches meet in a band and agree enough.
 *
 * Locality-sensitive hashing by bands (Leskovec, Rajaraman, Ullman, Mining of Massive Datasets, ch. 3.4). Whoever is
 * together already is passed over, so that a thousand copies cost a thousand comparisons; groups that grow by single
 * linkage do not depend on the order of texts.
 */
export function searchNear({ size, sketches, together, compare, progress }: Search): void {
  const keys = new Float64Array(size);
  const heads = new Int32Array(2 ** Math.ceil(Math.log2(size + 1)));
  const next = new Int32Array(size);
  const apart = new Set<number>();

  function look(a: number, b: number): void {
    if (agreement(sketches, a * sketchSize, b * sketchSize) < leastAgreement) return;
    // The later one comes first.
    const pair = a * size + b;
    if (apart.has(pair) || compare(a, b)) return;
    if (apart.size < mostRemembered) apart.add(pair);
  }

  for (let band = 0; band < bands; band++) {
    heads.fill(-1);
    for (let index = 0; index < size; index++) {
      let key = 0;
      for (let row = 0; row < rows; row++) key = key * 256 + (sketches[index * sketchSize + band * rows + row] ?? 0);
      keys[index] = key;
      const slot = (Math.imul(key ^ (key / 2 ** 32), 0x9e37_79b1) >>> 0) & (heads.length - 1);
      for (let other = heads[slot] ?? -1; other >= 0; other = next[other] ?? -1)
        if (keys[other] === key && !together(index, other)) look(index, other);
      next[index] = heads[slot] ?? -1;
      heads[slot] = index;
      if (index % 4_096 === 0) progress((band + index / size) / bands);
    }
  }
}
