import type { CallInput, CallOutput } from '../../../shared/contract/calls.ts';
import type { CostSettings } from '../../../shared/domain/costs.ts';
import type { Recipe } from '../../../shared/domain/dataset.ts';
import type { CountedReadiness } from '../../../shared/domain/readiness.ts';
import { AssayError } from '../../../shared/errors.ts';
import type { Analyst } from '../dataset/analyst.ts';
import { PersonalData } from '../dataset/personal-data.ts';
import { editsOf } from './evidence.ts';
import { gather } from './gather.ts';
import { readinessOf, withCosts } from './readiness.ts';
import { withoutPersonalData } from './without-personal-data.ts';

/** Says how ready a workspace is, and holds what it said last: prices are changed without counting again. */
export class Assessor {
  readonly #analyst: Analyst;
  #counted: CountedReadiness | null = null;

  constructor(analyst: Analyst) {
    this.#analyst = analyst;
  }

  count(recipe: Recipe, costs: CostSettings): CountedReadiness {
    const { data, figures, asOf } = this.#analyst.reading(recipe, (source, selected, progress) => ({
      ...gather(source, selected, recipe, progress),
      asOf: new Date().toISOString(),
    }));
    const readiness = readinessOf({ ...data, costs: { ...costs, ...figures }, asOf });
    const told = withoutPersonalData(readiness, new PersonalData(recipe.personalData));
    this.#counted = { readiness: told, figures, costs, filters: recipe.filters };
    return this.#counted;
  }

  /** @throws AssayError not-found before the first count */
  get last(): CountedReadiness {
    if (this.#counted) return this.#counted;
    throw new AssayError({
      kind: 'not-found',
      message: 'Readiness was not counted yet.',
      safe: 'Nothing was written.',
      remedy: 'Count it first.',
    });
  }

  /** What was counted last, at these prices; null before the first count. */
  reckon(costs: CostSettings): CountedReadiness | null {
    const counted = this.#counted;
    if (!counted) return null;
    const readiness = withCosts(counted.readiness, { ...costs, ...counted.figures });
    this.#counted = { ...counted, readiness, costs };
    return this.#counted;
  }

  /** The corrections of these samples that count now; a sample that has gone or has none is left out. */
  corrections({ sampleIds }: CallInput<'readiness.corrections'>): CallOutput<'readiness.corrections'> {
    return sampleIds.flatMap((sampleId) => {
      const found = this.#analyst.said(sampleId);
      if (!found) return [];
      const [edit] = editsOf(found.sample, found.words);
      return edit ? [{ sampleId, query: found.sample.query, draft: edit.draft, correction: edit.correction }] : [];
    });
  }
}
