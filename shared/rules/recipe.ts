import type { Recipe } from '../domain/dataset.ts';
import type { WorkspaceSettings } from '../domain/settings.ts';

/** The recipe of the dataset that is planned in a workspace: its plan, with the workspace's own gate and prompts. */
export function recipeOf({
  gate,
  systemPrompts,
  dataset,
}: Pick<WorkspaceSettings, 'gate' | 'systemPrompts' | 'dataset'>): Recipe {
  return { ...dataset, gate, systemPrompts };
}
