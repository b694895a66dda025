import type { CountedReadiness } from '../../../../shared/domain/readiness.ts';
import { recipeOf } from '../../../../shared/rules/recipe.ts';
import { Datasets } from '../../../service/dataset/datasets.ts';
import { openSource } from '../../../service/dataset/source.ts';

/** Counts the readiness of a workspace, beside whoever writes it. */
export async function countReadiness(workspace: string, progress: (share: number) => void): Promise<CountedReadiness> {
  const source = openSource(workspace);
  const { settings } = source;
  source.close();
  const datasets = new Datasets(workspace, progress);
  try {
    return await datasets.readiness(recipeOf(settings), settings.costs);
  } finally {
    await datasets.close();
  }
}
