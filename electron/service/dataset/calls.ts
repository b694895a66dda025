import type { Handlers } from '../../../shared/contract/calls.ts';
import type { datasetCalls } from '../../../shared/contract/dataset.ts';
import type { Datasets } from './datasets.ts';
import type { recordedOf } from './record/recorded.ts';

/** @param recorded whether the team has the record of a dataset */
export function datasetHandlers(
  datasets: Datasets,
  recorded: ReturnType<typeof recordedOf>,
): Handlers<keyof typeof datasetCalls> {
  return {
    'dataset.count': (recipe) => datasets.count(recipe),
    'dataset.stopCount': () => datasets.stop(),
    'dataset.fate': (input) => datasets.ask('fate', input),
    'dataset.samples': (input) => datasets.ask('samples', input),
    'dataset.line': (input) => datasets.ask('line', input),
    'dataset.clusters': (input) => datasets.ask('clusters', input),
    'dataset.personalData': (input) => datasets.ask('personalData', input),
    'dataset.tryPatterns': (input) => datasets.thread.call('tryPatterns', input),
    'dataset.list': async () => {
      const { datasets: built, unreadable } = await datasets.thread.call('list', null);
      return { datasets: built.map((dataset) => ({ ...dataset, recorded: recorded(dataset.id) })), unreadable };
    },
    'dataset.remove': (input) => datasets.thread.call('remove', input),
    'dataset.verify': (input) => datasets.thread.call('verify', input),
    'dataset.diff': (input) => datasets.thread.call('diff', input),
  };
}
