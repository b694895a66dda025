import type { Handlers } from '../../../shared/contract/calls.ts';
import type { readinessCalls } from '../../../shared/contract/readiness.ts';
import type { WorkspaceSettings } from '../../../shared/domain/settings.ts';
import { recipeOf } from '../../../shared/rules/recipe.ts';
import type { Datasets } from '../dataset/datasets.ts';

/** @param workspaceName stands on the report */
export function readinessHandlers(
  datasets: Datasets,
  settings: () => WorkspaceSettings,
  workspaceName: () => string,
): Handlers<keyof typeof readinessCalls> {
  return {
    'readiness.count': () => {
      const now = settings();
      return datasets.readiness(recipeOf(now), now.costs);
    },
    'readiness.reckon': () => datasets.thread.call('reckon', settings().costs),
    'readiness.report': ({ path }) => datasets.thread.call('report', { path, workspace: workspaceName() }),
    'readiness.corrections': (input) => datasets.thread.call('corrections', input),
  };
}
