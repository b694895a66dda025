import type { ExperimentStanding, LiveExperiment } from '../../../shared/domain/live-experiment.ts';
import { AssayError } from '../../../shared/errors.ts';

export function noSuchExperiment(): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: 'There is no such experiment here.',
    safe: 'Nothing was changed.',
    remedy: 'Sync, and look at the list of experiments.',
  });
}

export function noSuchSample(): AssayError {
  return new AssayError({
    kind: 'not-found',
    message: 'This sample is not here any more.',
    safe: 'Nothing was changed.',
    remedy: 'Look at another one.',
  });
}

/** @throws AssayError conflict where an experiment has no result to ship for */
export function mustBeRead(standing: ExperimentStanding | null): void {
  if (standing?.reading.status === 'read') return;
  throw new AssayError({
    kind: 'conflict',
    message: 'This experiment has no result, so it cannot be shipped.',
    safe: 'Nothing was changed.',
    remedy: 'Open its result once the planned days are over; or decide not to ship.',
  });
}

/**
 * Up to when the single conversations of an experiment may be looked at: as far as its result is told. Once it was stopped
 * nobody can stop it early for what they see.
 *
 * @throws AssayError conflict while the result is locked, or before anything was counted
 */
export function mustTell({ state }: LiveExperiment, standing: ExperimentStanding | null): string {
  if (standing === null)
    throw new AssayError({
      kind: 'conflict',
      message: 'Nothing of this experiment has been counted here yet.',
      safe: 'Nothing was changed.',
      remedy: 'Sync once it has started; its conversations come with the first sync that ends.',
    });
  if (standing.reading.status === 'read' || state !== 'running') return standing.countedUntil;
  throw new AssayError({
    kind: 'conflict',
    message: 'The conversations of an experiment are not shown before its result is opened.',
    safe: 'The experiment goes on, and nobody has seen how it stands.',
    remedy: 'Open its result once the planned days are over, or stop it.',
  });
}
