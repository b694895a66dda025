import type { Handlers } from '../../../shared/contract/calls.ts';
import type { experimentCalls } from '../../../shared/contract/experiment.ts';
import type { LiveExperiments } from './experiments.ts';

export function experimentHandlers(experiments: LiveExperiments): Handlers<keyof typeof experimentCalls> {
  return {
    'experiment.list': () => experiments.list(),
    'experiment.standing': (input) => experiments.standing(input),
    'experiment.traffic': (input) => experiments.traffic(input),
    'experiment.losses': (input) => experiments.losses(input),
    'experiment.trainedNearby': (input) => experiments.trainedNearby(input),
    'experiment.save': (input) => experiments.save(input),
    'experiment.start': (input) => experiments.start(input),
    'experiment.stop': (input) => experiments.stop(input),
    'experiment.decide': (input) => experiments.decide(input),
    'experiment.setActiveModel': (input) => experiments.setActiveModel(input),
    'experiment.modelChanges': (input) => experiments.modelChanges(input),
  };
}
