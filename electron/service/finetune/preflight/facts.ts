import type { PriceTable } from '../../../../shared/domain/costs.ts';
import type { Provider, ServedModel, TrainingMethod } from '../../../../shared/domain/provider.ts';
import type { RunFile, RunPhase, RunPlan, RunSide } from '../../../../shared/domain/run.ts';
import type { ErrorReport } from '../../../../shared/errors.ts';
import type { Finding } from '../../dataset/formats/format.ts';

/** A training file as it is on the disk. */
export type FileFacts = {
  file: RunFile;
  /** It is not as it was built. */
  changed: boolean;
  findings: number;
  first: Finding | null;
  /** Tokens of each example, by how many there are of so many. */
  tokens: ReadonlyMap<number, number>;
};

export type DatasetFacts = {
  name: string;
  folder: string;
  /** Which of its records is not as it was built: what it costs and what was erased of it cannot be told then. */
  changed: string | null;
  /** Samples in it that the team has erased since. */
  erased: number;
  holdout: number;
  /** Null: the dataset has no such file, because it was built without the format or has no such side. */
  files: Record<RunSide, FileFacts | null>;
};

export type ServerFacts = {
  models: ServedModel[];
  clockAheadMs: number | null;
  /** Jobs that the account has. */
  jobs: number;
};

/** A run that was begun before, on the same dataset. */
export type EarlierRun = { model: string; method: TrainingMethod; phase: RunPhase; createdAt: string };

/** Everything that the verdict rests on. */
export type PreflightFacts = {
  plan: RunPlan;
  provider: Provider;
  /** By this machine's clock, in ms since 1970. */
  now: number;
  server: ServerFacts | ErrorReport;
  dataset: DatasetFacts | ErrorReport;
  earlier: readonly EarlierRun[];
  prices: PriceTable;
  /** From this amount on a person types it before the run begins. */
  confirmAbove: number;
};

/** What is settled in the workspace before anything is asked or read. */
export type Settled = Pick<PreflightFacts, 'earlier' | 'prices' | 'confirmAbove'>;

export function isReport(facts: object): facts is ErrorReport {
  return 'remedy' in facts;
}
