import type { Contender, EvaluationPlan } from '../../../shared/domain/comparison.ts';
import { baseOf } from '../finetune/preflight/estimate.ts';
import type { Runs } from '../finetune/run/runs.ts';

/** A model, and the one that it was tuned from; null for one that nobody has tuned. */
export type PricedModel = { model: string; tunedFrom: string | null };
export type PricedModels = Record<Contender, PricedModel>;

/** What both models are priced by: runs know what they tuned, and OpenAI's names say it. */
export function pricedModels({ base, tuned }: Pick<EvaluationPlan, 'base' | 'tuned'>, runs: Runs): PricedModels {
  const made = runs.list();
  const priced = (model: string): PricedModel => {
    const run = made.find((known) => known.model === model);
    const origin = baseOf(run?.plan.model ?? model);
    return { model, tunedFrom: origin === model ? null : origin };
  };
  return { base: priced(base.model), tuned: priced(tuned.model) };
}
