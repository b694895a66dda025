import type { Measure } from './judge.ts';

export type BenchOptions = {
  /** Takes the sizes that take long: a million samples where the default measures a hundred thousand. */
  large: boolean;
};

/** A bench measures; `budgets.json` says what its figures must reach. Its name is its file's. */
export type Bench = { run(options: BenchOptions): Promise<Measure[]> };
