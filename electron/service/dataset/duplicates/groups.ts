/** Disjoint sets of the numbers below `size` (union by size, path halving: Tarjan and van Leeuwen, 1984). */
export class Groups {
  readonly #parent: Uint32Array;
  readonly #size: Uint32Array;

  constructor(size: number) {
    this.#parent = Uint32Array.from({ length: size }, (_, index) => index);
    this.#size = new Uint32Array(size).fill(1);
  }

  /** The same number for all members of a group; which one depends on the order of joins. */
  find(index: number): number {
    const parent = this.#parent;
    let at = index;
    for (let up = parent[at] ?? at; up !== at; up = parent[at] ?? at) {
      parent[at] = parent[up] ?? up;
      at = parent[at] ?? up;
    }
    return at;
  }

  join(a: number, b: number): void {
    const left = this.find(a);
    const right = this.find(b);
    if (left === right) return;
    const [large, small] = (this.#size[left] ?? 0) >= (this.#size[right] ?? 0) ? [left, right] : [right, left];
    this.#parent[small] = large;
    this.#size[large] = (this.#size[large] ?? 0) + (this.#size[small] ?? 0);
  }

  together(a: number, b: number): boolean {
    return this.find(a) === this.find(b);
  }

  /** How many are in the group of one. */
  sizeOf(index: number): number {
    return this.#size[this.find(index)] ?? 0;
  }
}
