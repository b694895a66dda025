import type { Handlers } from '../../../shared/contract/calls.ts';
import type { experimentCalls } from '../../../shared/contract/experiment.ts';
import type { LiveExperiments } from './experiments.ts';
import type { SetBacks } from './set-backs.ts';

/** @param wrote told of what was written: it is due for a checkpoint */
export function experimentHandlers(
  experiments: LiveExperiments,
  setBacks: SetBacks,
  wrote: <T>(value: T) => T,
): Handlers<keyof typeof experimentCalls> {
  return {
    'experiment.list': () => experiments.list(),
    'experiment.standing': (input) => experiments.standing(input),
    'experiment.traffic': (input) => experiments.traffic(input),
    'experiment.losses': (input) => experiments.losses(input),
    'experiment.trainedNearby': (input) => experiments.trainedNearby(input),
    'experiment.save': (input) => experiments.save(input),
    'experiment.start': (input) => experiments.start(input),
    'experiment.open': (input) => experiments.open(input),
    'experiment.stop': (input) => experiments.stop(input),
    'experiment.decide': (input) => experiments.decide(input),
    'experiment.setActiveModel': (input) => experiments.setActiveModel(input),
    'experiment.modelChanges': (input) => experiments.modelChanges(input),
    'experiment.setBack': () => setBacks.list(),
    'experiment.leaveSetBack': ({ seen }) => wrote(setBacks.leave(seen)),
  };
}
