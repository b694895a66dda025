import type { JobProgress } from '../../../../shared/domain/job.ts';
import type { RunFact, RunFile, RunPlan, RunSide } from '../../../../shared/domain/run.ts';
import type { RunState } from '../../../../shared/rules/run.ts';
import type { Provider, Watched } from '../providers/provider.ts';
import type { Clock } from './clock.ts';

/** What is done, and where its files are. */
export type RunOrder = { id: string; plan: RunPlan; files: Partial<Record<RunSide, RunFile>> };

/** What is on the disk of a run when it is brought on. */
export type RunPast = {
  facts: RunFact[];
  /** Of the events that were told. */
  eventIds: string[];
  /** The last step that was told, and of how many; null before the first. */
  steps: { done: number; total: number | null } | null;
};

/** How far a run is with what it does now. */
export type RunProgress = JobProgress & { unit: 'bytes' | 'steps' };

/**
 * Where a run is written down. Both resolve when it is on the disk, with where the run is by all that stands there: a
 * person's cancellation is written down too, and may have come first.
 */
export type RunDesk = {
  note(fact: RunFact): Promise<RunState>;
  /** A fact with the events and checkpoints that were told with it. */
  noteWatched(watched: Watched): Promise<RunState>;
};

export type RunWorld = {
  provider: Provider;
  clock: Clock;
  /** @throws AssayError where the files must not be sent or trained on any more */
  mayLeave(): void;
  /** A person wants the run to end: at the provider, where it is there already. */
  cancel: AbortSignal;
  /** The program ends, and the run goes on at its next start; or a person has given it up. */
  closing: AbortSignal;
  /** Aborts when a person next will not wait for a server that did not answer. */
  hurried(): AbortSignal;
  /** @param always even where something was told just now */
  progress(told: RunProgress, always?: 'always'): void;
  log(level: 'info' | 'warning' | 'error', text: string): void;
};
