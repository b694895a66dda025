import type { DatasetPlan } from '../../shared/domain/dataset.ts';
import { useSettings, useWorkspace } from '../stores/workspace.ts';
import { attempt } from '../ui/notice.tsx';
import { type Choice, withChoice } from './choices.ts';

export function usePlan<T>(select: (plan: DatasetPlan) => T): T {
  return useSettings(({ dataset }) => select(dataset));
}

/** Saves a change of the plan: it is shown, and counted, at once. */
export function setPlan(change: Partial<DatasetPlan>): void {
  const { settings, updateSettings } = useWorkspace.getState();
  if (settings) void attempt(() => updateSettings({ dataset: { ...settings.dataset, ...change } }));
}

export function choose(sampleId: string, choice: Choice | null): void {
  const { settings } = useWorkspace.getState();
  if (settings) setPlan({ choices: withChoice(settings.dataset.choices, sampleId, choice) });
}
