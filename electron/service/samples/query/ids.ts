/** A growing list of ids: eight bytes each, so that a million of them is nothing to keep. */
export class IdList {
  #ids = new Float64Array(128);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(ids: ArrayLike<number>): void {
    const needed = this.#length + ids.length;
    if (needed > this.#ids.length) {
      const grown = new Float64Array(Math.max(needed, this.#ids.length * 2));
      grown.set(this.#ids.subarray(0, this.#length));
      this.#ids = grown;
    }
    this.#ids.set(ids, this.#length);
    this.#length = needed;
  }

  /** The ids themselves, not a copy. */
  all(): Float64Array {
    return this.#ids.subarray(0, this.#length);
  }
}

/** Where `id` is or would be in ascending ids. */
export function indexOf(ids: ArrayLike<number>, id: number, from = 0, to = ids.length): number {
  let low = from;
  let high = to;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ids[middle] ?? 0) < id) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function includes(ids: ArrayLike<number>, id: number): boolean {
  return ids[indexOf(ids, id)] === id;
}

function merge(a: Float64Array, b: Float64Array): Float64Array {
  const merged = new Float64Array(a.length + b.length);
  for (let i = 0, j = 0, k = 0; k < merged.length; k++) {
    const x = a[i] ?? Number.POSITIVE_INFINITY;
    const y = b[j] ?? Number.POSITIVE_INFINITY;
    merged[k] = x <= y ? x : y;
    if (x <= y) i++;
    else j++;
  }
  return merged;
}

/** Sorts ids that come in pieces, as they come: one sort of a million at the end would hold everybody up. */
export class Sorter {
  readonly #runs: Float64Array[] = [];

  push(ids: ArrayLike<number>): void {
    this.#runs.push(Float64Array.from(ids).sort());
    // Runs shrink along the list, each to less than half of the one before, so that every id is merged log n times.
    while (this.#runs.length > 1 && (this.#runs.at(-2)?.length ?? 0) < 2 * (this.#runs.at(-1)?.length ?? 0))
      this.#mergeLast();
  }

  sorted(): Float64Array {
    while (this.#runs.length > 1) this.#mergeLast();
    return this.#runs[0] ?? new Float64Array();
  }

  #mergeLast(): void {
    const b = this.#runs.pop() ?? new Float64Array();
    const a = this.#runs.pop() ?? new Float64Array();
    this.#runs.push(merge(a, b));
  }
}
