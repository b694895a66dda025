import type { CountedReadiness } from '../../../../shared/domain/readiness.ts';
import { recipeOf } from '../../../../shared/rules/recipe.ts';
import { Analyst } from '../../../service/dataset/analyst.ts';
import { openSource } from '../../../service/dataset/source.ts';
import { Assessor } from '../../../service/readiness/assessor.ts';

/** Counts the readiness of a workspace, beside whoever writes it. */
export function countReadiness(workspace: string, progress: (share: number) => void): CountedReadiness {
  const source = openSource(workspace);
  const { settings } = source;
  source.close();
  const analyst = new Analyst(workspace, progress);
  try {
    return new Assessor(analyst).count(recipeOf(settings), settings.costs);
  } finally {
    analyst.close();
  }
}
