import { isDeepStrictEqual } from 'node:util';

/** What was found longer ago may not be true any more. */
const freshMs = 10 * 60_000;

type Look<Plan, Basis, Found> = {
  /** What a look goes by beside files and servers; where it has changed, the verdict may be another. */
  basis: (plan: Plan) => Basis;
  find: (plan: Plan, basis: Basis) => Promise<Found>;
  isRefused: (found: Found) => boolean;
};

/** Looks before something that costs, and the last of them: whoever has seen it is not made to wait for another. */
export class Looked<Plan, Basis, Found> {
  readonly #look: Look<Plan, Basis, Found>;
  #last: { basis: Basis; found: Found; at: number } | null = null;

  constructor(look: Look<Plan, Basis, Found>) {
    this.#look = look;
  }

  async anew(plan: Plan): Promise<Found> {
    const basis = this.#look.basis(plan);
    const found = await this.#look.find(plan, basis);
    this.#last = { basis, found, at: performance.now() };
    return found;
  }

  /**
   * What there is to begin by: the last look, where it is fresh, goes by what is still so and refuses nothing; else a new one.
   * That may be overtaken as well while it is made, and is made again then.
   */
  async fresh(plan: Plan): Promise<Found> {
    for (;;) {
      const last = this.#last;
      const isSo =
        last !== null && performance.now() - last.at < freshMs && isDeepStrictEqual(last.basis, this.#look.basis(plan));
      if (isSo && !this.#look.isRefused(last.found)) return last.found;
      const found = await this.anew(plan);
      if (this.#look.isRefused(found)) return found;
    }
  }

  forget(): void {
    this.#last = null;
  }
}
