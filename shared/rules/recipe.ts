import type { Recipe, RecipePart } from '../domain/dataset.ts';
import type { WorkspaceSettings } from '../domain/settings.ts';

/** The recipe of the dataset that is planned in a workspace: its plan, with the workspace's own gate and prompts. */
export function recipeOf({
  gate,
  systemPrompts,
  dataset,
}: Pick<WorkspaceSettings, 'gate' | 'systemPrompts' | 'dataset'>): Recipe {
  return { ...dataset, gate, systemPrompts };
}

const partNames: Record<RecipePart, string> = {
  filters: 'which samples',
  gate: 'the gate',
  nearDuplicates: 'near duplicates',
  choices: 'choices of single samples',
  personalData: 'personal data',
  split: 'the split',
  maxTokens: 'the longest example',
  formats: 'the formats',
  systemPrompts: 'system prompts',
};

/** Says in what two recipes differ, and whether the line of one sample may read otherwise by them; null where they agree. */
export function recipesDiffer(parts: readonly RecipePart[]): string | null {
  if (parts.length === 0) return null;
  const reads = parts.includes('systemPrompts') || parts.includes('personalData');
  const otherwise = reads ? ' The line of a sample that is in both may read otherwise.' : '';
  return `The recipes differ: ${parts.map((part) => partNames[part]).join(', ')}.${otherwise}`;
}
