import type { Measure } from './judge.ts';

export type BenchOptions = {
  /** Takes the sizes that take long: a million samples where the default measures a hundred thousand. */
  large: boolean;
};

/** A bench measures; `budgets.json` says what its figures must reach. */
export type Bench = { name: string; run(options: BenchOptions): Promise<Measure[]> };
